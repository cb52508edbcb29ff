import { type Diagnostic, DiagnosticError, diagnostic, fail } from '../../../api/diagnostic.ts';
import type { Change } from '../../../api/plan.ts';
import type { Site } from '../../../api/site.ts';
import { watchdog } from '../../facts/pve/watchdog.ts';
import { extraFact } from '../../facts/registry.ts';
import { change } from '../../shell/command.ts';
import { type HaResource, haResources, ownershipTag, votingWitness } from '../../site/derive.ts';
import { clusterView, unknownFact } from '../machines/support/cluster-view.ts';
import { allNodes, lookAtGuest } from '../machines/support/guests.ts';
import { runChange } from '../machines/support/run-change.ts';
import type { CheckVerdict, Step, View } from '../step.ts';
import { quorumWithout } from './holds-without.ts';

const DEADLINE_MINUTES = 5;

/**
 * Every machine with HA is an HA resource in state started, and the HA manager reports it as started. No target where
 * the cluster does not survive one node: HA there would stop the healthy node as well (`haResources`).
 * First activation takes 10 to 25 s (pve-behaviour 6).
 */
export const availabilityHa: Step = {
  id: 'availability.ha',
  phase: 'availability',
  title: (_site, target) => ({ en: `HA of ${target}`.slice(0, 33), es: `HA de ${target}`.slice(0, 33) }),
  targets: (site) => haResources(site).map((resource) => resource.machine),
  needs: ['machines.start', 'availability.replication', 'cluster.witness-vote'],
  risk: 'safe',
  order: 'one-at-a-time',
  skippable: true,
  touches: allNodes,
  // with HA on, a cluster that loses its quorum has its nodes reset: the next failure has to be borne as well
  concerns: (view, target) => {
    const { nodes } = resourceNamed(view, target);
    const isBorne = nodes.every((node) => quorumWithout(view, node) === undefined);
    return isBorne ? nodes : [...new Set([...nodes, ...voters(view.site)])];
  },

  check(view, target): CheckVerdict {
    const resource = resourceNamed(view, target);
    const look = lookAtResource(view, resource);
    if (look.state === 'blocked') return { state: 'blocked', diagnostic: look.diagnostic };
    if (look.state === 'no-guest')
      return { state: 'later', waitsFor: ['machines.clone'], changes: [{ what: resource.sid, after: 'HA, started' }] };
    const [first, ...rest] = look.changes;
    if (first) return { state: 'needed', changes: [first, ...rest] };
    const warnings = withoutWatchdog(view, target);
    return { state: 'satisfied', ...(warnings.length > 0 ? { warnings } : {}) };
  },

  async apply(context) {
    const resource = resourceNamed(context, context.target);
    const look = lookAtResource(context, resource);
    if (look.state === 'blocked') throw new DiagnosticError(look.diagnostic);
    if (look.state === 'no-guest') throw new DiagnosticError(unknownFact(context.target, resource.sid, 'absent'));
    const transport = context.transport(look.host);
    const limits = ['--max_restart', String(resource.maxRestart), '--max_relocate', String(resource.maxRelocate)];
    if (!look.listed)
      await runChange(
        transport,
        change`ha-manager add ${resource.sid} --state started ${limits} --comment ${ownershipTag(context.site)}`,
      );
    else if (look.configChanges)
      await runChange(transport, change`ha-manager set ${resource.sid} --state started ${limits}`);

    const deadline = context.now() + DEADLINE_MINUTES * 60_000;
    let state = '';
    while (context.now() < deadline) {
      const now = lookAtResource(await context.look(...allNodes(context.site)), resource);
      if (now.state === 'seen' && now.changes.length === 0) return;
      state = now.state === 'seen' ? now.reported : now.state;
      if (state === 'error') break;
      await context.wait(3_000);
    }
    throw fail('availability.ha-not-started', {
      params: { machine: resource.machine, sid: resource.sid, state, minutes: DEADLINE_MINUTES },
    });
  },
};

function voters(site: Site): readonly string[] {
  const witness = votingWitness(site);
  return [...allNodes(site), ...(witness ? [witness.name] : [])];
}

/** Told once, with the first machine. A node that does not say is another claim's business. */
function withoutWatchdog(view: View, target: string): readonly Diagnostic[] {
  if (haResources(view.site)[0]?.machine !== target) return [];
  return allNodes(view.site).flatMap((host) => {
    const sight = view.facts.hosts.get(host);
    const seen = sight?.reached ? extraFact(sight.facts, watchdog) : undefined;
    if (!seen?.known || seen.value.hasDevice) return [];
    return [diagnostic('availability.no-watchdog', { params: { host }, subject: { host } })];
  });
}

type ResourceLook =
  | { readonly state: 'blocked'; readonly diagnostic: Diagnostic }
  | { readonly state: 'no-guest' }
  | {
      readonly state: 'seen';
      readonly host: string;
      readonly listed: boolean;
      readonly configChanges: boolean;
      readonly reported: string;
      readonly changes: readonly Change[];
    };

function lookAtResource(view: View, resource: HaResource): ResourceLook {
  const guest = lookAtGuest(view, resource.vmId, resource.machine);
  if (guest.state === 'blocked') return guest;
  if (guest.state === 'absent') return { state: 'no-guest' };
  const cluster = clusterView(view, guest.config.node);
  if (!cluster.known) return { state: 'blocked', diagnostic: cluster.diagnostic };
  const { haResources: sections, haManagerStatus: status } = cluster.facts;
  if (!sections.known)
    return { state: 'blocked', diagnostic: unknownFact(cluster.host, '/etc/pve/ha/resources.cfg', sections.why) };
  if (!status.known)
    return { state: 'blocked', diagnostic: unknownFact(cluster.host, '/etc/pve/ha/manager_status', status.why) };
  const section = sections.value.find((entry) => entry.type === 'vm' && entry.id === String(resource.vmId));
  const changes: Change[] = [];
  if (!section) changes.push({ what: resource.sid, after: 'HA resource, started' });
  else {
    // left at its default a property is absent from the file
    const state = section.values.state ?? 'started';
    if (state !== 'started' && state !== 'enabled')
      changes.push({ what: `${resource.sid}: state`, before: state, after: 'started' });
    const limits = [
      ['max_restart', resource.maxRestart],
      ['max_relocate', resource.maxRelocate],
    ] as const;
    for (const [key, wanted] of limits) {
      const seen = section.values[key] ?? '1';
      if (seen !== String(wanted))
        changes.push({ what: `${resource.sid}: ${key}`, before: seen, after: String(wanted) });
    }
  }
  const configChanges = changes.length > 0;
  const reported = status.value?.services.get(resource.sid)?.state ?? 'not known';
  if (section && reported !== 'started')
    changes.push({ what: `${resource.sid}: reported`, before: reported, after: 'started' });
  return { state: 'seen', host: cluster.host, listed: section !== undefined, configChanges, reported, changes };
}

function resourceNamed(view: View, machine: string): HaResource {
  const resource = haResources(view.site).find((entry) => entry.machine === machine);
  if (!resource) throw new RangeError(`${machine} has no HA in site ${view.site.id}`);
  return resource;
}
