import { type Diagnostic, diagnostic } from '../../../api/diagnostic.ts';
import { extraFact } from '../../facts/registry.ts';
import { backupJobsFact } from '../../ownership/ownership-facts.ts';
import { coordinator, pveNodes } from '../../site/derive.ts';
import { memberElsewhere } from '../cluster/membership.ts';
import { decide, factOf, factsOf } from '../sight.ts';
import type { CheckVerdict, Step, View } from '../step.ts';

/** What an earlier cluster leaves behind and `pvecm add` stumbles over, late (pve-facts 2.4). */
const REMNANTS = ['/etc/corosync/authkey', '/etc/corosync/corosync.conf'];

/**
 * A node that is to join comes with empty hands: no guests, no other cluster, nothing left of one. A node that the cluster
 * already lists is one whose joining broke off: that is for the step that joins. A first node without a cluster whose others
 * have one stops everything before the first change. Only looks.
 */
export const joinerStep: Step = {
  id: 'preflight.joiner',
  phase: 'preflight',
  title: () => ({ en: 'Free of guests and old clusters', es: 'Sin máquinas ni clúster anterior' }),
  targets: (site) => (site.cluster ? pveNodes(site).map((host) => host.name) : []),
  needs: [],
  risk: 'safe',
  order: 'parallel',
  touches: () => [],
  check: (view, target) => decide([], () => checkJoiner(view, target)),
  apply: async () => {},
};

function checkJoiner(view: View, target: string): CheckVerdict {
  const wanted = view.site.cluster?.name ?? '';
  const first = coordinator(view.site).name;
  const subject = { host: target, step: 'preflight.joiner' };
  const blocked = (trouble: Diagnostic): CheckVerdict => ({ state: 'blocked', diagnostic: trouble });

  const own = factOf(view, target, 'members').cluster;
  if (own !== undefined && own.name !== wanted)
    return blocked(diagnostic('cluster.other-cluster', { params: { host: target, seen: own.name, wanted }, subject }));
  if (own !== undefined) return { state: 'satisfied' };
  if (target === first) {
    // it keeps its guests, and a key of its own is taken for the new cluster; but there must be none yet
    const other = memberElsewhere(view, target);
    return other === undefined
      ? { state: 'satisfied' }
      : blocked(diagnostic('cluster.first-is-new', { params: { host: target, other, cluster: wanted }, subject }));
  }

  const guests = [...factOf(view, target, 'vmList').keys()];
  if (guests.length > 0)
    return blocked(
      diagnostic('cluster.joiner-has-guests', { params: { host: target, guests: guests.join(', ') }, subject }),
    );
  const isListed = factOf(view, first, 'corosync')?.nodes.some(({ name }) => name === target) === true;
  const files = factOf(view, target, 'nodeFiles');
  const left = REMNANTS.filter((path) => files.has(path));
  if (isListed || left.length === 0) {
    const lost = ownThings(view, target);
    if (lost.length === 0) return { state: 'satisfied' };
    const params = { host: target, what: lost.join(', ') };
    return { state: 'satisfied', warnings: [diagnostic('preflight.joiner-loses', { params, subject })] };
  }
  return blocked(
    diagnostic('preflight.cluster-remnants', { params: { host: target, files: left.join(', ') }, subject }),
  );
}

/** What the installer makes on every node by itself (pve-facts 1.5). */
const INSTALLED_STORAGES = ['local', 'local-lvm', 'local-zfs', 'local-btrfs'];

/**
 * What somebody made on a node that stands alone, in the vendor's words: a join discards the whole configuration (pve-facts
 * 2.4). What nobody could say is left out, and so is what the site makes again.
 */
function ownThings(view: View, host: string): readonly string[] {
  const facts = factsOf(view, host);
  const expected = [...INSTALLED_STORAGES, ...view.site.storages.map(({ id }) => id)];
  const jobs = extraFact(facts, backupJobsFact);
  return [
    ...(facts.storages.known
      ? [...facts.storages.value.keys()].filter((id) => !expected.includes(id)).map((id) => `storage ${id}`)
      : []),
    ...(facts.access.known
      ? [
          ...[...facts.access.value.users.keys()].filter((id) => id !== 'root@pam').map((id) => `user ${id}`),
          ...[...facts.access.value.tokens.keys()].map((id) => `token ${id}`),
        ]
      : []),
    ...(jobs.known ? jobs.value.map(({ type, id }) => `${type} ${id}`) : []),
  ];
}
