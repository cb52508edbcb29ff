import { type Diagnostic, type DiagnosticError, diagnostic, fail } from '../../../api/diagnostic.ts';
import { hasAddress } from '../../facts/host/interfaces.ts';
import type { CorosyncConfig } from '../../facts/pve/corosync.ts';
import { changeHost } from '../../pve/change-host.ts';
import { saidBy } from '../../pve/failure.ts';
import { until } from '../../pve/patience.ts';
import { change } from '../../shell/command.ts';
import { coordinator, linkAddresses, linkPorts, pveNodes } from '../../site/derive.ts';
import { bearsAbsence } from '../availability/holds-without.ts';
import { decide, factOf } from '../sight.ts';
import type { ApplyContext, CheckVerdict, Step, View } from '../step.ts';
import { holdKeys, releaseKeys } from './hold-keys.ts';
import { leaveCluster } from './leave-cluster.ts';
import { createArguments, isHalfJoined, isQuorateMember, linkPriorities, memberElsewhere } from './membership.ts';
import { undoJoin } from './undo-join.ts';

const QUORUM_DEADLINE_MS = 60_000;
/** Where pmxcfs lays the configuration for corosync: it is there once a creation went through (pve-behaviour, pvecm create). */
const OWN_COPY = '/etc/corosync/corosync.conf';

/** The cluster exists on the first node, with the site's name and links, and has quorum. */
export const createStep: Step = {
  id: 'cluster.create',
  phase: 'cluster',
  title: () => ({ en: 'Create the cluster', es: 'Crear el clúster' }),
  targets: (site) => (site.cluster && pveNodes(site).length > 0 ? [coordinator(site).name] : []),
  needs: [
    'preflight.hardware',
    'preflight.ports',
    'base.hosts-file',
    'base.time',
    'base.ssh-keys',
    'base.cluster-links',
    'cluster.links',
  ],
  risk: 'disruptive',
  order: 'one-at-a-time',
  touches: (site) => pveNodes(site).map((host) => host.name),
  guard: bearsAbsence,
  check: (view, target) => decide([], () => checkCluster(view, target)),
  apply: async (context) => {
    const { target } = context;
    const view = await context.look(target);
    const config = factOf(view, target, 'corosync');
    const broken = config && halfJoined(view, target);
    if (broken !== undefined) {
      await undoJoin(context, broken);
      return;
    }
    if (config && !isHalfCreated(view, target, config)) {
      // made before: its configuration stays, and what only stands still is started
      if (!isRunning(view, target))
        await changeHost(context.transport(target), context, change`systemctl restart corosync`, {
          timeoutMs: 120_000,
        });
      if (!(await comesUp(context))) throw notUp(context, []);
      return;
    }
    let isRepair = config !== undefined;
    for (;;) {
      if (isRepair) {
        context.note(`${target}: an earlier creation broke off; taking its configuration off`);
        await holdKeys(context, target);
        if (!(await leaveCluster(context, target)))
          throw fail('cluster.not-alone', { params: { host: target }, subject: { host: target } });
        await releaseKeys(context, target);
      }
      const said = await create(context, isRepair);
      if (await comesUp(context)) return;
      const left = await context.look(target);
      const made = factOf(left, target, 'corosync');
      if (isRepair || made === undefined || !isHalfCreated(left, target, made)) throw notUp(context, said);
      isRepair = true; // once: what the try left half-done is taken off, and it is made again
    }
  },
};

/** Gives what pvecm said. It ends with 0 even where it failed late: only the state afterwards counts. */
async function create(context: ApplyContext, again: boolean): Promise<readonly string[]> {
  const { target, site } = context;
  const node = coordinator(site);
  const result = await context
    .transport(target)
    .job(
      again ? 'cluster.create.again' : 'cluster.create',
      change`pvecm create ${site.cluster?.name ?? ''} ${createArguments(site, node)}`,
      { signal: context.signal, timeoutMs: 120_000 },
    );
  return saidBy(result);
}

/** Waits for quorum on the first node; a join before that is refused (pve-behaviour, race after create). */
async function comesUp(context: ApplyContext): Promise<boolean> {
  const { target, site } = context;
  const seen = await until(context, { deadlineMs: QUORUM_DEADLINE_MS, everyMs: 2_000 }, async () => {
    const view = await context.look(target);
    const sight = view.facts.hosts.get(target);
    // the cluster file system restarts: for some seconds its facts are unknown
    if (!sight?.reached || !sight.facts.members.known) return undefined;
    if (isQuorateMember(site, sight.facts.members.value)) return 'up';
    const { units } = sight.facts;
    return units.known && units.value.get('corosync.service')?.active === 'failed' ? 'failed' : undefined;
  });
  return seen === 'up';
}

