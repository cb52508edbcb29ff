import type { Diagnostic } from '../../api/diagnostic.ts';
import type { Host, Site } from '../../api/site.ts';
import type { HostFacts } from '../facts/host-facts.ts';
import type { SiteFacts } from '../facts/site-facts.ts';
import { pveNodes, votingWitness, witnessHost } from '../site/derive.ts';
import type { Step, View } from '../steps/step.ts';

/** A site that stands, and whom of it nobody could reach. */
export interface Standing {
  /** A member with quorum: what is the cluster's may be asked of it and changed from it. */
  readonly speaker: string;
  readonly facts: HostFacts;
  /** Hosts of the standing site that were not reached, with why. */
  readonly away: ReadonlyMap<string, Diagnostic>;
}

const NOBODY: ReadonlyMap<string, Diagnostic> = new Map();
const seen = new WeakMap<SiteFacts, { readonly site: Site; readonly standing: Standing | undefined }>();

/** Hosts of a standing site that were not reached, with why. None where the site does not stand yet, or has no quorum. */
export function awayHosts(view: View): ReadonlyMap<string, Diagnostic> {
  return standingOf(view)?.away ?? NOBODY;
}

/** The host that an item is asked of and changed from: its target, or whoever speaks for the cluster while that is away. */
export function speakerOf(step: Step, view: View, target: string): string {
  const standing = step.forCluster ? standingOf(view) : undefined;
  return standing?.away.has(target) ? standing.speaker : target;
}

/** Undefined where every host was reached, and where the site does not stand yet or has no quorum. */
export function standingOf(view: View): Standing | undefined {
  const before = seen.get(view.facts);
  if (before?.site === view.site) return before.standing;
  const standing = findStanding(view);
  seen.set(view.facts, { site: view.site, standing });
  return standing;
}

function findStanding({ site, facts }: View): Standing | undefined {
  if (site.cluster === undefined) return undefined;
  const silent = site.hosts.flatMap((host) => {
    const sight = facts.hosts.get(host.name);
    return sight && !sight.reached && !sight.expected && isSilence(sight.diagnostic)
      ? [[host, sight.diagnostic] as const]
      : [];
  });
  if (silent.length === 0) return undefined;
  for (const { name } of pveNodes(site)) {
    const sight = facts.hosts.get(name);
    if (!sight?.reached || !hasQuorum(sight.facts, site)) continue;
    const away = silent
      .filter(([host]) => belongs(sight.facts, site, host))
      .map(([host, why]) => [host.name, why] as const);
    return { speaker: name, facts: sight.facts, away: new Map(away) };
  }
  return undefined;
}

/** A key that is not the pinned one is a question of trust, never an absence. */
function isSilence({ code }: Diagnostic): boolean {
  return !code.startsWith('transport.host-key-');
}

function hasQuorum({ members }: HostFacts, site: Site): boolean {
  return members.known && members.value.cluster?.name === site.cluster?.name && members.value.cluster?.quorate === true;
}

/**
 * Whether the cluster says that a host was a whole part of the site already: a member with its certificate, which is the last
 * thing a join makes, or the witness whose vote is set up. A witness without a vote (odd number of nodes) changes nothing.
 */
function belongs({ corosync, nodeFiles }: HostFacts, site: Site, host: Host): boolean {
  if (host.roles.includes('pve-node')) {
    const isListed = corosync.known && corosync.value?.nodes.some(({ name }) => name === host.name) === true;
    return isListed && nodeFiles.known && nodeFiles.value.has(`/etc/pve/nodes/${host.name}/pve-ssl.pem`);
  }
  if (host.name !== witnessHost(site)?.name || !votingWitness(site)) return true;
  return corosync.known && corosync.value?.device?.host === host.address;
}
