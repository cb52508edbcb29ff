import { type Diagnostic, diagnostic } from '../../../api/diagnostic.ts';
import type { Host, Site } from '../../../api/site.ts';
import { coordinator, pveNodes, witnessHost } from '../../site/derive.ts';
import { decide, factOf, factsOf } from '../sight.ts';
import type { CheckVerdict, Step, View } from '../step.ts';
import { isMember } from './support/members.ts';

/** Less is nothing to speak of, and base.time mends it. */
const TOLD_SECONDS = 5;
/** A clock that all others follow: more than this is a flat battery or a clock in local time, and all records would lie. */
const SOURCE_LIMIT_SECONDS = 1800;
/** Where chrony may only slew (at most one second in twelve), more than this would last into the making of the cluster. */
const SLEW_LIMIT_SECONDS = 60;

/** Seconds by which one clock is ahead of another, as far as the time that the answers took allows to say. */
interface Skew {
  readonly least: number;
  readonly most: number;
}

/**
 * The clocks agree. A node that differs is set by base.time (Debian's chrony steps at its start) and is only told of; but
 * nobody sets the clock that all follow, the first node's where the site names no time server: far off, it stops
 * everything before a cluster is made. The witness keeps its own time: where it differs from that of the nodes by so much that the
 * certificates of its vote would not be valid yet, it stops everything too, as long as it has no vote. Only looks.
 */
export const clockStep: Step = {
  id: 'preflight.clock',
  phase: 'preflight',
  title: () => ({ en: 'Clocks', es: 'Relojes' }),
  targets: (site) => [...pveNodes(site), ...witnessOf(site)].map((host) => host.name),
  needs: [],
  risk: 'safe',
  order: 'parallel',
  touches: () => [],
  check: (view, target) => decide([], () => checkClock(view, target)),
  apply: async () => {},
};

function witnessOf(site: Site): readonly Host[] {
  const witness = witnessHost(site);
  return witness ? [witness] : [];
}

/** The certificate of a node is signed by the witness, by the witness's clock; a first wait for the vote lasts a minute. */
const WITNESS_LIMIT_SECONDS = 60;

function checkWitness(view: View, target: string): CheckVerdict {
  const first = coordinator(view.site).name;
  const own = skewToLaptop(view, target);
  const other = view.facts.hosts.has(first) ? skewToLaptop(view, first) : undefined;
  if (!own || !other) return { state: 'satisfied' };
  const seconds = certain({ least: own.least - other.most, most: own.most - other.least });
  // where it is the first node that is far off, that is told there
  const isTheOther = certain(own) <= TOLD_SECONDS && certain(other) > SOURCE_LIMIT_SECONDS;
  if (seconds <= TOLD_SECONDS || isTheOther) return { state: 'satisfied' };
  const hasVote = factOf(view, first, 'corosync')?.device !== undefined;
  // with a time server of the site, the nodes' clocks are not yet what they will be
  const isTooFar = !hasVote && view.site.network.ntpServers.length === 0 && seconds > WITNESS_LIMIT_SECONDS;
  const trouble = diagnostic('preflight.clock-witness', {
    params: { host: target, other: first, seconds: Math.round(seconds) },
    evidence: [target, first].map((name) => `${name}: ${new Date(factOf(view, name, 'clock')).toISOString()}`),
    subject: { host: target, step: 'preflight.clock' },
    severity: isTooFar ? 'error' : 'warning',
  });
  return isTooFar ? { state: 'blocked', diagnostic: trouble } : { state: 'satisfied', warnings: [trouble] };
}

function checkClock(view: View, target: string): CheckVerdict {
  if (target === witnessHost(view.site)?.name) return checkWitness(view, target);
  const first = coordinator(view.site).name;
  const own = skewToLaptop(view, target);
  if (!own) return { state: 'satisfied' };
  const subject = { host: target, step: 'preflight.clock' };
  const evidence = [`${target}: ${new Date(factOf(view, target, 'clock')).toISOString()}`];
  const told = (warning: Diagnostic): CheckVerdict => ({ state: 'satisfied', warnings: [warning] });
  const isStanding = isMember(view, target);

  if (target === first) {
    const seconds = certain(own);
    if (seconds <= TOLD_SECONDS) return { state: 'satisfied' };
    const isSource = view.site.network.ntpServers.length === 0;
    const isTooFar = isSource && !isStanding && seconds > SOURCE_LIMIT_SECONDS;
    const trouble = diagnostic('preflight.clock-laptop', {
      params: { host: target, seconds: Math.round(seconds) },
      evidence,
      subject,
      severity: isTooFar ? 'error' : 'warning',
    });
    return isTooFar ? { state: 'blocked', diagnostic: trouble } : told(trouble);
  }

  const other = view.facts.hosts.has(first) ? skewToLaptop(view, first) : undefined;
  if (!other) return { state: 'satisfied' };
  const seconds = certain({ least: own.least - other.most, most: own.most - other.least });
  if (seconds <= TOLD_SECONDS) return { state: 'satisfied' };
  const params = { host: target, other: first, seconds: Math.round(seconds) };
  if (!isStanding && seconds > SLEW_LIMIT_SECONDS && !mayStep(view, target))
    return { state: 'blocked', diagnostic: diagnostic('preflight.clock-stays', { params, evidence, subject }) };
  return told(diagnostic('preflight.clock-node', { params, evidence, subject }));
}

/** How far a host's clock is ahead of this laptop's; undefined = nobody noted when it was asked. */
function skewToLaptop(view: View, host: string): Skew | undefined {
  factsOf(view, host);
  const sight = view.facts.hosts.get(host);
  if (!sight?.reached || !sight.asked) return undefined;
  const clock = factOf(view, host, 'clock');
  return { least: (clock - sight.asked.toMs) / 1000, most: (clock - sight.asked.fromMs) / 1000 };
}

/** The part of a difference that no delay of the answer explains. */
function certain({ least, most }: Skew): number {
  return Math.max(0, least, -most);
}

/** Debian's chrony.conf lets chrony set the clock at once in its first updates (`makestep 1 3`); a person may have removed it. */
function mayStep(view: View, host: string): boolean {
  return [...factOf(view, host, 'chronyFiles').values()].some((text) => /^\s*makestep\b/m.test(text));
}