function notUp(context: ApplyContext, said: readonly string[]): DiagnosticError {
  const { target, site } = context;
  return fail('cluster.create-failed', {
    params: { name: site.cluster?.name ?? '', host: target, seconds: QUORUM_DEADLINE_MS / 1000 },
    evidence: said,
    subject: { host: target, step: 'cluster.create' },
  });
}

/**
 * A creation that failed late: the configuration is in /etc/pve, names this node alone, corosync never got it and does not
 * run (pve-behaviour, pvecm create). Nobody can have joined it.
 */
function isHalfCreated(view: Pick<View, 'facts' | 'site'>, target: string, config: CorosyncConfig): boolean {
  return (
    config.clusterName === view.site.cluster?.name &&
    config.nodes.every((node) => node.name === target) &&
    !isRunning(view, target) &&
    !factOf(view, target, 'nodeFiles').has(OWN_COPY)
  );
}

function isRunning(view: Pick<View, 'facts'>, target: string): boolean {
  return factOf(view, target, 'units').get('corosync.service')?.active === 'active';
}

/** The node whose broken-off join has cost the first node its quorum. */
function halfJoined(view: View, first: string): string | undefined {
  const members = factOf(view, first, 'members');
  if (isQuorateMember(view.site, members) || !isRunning(view, first)) return undefined;
  const nodes = pveNodes(view.site).filter((node) => node.name !== first);
  return nodes.find(
    (node) => members.members.some((member) => member.name === node.name) && isHalfJoined(view, first, node.name),
  )?.name;
}

function checkCluster(view: View, target: string): CheckVerdict {
  const name = view.site.cluster?.name ?? '';
  const node = coordinator(view.site);
  const subject = { host: target, step: 'cluster.create' };
  const blocked = (trouble: Diagnostic): CheckVerdict => ({ state: 'blocked', diagnostic: trouble });
  const config = factOf(view, target, 'corosync');
  const priorities = linkPriorities(view.site);
  const changes = [
    { what: 'cluster', after: name },
    ...linkAddresses(node).map(({ link, address }) => ({
      what: `link ${link}`,
      after: priorities[link] === undefined ? address : `${address}, priority ${priorities[link]}`,
    })),
  ] as const;

  if (config === undefined) {
    const other = memberElsewhere(view, target);
    if (other !== undefined)
      return blocked(diagnostic('cluster.first-is-new', { params: { host: target, other, cluster: name }, subject }));
    const list = factOf(view, target, 'interfaces');
    const missing = linkAddresses(node).find(({ address }) => !hasAddress(list, address));
    if (!missing) return { state: 'needed', changes: [changes[0], ...changes.slice(1)] };
    // Proxmox takes any address without looking and then nobody can join
    if (linkPorts(view.site, node).some(({ link }) => link === missing.link))
      return { state: 'later', waitsFor: ['base.cluster-links'], changes };
    return blocked(
      diagnostic('cluster.address-missing', {
        params: { host: target, address: missing.address, link: missing.link },
        evidence: list.map((entry) => `${entry.name} ${entry.addresses.join(' ')}`),
        subject,
      }),
    );
  }

  if (config.clusterName !== name)
    return blocked(
      diagnostic('cluster.other-cluster', {
        params: { host: target, seen: config.clusterName, wanted: name },
        subject,
      }),
    );
  if (isHalfCreated(view, target, config))
    return {
      state: 'needed',
      changes: [{ what: 'cluster', before: 'creation broke off', after: `${name}, made again` }],
    };
  const links = config.nodes.find((entry) => entry.name === target)?.links ?? {};
  const wanted = Object.fromEntries(linkAddresses(node).map(({ link, address }) => [link, address]));
  if (JSON.stringify(links) !== JSON.stringify(wanted))
    return blocked(
      diagnostic('cluster.links-differ', {
        params: { host: target },
        evidence: [`cluster: ${JSON.stringify(links)}`, `site: ${JSON.stringify(wanted)}`],
        subject,
      }),
    );
  const members = factOf(view, target, 'members');
  if (isQuorateMember(view.site, members)) return { state: 'satisfied' };
  if (!isRunning(view, target))
    return { state: 'needed', changes: [{ what: 'corosync', before: 'stopped', after: 'running' }] };
  const broken = halfJoined(view, target);
  if (broken !== undefined)
    return { state: 'needed', changes: [{ what: `join of ${broken}`, before: 'broken off', after: 'taken back' }] };
  return blocked(
    diagnostic('pve.no-quorum', {
      params: { host: target },
      evidence: members.members.map((member) => `${member.name}: ${member.online ? 'online' : 'offline'}`),
      subject,
    }),
  );
}
