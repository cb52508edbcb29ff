import { expect, test } from 'vitest';
import { known, unknown } from '../../electron/engine/facts/fact.ts';
import { joinNodeStep, refusal } from '../../electron/engine/steps/cluster/join-node.ts';
import { applyStep, checkStep, sentenceOf, viewOf } from './support/step-bench.ts';
import {
  basedSite,
  changed,
  createdSite,
  joinedSite,
  membership,
  NODE1,
  NODE2,
  trustingSite,
} from './support/two-node.ts';

const COMMAND =
  'timeout --kill-after=10 120 pvecm add 192.168.1.11 --use_ssh 1 --link0 10.10.10.12 --link1 10.10.11.12';
const JOB = {
  job: 'cluster.join-node.pve-node2',
  command: COMMAND,
  stdout: "waiting for quorum...OK\nsuccessfully added node 'pve-node2' to cluster.\n",
};
const withoutCertificate = changed(joinedSite(), NODE2, {
  nodeFiles: known(new Set(['/etc/pve/nodes/pve-node1/pve-ssl.pem'])),
});

test('a trusted node joins, and both sides are asked afterwards', async () => {
  expect(checkStep(joinNodeStep, NODE2, trustingSite())).toMatchObject({
    state: 'needed',
    changes: [{ what: 'cluster municipal', after: 'member pve-node2' }, { what: 'link 0' }, { what: 'link 1' }],
  });
  const away = changed(trustingSite(), NODE2, { members: unknown('not mounted') });
  const done = await applyStep(joinNodeStep, {
    target: NODE2,
    looks: [trustingSite(), away, joinedSite()],
    scripts: { [NODE1]: [], [NODE2]: [JOB] },
  });
  expect(done.failure).toBeUndefined();
  expect(done.looked.at(-1)).toEqual([NODE2, NODE1]);
});

test('joining twice changes nothing', async () => {
  expect(checkStep(joinNodeStep, NODE2, joinedSite())).toEqual({ state: 'satisfied' });
  await applyStep(joinNodeStep, { target: NODE2, looks: [joinedSite()], scripts: { [NODE1]: [], [NODE2]: [] } });
});

test('before the cluster exists it waits for it', () => {
  expect(checkStep(joinNodeStep, NODE2, basedSite())).toMatchObject({ state: 'later', waitsFor: ['cluster.create'] });
});

test('a member without certificate is repaired as documented', async () => {
  expect(checkStep(joinNodeStep, NODE2, withoutCertificate)).toEqual({
    state: 'needed',
    changes: [{ what: 'certificate of pve-node2', after: 'made again' }],
  });
  const repair = [{ command: 'pvecm updatecerts --force 1' }, { command: 'systemctl restart pvedaemon pveproxy' }];
  const looks = [withoutCertificate, withoutCertificate, joinedSite()];
  expect((await applyStep(joinNodeStep, { target: NODE2, looks, scripts: { [NODE2]: repair } })).failure).toBe(
    undefined,
  );
});

test('a certificate that does not come fails with the exact sentence', async () => {
  const repair = [{ command: 'pvecm updatecerts --force 1' }, { command: 'systemctl restart pvedaemon pveproxy' }];
  const done = await applyStep(joinNodeStep, {
    target: NODE2,
    looks: [withoutCertificate],
    scripts: { [NODE2]: repair },
  });
  expect(done.failure).toBe(
    'pve-node2 is a member of the cluster, but has no certificate, and making one again did not help.',
  );
});

test('a refusal that ends with exit code 0 fails with the reason, without waiting', async () => {
  const refused = {
    ...JOB,
    stdout: "detected the following error(s):\n* link0: cannot use IP '10.10.10.12', not found on local node!\n",
    stderr: 'Check if node may join a cluster failed!\n',
  };
  const done = await applyStep(joinNodeStep, {
    target: NODE2,
    looks: [trustingSite()],
    scripts: { [NODE2]: [refused] },
  });
  expect(done.failure).toBe(
    "pve-node2 did not join the cluster: * link0: cannot use IP '10.10.10.12', not found on local node!.",
  );
  expect(done.waitedMs).toBe(0);
});

test('a join that hangs is ended by its limit and said so', async () => {
  const hung = { ...JOB, code: 124, stdout: 'waiting for quorum...' };
  const half = changed(trustingSite(), NODE2, { members: membership(NODE2, [NODE1, NODE2], false) });
  const done = await applyStep(joinNodeStep, {
    target: NODE2,
    looks: [trustingSite(), half],
    scripts: { [NODE2]: [hung] },
  });
  expect(done.failure).toBe('pve-node2 waited 120 s for quorum while joining and did not get it.');
});

test('a node with guests blocks with the exact sentence', () => {
  const vmList = known(new Map([[105, { id: 105, type: 'qemu', node: NODE2 }]]));
  expect(sentenceOf(checkStep(joinNodeStep, NODE2, changed(trustingSite(), NODE2, { vmList })))).toBe(
    'pve-node2 already holds virtual machines and so cannot join: 105.',
  );
});

test('a cluster without quorum blocks with the exact sentence', () => {
  const hosts = changed(trustingSite(), NODE1, { members: membership(NODE1, [NODE1], false) });
  expect(sentenceOf(checkStep(joinNodeStep, NODE2, hosts))).toBe(
    'The cluster has no quorum on pve-node1, so nothing can be changed.',
  );
});

test('no node joins while another member is away', () => {
  const away = createdSite();
  expect(joinNodeStep.guard?.(viewOf(away), NODE2)).toBeUndefined();
  const members = known({
    nodeName: NODE1,
    cluster: { name: 'municipal', nodes: 2, quorate: true, version: 2 },
    members: [
      { name: NODE1, nodeId: 1, online: true },
      { name: 'pve-node3', nodeId: 3, online: false },
    ],
  });
  expect(joinNodeStep.guard?.(viewOf(changed(away, NODE1, { members })), NODE2)?.code).toBe('cluster.member-offline');
});

test.each([
  ['unable to copy ssh ID: exit code 1', 'unable to copy ssh ID: exit code 1'],
  [
    "An error occurred on the cluster node: corosync: link 1 specified for new node doesn't exist in cluster config",
    "An error occurred on the cluster node: corosync: link 1 specified for new node doesn't exist in cluster config",
  ],
  ["waiting for quorum...OK\nsuccessfully added node 'x' to cluster.", undefined],
])('what pvecm says is read: %s', (stdout, reason) => {
  expect(refusal({ code: 0, stdout, stderr: '' })).toBe(reason);
});
