import { type Diagnostic, DiagnosticError, diagnostic } from '../../api/diagnostic.ts';
import type { Machine, Site } from '../../api/site.ts';
import { expectedVotes, haResources, pveNodes, quorumVotes, replicationJobs, survivesOneNode } from '../site/derive.ts';
import { factOf } from '../steps/sight.ts';
import type { View } from '../steps/step.ts';

/** Why the site as it is described never bears the loss of a node. */
export function withoutMargin(site: Site): Diagnostic | undefined {
  if (survivesOneNode(site)) return undefined;
  const votes = expectedVotes(site);
  return diagnostic('drill.no-margin', { params: { votes, needed: quorumVotes(site) } });
}

/** Runs a guard; a fact that is unknown refuses with its own sentence. */
export function guarded(work: () => Diagnostic | undefined): Diagnostic | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics[0];
    throw error;
  }
}

/** Every node answers and counts every vote that the site has. */
export function notWhole(view: View): Diagnostic | undefined {
  const expected = expectedVotes(view.site);
  for (const { name: node } of pveNodes(view.site)) {
    const sight = view.facts.hosts.get(node);
    if (!sight?.reached) return diagnostic('drill.node-silent', { params: { node }, subject: { host: node } });
    const votes = factOf(view, node, 'quorum');
    if (!votes.running || !votes.quorate || votes.totalVotes < expected)
      return diagnostic('drill.not-quorate', {
        params: { node, votes: votes.totalVotes, expected },
        subject: { host: node },
      });
  }
  return undefined;
}

/** The node on which a machine is now. Throws where no node knows. */
export function placeOf(view: View, machine: Machine): string {
  for (const { name } of pveNodes(view.site)) {
    if (!view.facts.hosts.get(name)?.reached) continue;
    const place = factOf(view, name, 'vmList').get(machine.id);
    if (place) return place.node;
  }
  throw new DiagnosticError(
    diagnostic('drill.machine-not-started', { params: { machine: machine.name, state: 'absent' } }),
  );
}

/** The site's HA machines that are on a node now. */
export function machinesOn(view: View, node: string): readonly Machine[] {
  const kept = new Set(haResources(view.site).map((resource) => resource.vmId));
  const places = factOf(view, node, 'vmList');
  return view.site.machines.filter((machine) => kept.has(machine.id) && places.get(machine.id)?.node === node);
}

/** No other node on which the machine may run is at HA's disposal now (one in maintenance takes nothing). */
export function noOtherNode(view: View, machine: Machine, node: string): Diagnostic | undefined {
  const states = factOf(view, node, 'haManagerStatus')?.nodes;
  const others = (haResources(view.site).find(({ vmId }) => vmId === machine.id)?.nodes ?? []).filter(
    (name) => name !== node,
  );
  if (others.some((name) => states?.get(name) === 'online')) return undefined;
  const seen = others.map((name) => `${name}: ${states?.get(name) ?? '?'}`).join(', ');
  return diagnostic('drill.no-other-node', { params: { machine: machine.name, node, seen } });
}

/** HA has the machine as started. */
export function notUnderHa(view: View, machine: Machine): Diagnostic | undefined {
  const node = placeOf(view, machine);
  const service = factOf(view, node, 'haManagerStatus')?.services.get(`vm:${machine.id}`);
  if (service?.state === 'started') return undefined;
  return diagnostic('drill.machine-not-started', {
    params: { machine: machine.name, state: service?.state ?? 'absent' },
  });
}

export interface CopyState {
  readonly job: string;
  readonly target: string;
  readonly lastSyncSeconds: number;
  /** '' = in order. */
  readonly why: string;
}

/** How the copies of a machine stand, as its node says. */
export function copiesOf(view: View, machine: Machine): readonly CopyState[] {
  const node = placeOf(view, machine);
  const states = factOf(view, node, 'replicationState');
  return replicationJobs(view.site)
    .filter((job) => job.machine === machine.name)
    .map((job) => {
      const target = job.target === node ? job.source : job.target;
      const state = states.find((entry) => entry.job === job.id);
      const why =
        state === undefined || state.lastSyncSeconds === 0
          ? 'never copied'
          : state.failCount > 0
            ? state.error || `${state.failCount} failed runs`
            : '';
      return { job: job.id, target, lastSyncSeconds: state?.lastSyncSeconds ?? 0, why };
    });
}

/** A copy of the machine that was never made, or whose last run failed. */
export function copyNotInOrder(view: View, machine: Machine): Diagnostic | undefined {
  const bad = copiesOf(view, machine).find((copy) => copy.why !== '');
  return (
    bad && diagnostic('drill.no-fresh-copy', { params: { machine: machine.name, target: bad.target, why: bad.why } })
  );
}

/** Running guests of a node that nothing starts elsewhere, ours or not. */
export function loneGuests(view: View, node: string): readonly string[] {
  const kept = new Set(haResources(view.site).map((resource) => resource.vmId));
  const guests = factOf(view, node, 'resources').guests;
  const sections = factOf(view, node, 'haResources');
  return [...guests.values()]
    .filter((guest) => guest.node === node && guest.status === 'running' && !guest.template)
    .filter((guest) => !kept.has(guest.id) && !sections.some((entry) => entry.id === String(guest.id)))
    .map((guest) => guest.name || String(guest.id));
}
