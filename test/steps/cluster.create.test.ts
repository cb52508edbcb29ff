import { expect, test } from 'vitest';
import { known, unknown } from '../../electron/engine/facts/fact.ts';
import { coordinator } from '../../electron/engine/site/derive.ts';
import { createStep } from '../../electron/engine/steps/cluster/create.ts';
import { createArguments } from '../../electron/engine/steps/cluster/membership.ts';
import { joinerStep } from '../../electron/engine/steps/preflight/joiner.ts';
import { applyStep, checkStep, sentenceOf } from './support/step-bench.ts';
import {
  basedSite,
  changed,
  corosyncOf,
  createdSite,
  freshSite,
  joinedSite,
  membership,
  NODE1,
  NODE2,
  site,
  wholeMember,
} from './support/two-node.ts';

const JOB = {
  job: 'cluster.create',
  command: 'pvecm create municipal --link0 10.10.10.11 --link1 10.10.11.11',
  stdout: 'Writing corosync config to /etc/pve/corosync.conf\nRestart corosync and cluster filesystem\n',
};

test('a prepared first node gets the cluster, and the step waits until it has quorum', async () => {
  expect(checkStep(createStep, NODE1, basedSite())).toEqual({
    state: 'needed',
    changes: [
      { what: 'cluster', after: 'municipal' },
      { what: 'link 0', after: '10.10.10.11' },
      { what: 'link 1', after: '10.10.11.11' },
    ],
  });
  const restarting = changed(basedSite(), NODE1, { members: unknown('not mounted') });
  const notYet = changed(createdSite(), NODE1, { members: membership(NODE1, [NODE1], false) });
  const looks = [basedSite(), restarting, notYet, createdSite()];
  const done = await applyStep(createStep, { target: NODE1, looks, scripts: { [NODE1]: [JOB] } });
  expect(done.failure).toBeUndefined();
  expect(done.waitedMs).toBe(4_000);
});

test('a cluster that is there brings no command', async () => {
  expect(checkStep(createStep, NODE1, createdSite())).toEqual({ state: 'satisfied' });
  await applyStep(createStep, { target: NODE1, looks: [createdSite()], scripts: { [NODE1]: [] } });
});

test('before the link addresses are set it waits for them: Proxmox would take a wrong address', () => {
  expect(checkStep(createStep, NODE1, freshSite())).toMatchObject({
    state: 'later',
    waitsFor: ['base.cluster-links'],
  });
});

test('a cluster that does not come up fails with the exact sentence although pvecm ended with 0', async () => {
  const done = await applyStep(createStep, { target: NODE1, looks: [basedSite()], scripts: { [NODE1]: [JOB] } });
  expect(done.failure).toBe('The cluster «municipal» did not come up on pve-node1 within 60 s.');
});

test('a foreign cluster blocks with the exact sentence', () => {
  const config = corosyncOf([NODE1]);
  const hosts = changed(createdSite(), NODE1, {
    corosync: config.known ? known({ ...config.value, clusterName: 'old' }) : config,
  });
  expect(sentenceOf(checkStep(createStep, NODE1, hosts))).toBe(
    'pve-node1 is already a member of the cluster «old», not of «municipal».',
  );
});

const unit = (active: string) => ({ loaded: true, active, enabled: 'enabled' });
/** The configuration is in /etc/pve only, and corosync does not run. */
const brokenOff = changed(createdSite(), NODE1, {
  members: known({ nodeName: NODE1, members: [] }),
  nodeFiles: known(new Set(wholeMember(NODE1))),
  units: known(new Map([['corosync.service', unit('failed')]])),
});
const HOLD = { command: /^umask 077; mkdir -p \/var\/lib\/sitewright .*authorized_keys2; }$/ };
const LEFT = /^: [0-9a-f]{16}\ncd \/root\n[\s\S]*pmxcfs -l; then\n {2}rm -f \/etc\/pve\/corosync.conf\n/;
const LEAVE = { job: 'cluster.leave.pve-node1', command: LEFT };
const RELEASE = { command: /^\[ ! -L \/root\/.ssh\/authorized_keys2 \] \|\| rm -f/ };
const AGAIN = { ...JOB, job: 'cluster.create.again' };

test('a creation that broke off is taken off and made again', async () => {
  expect(checkStep(createStep, NODE1, brokenOff)).toEqual({
    state: 'needed',
    changes: [{ what: 'cluster', before: 'creation broke off', after: 'municipal, made again' }],
  });
  const alone = changed(basedSite(), NODE1, { nodeFiles: known(new Set(wholeMember(NODE1))) });
  const done = await applyStep(createStep, {
    target: NODE1,
    looks: [brokenOff, alone, createdSite()],
    scripts: { [NODE1]: [HOLD, LEAVE, RELEASE, AGAIN] },
  });
  expect(done.failure).toBeUndefined();
});

test('a creation that fails late twice ends with the exact sentence, and is not tried a third time', async () => {
  const alone = changed(basedSite(), NODE1, { nodeFiles: known(new Set(wholeMember(NODE1))) });
  const done = await applyStep(createStep, {
    target: NODE1,
    looks: [basedSite(), brokenOff, brokenOff, alone, brokenOff],
    scripts: { [NODE1]: [JOB, HOLD, LEAVE, RELEASE, AGAIN] },
  });
  expect(done.failure).toBe('The cluster «municipal» did not come up on pve-node1 within 60 s.');
});

