import { expect, test } from 'vitest';
import type { Site } from '../../electron/api/site.ts';
import { known, unknown } from '../../electron/engine/facts/fact.ts';
import { withLinkPriorities } from '../../electron/engine/steps/cluster/corosync-text.ts';
import { linkPrioritiesStep } from '../../electron/engine/steps/cluster/link-priorities.ts';
import { applyStep, checkStep, sentenceOf, viewOf } from './support/step-bench.ts';
import {
  changed,
  corosyncOf,
  freshSite,
  joinedSite,
  membership,
  NODE1,
  NODE2,
  site as plain,
} from './support/two-node.ts';

const site: Site = {
  ...plain,
  network: { ...plain.network, links: plain.network.links.map((link) => ({ ...link, priority: 20 - 10 * link.id })) },
};
const TEXT = `nodelist {
  node {
    name: pve-node1
  }
}

totem {
  cluster_name: municipal
  config_version: 2
  interface {
    knet_link_priority: 5
    linknumber: 0
  }
  interface {
    linknumber: 1
  }
  version: 2
}
`;
const WANTED = TEXT.replace('config_version: 2', 'config_version: 3')
  .replace('knet_link_priority: 5', 'knet_link_priority: 20')
  .replace('    linknumber: 1', '    knet_link_priority: 10\n    linknumber: 1');
const ordered = (priorities: Readonly<Record<number, number>>) => {
  const config = corosyncOf([NODE1, NODE2]);
  return changed(joinedSite(), NODE1, {
    corosync: config.known ? known({ ...config.value, priorities }) : unknown('not made'),
  });
};
const MOVE = { command: /corosync\.conf\.new; cat > .* && mv "\$new" \/etc\/pve\/corosync\.conf$/, stdin: WANTED };
const READ = { command: 'cat /etc/pve/corosync.conf', stdout: TEXT };

test('the order of links is changed in one go, with the next version, and waited for', async () => {
  expect(checkStep(linkPrioritiesStep, NODE1, ordered({ 0: 5 }), { site })).toEqual({
    state: 'needed',
    changes: [
      { what: 'priority of link 0', before: '5', after: '20' },
      { what: 'priority of link 1', before: 'none', after: '10' },
    ],
  });
  const done = await applyStep(linkPrioritiesStep, {
    site,
    target: NODE1,
    looks: [ordered({ 0: 5 }), ordered({ 0: 5 }), ordered({ 0: 20, 1: 10 })],
    scripts: { [NODE1]: [READ, MOVE] },
  });
  expect(done.failure).toBeUndefined();
  expect(done.waitedMs).toBe(2_000);
});

test('links in the wanted order bring no command, whatever others have', () => {
  expect(checkStep(linkPrioritiesStep, NODE1, ordered({ 0: 20, 1: 10 }), { site })).toEqual({ state: 'satisfied' });
  expect(linkPrioritiesStep.targets(plain)).toEqual([]);
});

test('before there is a cluster it waits for its creation, which brings the order with it', () => {
  expect(checkStep(linkPrioritiesStep, NODE1, freshSite(), { site })).toMatchObject({
    state: 'later',
    waitsFor: ['cluster.create'],
  });
});

test('a cluster that loses its quorum over it fails with the exact sentence', async () => {
  const lost = changed(ordered({ 0: 20, 1: 10 }), NODE1, { members: membership(NODE1, [NODE1, NODE2], false) });
  const done = await applyStep(linkPrioritiesStep, {
    site,
    target: NODE1,
    looks: [ordered({}), lost],
    scripts: { [NODE1]: [READ, MOVE] },
  });
  expect(done.failure).toBe('The cluster has no quorum on pve-node1, so nothing can be changed.');
});

test('an unknown configuration blocks, and an absent member refuses', () => {
  const silent = changed(joinedSite(), NODE1, { corosync: unknown('/etc/pve is not mounted') });
  expect(sentenceOf(checkStep(linkPrioritiesStep, NODE1, silent, { site }))).toBe(
    'pve-node1 did not say corosync: /etc/pve is not mounted.',
  );
  const members = known({
    nodeName: NODE1,
    cluster: { name: 'municipal', nodes: 2, quorate: true, version: 2 },
    members: [
      { name: NODE1, nodeId: 1, online: true },
      { name: NODE2, nodeId: 2, online: false },
    ],
  });
  const away = changed(joinedSite(), NODE1, { members });
  expect(linkPrioritiesStep.guard?.(viewOf(away, { site }), NODE1)?.code).toBe('cluster.member-offline');
  expect(linkPrioritiesStep.guard?.(viewOf(joinedSite(), { site }), NODE1)).toBeUndefined();
});

test('every other line of corosync.conf stays as it was', () => {
  expect(withLinkPriorities(TEXT, { 0: 20, 1: 10 })).toBe(WANTED);
  expect(withLinkPriorities(TEXT, {})).toBe(TEXT.replace('config_version: 2', 'config_version: 3'));
});
