import { type Diagnostic, DiagnosticError, diagnostic, fail } from '../../../api/diagnostic.ts';
import type { Change } from '../../../api/plan.ts';
import type { Site } from '../../../api/site.ts';
import type { HostFacts } from '../../facts/host-facts.ts';
import { until } from '../../pve/patience.ts';
import { change } from '../../shell/command.ts';
import { machineByName, pveNodes, replicationJobs } from '../../site/derive.ts';
import { clusterView } from '../machines/support/cluster-view.ts';
import { allNodes } from '../machines/support/guests.ts';
import { runChange } from '../machines/support/run-change.ts';
import { decide, knownOr } from '../sight.ts';
import type { CheckVerdict, Step, View } from '../step.ts';
import { quorumWithout } from './holds-without.ts';

const ID = 'availability.maintenance';
/** A machine moves with its memory, and what its disk lacks since the last copy. */
const LIMIT_MINUTES = 30;

/**
 * One node is in Proxmox's maintenance mode and empty of HA machines, or out of it. No part of the site's own work: it is asked
 * for by a person and lasts, over restarts too, until it is switched off. The node's own report comes as soon as it has picked
 * the request up, so that it is empty is looked at besides (pve-facts 5.5).
 */
export function maintenanceStep(node: string, isOn: boolean): Step {
  return {
    id: ID,
    phase: 'availability',
    title: () =>
      isOn
        ? { en: `Maintenance of ${node}`.slice(0, 33), es: `Mantenimiento de ${node}`.slice(0, 33) }
        : { en: `${node} back in service`.slice(0, 33), es: `${node} de nuevo en servicio`.slice(0, 33) },
    targets: (site) => (pveNodes(site).some((host) => host.name === node) ? [node] : []),
    needs: [],
    risk: 'disruptive',
    order: 'one-at-a-time',
    touches: allNodes,
    // asked for by itself, and of any node: that one may be off
    concerns: () => [],
    deadlineMs: 2 * LIMIT_MINUTES * 60_000,
    guard: (view) => (isOn ? refusal(view, node) : undefined),

    check: (view) => decide([], () => verdict(view, node, isOn)),

    async apply(context) {
      const host = hostFor(context, node);
      if (statusOf(context, node) !== (isOn ? 'maintenance' : 'online'))
        await runChange(
          context.transport(host),
          change`ha-manager crm-command node-maintenance ${isOn ? 'enable' : 'disable'} ${node}`,
        );
      let view: View = context;
      let left = '';
      const done = await until(context, { deadlineMs: LIMIT_MINUTES * 60_000, everyMs: 5_000 }, async () => {
        view = await context.look(...allNodes(context.site).filter((name) => view.facts.hosts.get(name)?.reached));
        const now = servicesOn(view, node).join(', ');
        if (isOn && now !== left) context.note(`${node}: ${now === '' ? 'empty' : `still has ${now}`}`);
        left = now;
        return verdict(view, node, isOn).state === 'satisfied' ? true : undefined;
      });
      if (!done)
        throw fail('availability.maintenance-open', {
          params: { node, machines: left || statusOf(view, node) || '-', minutes: LIMIT_MINUTES },
          subject: { host: node },
        });
    },
  };
}

function verdict(view: View, node: string, isOn: boolean): CheckVerdict {
  const status = statusOf(view, node);
  if (status === undefined)
    return {
      state: 'blocked',
      diagnostic: diagnostic('availability.maintenance-member', { params: { node }, subject: { host: node } }),
    };
  const changes: Change[] = [];
  const wanted = isOn ? 'maintenance' : 'online';
  if (status !== wanted) changes.push({ what: `${node}: HA`, before: status, after: wanted });
  const left = isOn ? servicesOn(view, node) : [];
  if (left.length > 0) changes.push({ what: `${node}: machines under HA`, before: left.join(', '), after: 'none' });
  const [first, ...rest] = changes;
  return first ? { state: 'needed', changes: [first, ...rest] } : { state: 'satisfied' };
}

/** Why the rest of the site could not bear it. */
function refusal(view: View, node: string): Diagnostic | undefined {
  const quorum = quorumWithout(view, node);
  if (quorum) return quorum;
  const cluster = factsOfCluster(view);
  const guests = knownOr(cluster.facts.resources, cluster.host, '/cluster/resources').guests;
  const managed = knownOr(cluster.facts.haResources, cluster.host, '/etc/pve/ha/resources.cfg');
  const others = [...(managerOf(view)?.nodes ?? [])].filter(([name]) => name !== node);
  for (const guest of guests.values()) {
    if (guest.node !== node || guest.template || guest.status !== 'running') continue;
    const params = { node, machine: guest.name };
    const subject = { host: node };
    const section = managed.find((entry) => entry.id === String(guest.id));
    if (!section || section.values.state === 'ignored')
      return diagnostic('availability.maintenance-unprotected', { params, subject });
    if (section.values.state !== 'stopped' && others.every(([, status]) => status !== 'online'))
      return diagnostic('availability.maintenance-nowhere', {
        params: { ...params, others: others.map(([name, status]) => `${name}: ${status}`).join(', ') || '-' },
        subject,
      });
    if (machineByName(view.site, guest.name) && !hasCopyElsewhere(view, guest.name, node))
      return diagnostic('availability.maintenance-copy', { params, subject });
  }
  return undefined;
}

/** A whole copy on another node that answers; a machine without replication lies on storage that others reach too. */
function hasCopyElsewhere(view: View, machine: string, node: string): boolean {
  const jobs = replicationJobs(view.site).filter((job) => job.machine === machine);
  if (jobs.length === 0) return true;
  const own = view.facts.hosts.get(node);
  const runs = own?.reached && own.facts.replicationState.known ? own.facts.replicationState.value : [];
  return runs.some(
    (run) =>
      jobs.some((job) => job.id === run.job) &&
      run.lastSyncSeconds > 0 &&
      run.failCount === 0 &&
      view.facts.hosts.get(run.target)?.reached === true,
  );
}

/** As the HA manager has the node; undefined = it has never heard of it. */
function statusOf(view: View, node: string): string | undefined {
  return managerOf(view)?.nodes.get(node);
}

function managerOf(view: View) {
  const { host, facts } = factsOfCluster(view);
  return knownOr(facts.haManagerStatus, host, '/etc/pve/ha/manager_status');
}

function servicesOn(view: View, node: string): readonly string[] {
  const services = managerOf(view)?.services ?? new Map();
  return [...services].flatMap(([sid, service]) => (service.node === node ? [String(sid)] : []));
}

/** Any member can ask; another one goes on answering when this one is switched off. */
function hostFor(view: View, node: string): string {
  return factsOfCluster(view, otherThan(view.site, node)).host;
}

function otherThan(site: Site, node: string): string | undefined {
  return allNodes(site).find((name) => name !== node);
}

function factsOfCluster(view: View, prefer?: string): { readonly host: string; readonly facts: HostFacts } {
  const cluster = clusterView(view, prefer);
  if (!cluster.known) throw new DiagnosticError(cluster.diagnostic);
  return cluster;
}