test('a corosync that only stands still is started, and its configuration stays', async () => {
  const stopped = changed(createdSite(), NODE1, {
    members: membership(NODE1, [NODE1], false),
    units: known(new Map([['corosync.service', unit('inactive')]])),
  });
  expect(checkStep(createStep, NODE1, stopped)).toEqual({
    state: 'needed',
    changes: [{ what: 'corosync', before: 'stopped', after: 'running' }],
  });
  const done = await applyStep(createStep, {
    target: NODE1,
    looks: [stopped, createdSite()],
    scripts: { [NODE1]: [{ command: 'systemctl restart corosync' }] },
  });
  expect(done.failure).toBeUndefined();
});

test('a join that broke off and took the quorum away is taken back', async () => {
  const half = changed(createdSite(), NODE1, {
    members: membership(NODE1, [NODE1, NODE2], false),
    corosync: corosyncOf([NODE1, NODE2]),
    quorum: known({ running: true, quorate: false, expectedVotes: 2, totalVotes: 1, needed: 2, qdevice: false }),
    pmxcfs: known({ mounted: true, writable: false }),
  });
  const seen = changed(half, NODE1, {
    members: known({
      nodeName: NODE1,
      cluster: { name: 'municipal', nodes: 2, quorate: false, version: 2 },
      members: [
        { name: NODE1, nodeId: 1, online: true },
        { name: NODE2, nodeId: 2, online: false },
      ],
    }),
  });
  const waiting = changed(seen, NODE2, {
    members: membership(NODE2, [NODE1, NODE2], false),
    nodeFiles: known(new Set(['/etc/corosync/corosync.conf', '/var/lib/sitewright/joining'])),
  });
  expect(checkStep(createStep, NODE1, waiting)).toEqual({
    state: 'needed',
    changes: [{ what: 'join of pve-node2', before: 'broken off', after: 'taken back' }],
  });
  const alone = changed(seen, NODE2, { nodeFiles: known(new Set(wholeMember(NODE2))) });
  const enough = changed(alone, NODE1, {
    members: membership(NODE1, [NODE1, NODE2]),
    pmxcfs: known({ mounted: true, writable: true }),
  });
  const done = await applyStep(createStep, {
    target: NODE1,
    looks: [waiting, waiting, alone, alone, enough, createdSite()],
    scripts: {
      [NODE2]: [{ job: 'cluster.leave.pve-node2' }],
      [NODE1]: [{ command: 'pvecm expected 1' }, { command: 'pvecm delnode pve-node2' }],
    },
  });
  expect(done.failure).toBeUndefined();
});

test('priorities of links go into the creation, the higher being used first', () => {
  const { links } = site.network;
  const network = { ...site.network, links: links.map((link) => ({ ...link, priority: 20 - 10 * link.id })) };
  expect(createArguments({ ...site, network }, coordinator(site))).toEqual([
    '--link0',
    '10.10.10.11,priority=20',
    '--link1',
    '10.10.11.11,priority=10',
  ]);
  const none = { ...site.network, links: links.map((link) => ({ ...link, priority: 0 })) };
  expect(createArguments({ ...site, network: none }, coordinator(site))[1]).toBe('10.10.10.11');
});

test('other link addresses than described block', () => {
  const config = corosyncOf([NODE1]);
  const nodes = [{ name: NODE1, nodeId: 1, votes: 1, links: { 0: '203.0.113.9' } }];
  const hosts = changed(createdSite(), NODE1, {
    corosync: config.known ? known({ ...config.value, nodes }) : config,
  });
  expect(sentenceOf(checkStep(createStep, NODE1, hosts))).toBe(
    'The cluster uses other link addresses for pve-node1 than the site describes.',
  );
});

test('an unmounted cluster file system is unknown, never a node without a cluster', () => {
  const hosts = changed(createdSite(), NODE1, { corosync: unknown('/etc/pve is not mounted') });
  expect(sentenceOf(checkStep(createStep, NODE1, hosts))).toBe(
    'pve-node1 did not say corosync: /etc/pve is not mounted.',
  );
});

test('a first node that was installed again makes no second cluster beside that of the others', () => {
  const bare = freshSite()[NODE1];
  if (!bare) throw new Error('the example has a first node');
  const hosts = { ...joinedSite(), [NODE1]: bare };
  const sentence =
    'pve-node1 is the first node of the site and has no cluster, but pve-node2 is a member of «municipal»: a second cluster of that name is not made.';
  expect(sentenceOf(checkStep(createStep, NODE1, hosts))).toBe(sentence);
  // it is found before the first change, and where the other is left without quorum too
  expect(sentenceOf(checkStep(joinerStep, NODE1, hosts))).toBe(sentence);
  const alone = changed(hosts, NODE2, { members: membership(NODE2, [NODE1, NODE2], false) });
  expect(sentenceOf(checkStep(createStep, NODE1, alone))).toBe(sentence);
});

test('another node that does not say whether it has a cluster holds the creation back', () => {
  const hosts = changed(basedSite(), NODE2, { members: unknown('not mounted') });
  expect(sentenceOf(checkStep(createStep, NODE1, hosts))).toBe('pve-node2 did not say members: not mounted.');
});
