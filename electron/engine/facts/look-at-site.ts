import { type Diagnostic, DiagnosticError, diagnostic } from '../../api/diagnostic.ts';
import type { Site } from '../../api/site.ts';
import { allHosts, type SiteHost } from '../site/derive.ts';
import type { ReadTransport } from '../transport/port.ts';
import { type AskedOfApi, gatherHostFacts } from './gather.ts';
import type { FactSet } from './registry.ts';
import type { HostSight, SiteFacts } from './site-facts.ts';

export interface LookOptions {
  readonly site: Site;
  /** Hosts to look at; default: all of the site. Others keep what `before` says of them. */
  readonly hosts?: readonly string[];
  readonly before?: SiteFacts;
  /** Registered facts of steps, stacks and checks. */
  readonly sets: readonly FactSet[];
  /** Opens (or reuses) the way to a host; throws DiagnosticError `transport.*` where there is none. */
  readonly open: (host: string) => ReadTransport | Promise<ReadTransport>;
  readonly signal?: AbortSignal;
  /** This laptop's clock, epoch milliseconds: the clocks of the hosts are compared with it. */
  readonly now?: () => number;
  /** ISO time of the look. */
  readonly takenAt: string;
}

/**
 * Looks at the hosts of a site, one round trip each: declared hosts side by side, then those guests that their cluster
 * says are running. A host that does not answer is a sight of its own, never an error of the whole look.
 */
export async function lookAtSite(options: LookOptions): Promise<SiteFacts> {
  const { site } = options;
  const wanted = new Set(options.hosts ?? allHosts(site).map((host) => host.name));
  const sights = new Map<string, HostSight>(options.before?.hosts ?? []);
  const all = allHosts(site).filter((host) => wanted.has(host.name));

  const lookAll = async (hosts: readonly SiteHost[]): Promise<void> => {
    const seen = await Promise.all(hosts.map(async (host) => [host.name, await lookAtHost(options, host)] as const));
    for (const [name, sight] of seen) sights.set(name, sight);
  };
  await lookAll(all.filter((host) => host.origin !== 'vm'));

  const guests = all.filter((host) => host.origin === 'vm');
  const asleep = guests.filter((guest) => !mayRun(sights, guest));
  for (const guest of asleep) sights.set(guest.name, { reached: false, expected: true });
  await lookAll(guests.filter((guest) => !asleep.includes(guest)));

  // in the order of the site, whatever answered first
  const ordered = allHosts(site).flatMap((host) => {
    const sight = sights.get(host.name);
    return sight ? [[host.name, sight] as const] : [];
  });
  return { takenAt: options.takenAt, hosts: new Map(ordered) };
}

async function lookAtHost(options: LookOptions, host: SiteHost): Promise<HostSight> {
  const { site, sets, signal } = options;
  const pve = host.os === 'pve';
  try {
    const transport = await options.open(host.name);
    const extra = sets.flatMap((set) => set.facts(site, host.name));
    const now = options.now ?? Date.now;
    const fromMs = now();
    const { facts, askedOfApi } = await gatherHostFacts(transport, { pve, extra, ...(signal ? { signal } : {}) });
    return { reached: true, facts, asked: { fromMs, toMs: now() }, ...notesOf(host.name, askedOfApi) };
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof DiagnosticError) return { reached: false, expected: false, diagnostic: error.diagnostics[0] };
    throw error;
  }
}

function notesOf(host: string, asked: readonly AskedOfApi[]): { readonly notes?: readonly Diagnostic[] } {
  if (asked.length === 0) return {};
  const note = diagnostic('pve.asked-api', {
    params: { host, facts: asked.map(({ fact }) => fact).join(', ') },
    evidence: asked.map(({ fact, why }) => `${fact}: ${why}`),
    subject: { host },
  });
  return { notes: [note] };
}

/** A guest is asked unless the nodes that answer agree that it does not run. No node knows = ask. */
function mayRun(sights: ReadonlyMap<string, HostSight>, guest: SiteHost): boolean {
  const answers = [...sights.values()].flatMap((sight) =>
    sight.reached && sight.facts.resources.known ? [sight.facts.resources.value.guests] : [],
  );
  if (answers.length === 0 || guest.vmId === undefined) return true;
  const id = guest.vmId;
  return answers.some((guests) => guests.get(id)?.status === 'running');
}
