import { type Diagnostic, diagnostic, fail } from '../../../api/diagnostic.ts';
import { hasAddress } from '../../facts/host/interfaces.ts';
import { saidBy } from '../../pve/failure.ts';
import { until } from '../../pve/patience.ts';
import { change } from '../../shell/command.ts';
import { coordinator, linkAddresses, linkPorts, pveNodes } from '../../site/derive.ts';
import { decide, factOf } from '../sight.ts';
import type { CheckVerdict, Step, View } from '../step.ts';
import { isQuorateMember, linkArguments } from './membership.ts';

const QUORUM_DEADLINE_MS = 60_000;

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
  check: (view, target) => decide([], () => checkCluster(view, target)),
  apply: async (context) => {
    const { target, site } = context;
    const name = site.cluster?.name ?? '';
    const before = factOf(await context.look(target), target, 'corosync');
    let said: readonly string[] = [];
    if (before === undefined) {
      // ends with 0 even where it failed late: only the state afterwards counts
      const result = await context
        .transport(target)
        .job('cluster.create', change`pvecm create ${name} ${linkArguments(coordinator(site))}`, {
          signal: context.signal,
          timeoutMs: 120_000,
        });
      said = saidBy(result);
    }
    const quorate = await until(context, { deadlineMs: QUORUM_DEADLINE_MS, everyMs: 2_000 }, async () => {
      const view = await context.look(target);
      const sight = view.facts.hosts.get(target);
      // the cluster file system restarts: for some seconds its facts are unknown
      const members = sight?.reached ? sight.facts.members : undefined;
      return members?.known && isQuorateMember(site, members.value) ? true : undefined;
    });
    if (quorate) return;
    throw fail('cluster.create-failed', {
      params: { name, host: target, seconds: QUORUM_DEADLINE_MS / 1000 },
      evidence: said,
      subject: { host: target, step: 'cluster.create' },
    });
  },
};

function checkCluster(view: View, target: string): CheckVerdict {
  const name = view.site.cluster?.name ?? '';
  const node = coordinator(view.site);
  const subject = { host: target, step: 'cluster.create' };
  const blocked = (trouble: Diagnostic): CheckVerdict => ({ state: 'blocked', diagnostic: trouble });
  const config = factOf(view, target, 'corosync');

  if (config === undefined) {
    const changes = [
      { what: 'cluster', after: name },
      ...linkAddresses(node).map(({ link, address }) => ({ what: `link ${link}`, after: address })),
    ] as const;
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
  const running = factOf(view, target, 'units').get('corosync.service')?.active === 'active';
  return blocked(
    diagnostic(running ? 'pve.no-quorum' : 'cluster.half-created', {
      params: { host: target },
      evidence: members.members.map((member) => `${member.name}: ${member.online ? 'online' : 'offline'}`),
      subject,
    }),
  );
}
