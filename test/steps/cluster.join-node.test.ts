import { expect, test } from 'vitest';
import { known, unknown } from '../../electron/engine/facts/fact.ts';
import { joinNodeStep, refusal } from '../../electron/engine/steps/cluster/join-node.ts';
import { applyStep, checkStep, sentenceOf, viewOf } from './support/step-bench.ts';
import {
  basedSite,
  CLUSTERED,
  changed,
  corosyncOf,
  createdSite,
  joinedSite,
  membership,
  NODE1,
  NODE2,
  trustingSite,
  wholeMember,
} from './support/two-node.ts';

const COMMAND =
  /^: [0-9a-f]{16}\ntimeout --kill-after=10 120 pvecm add 192\.168\.1\.11 --use_ssh 1 --link0 10\.10\.10\.12 --link1 10\.10\.11\.12$/;
const JOB = {
  job: 'cluster.join-node.pve-node2',
  command: COMMAND,
  stdout: "waiting for quorum...OK\nsuccessfully added node 'pve-node2' to cluster.\n",
};
const HOLD = { command: /^umask 077; mkdir -p \/var\/lib\/sitewright .*authorized_keys2; }$/ };
const RELEASE = { command: /^\[ ! -L \/root\/.ssh\/authorized_keys2 \] \|\| rm -f/ };
const HELD = '/var/lib/sitewright/joining';
const holding = changed(joinedSite(), NODE2, {
  nodeFiles: known(new Set([...wholeMember(NODE1), ...wholeMember(NODE2), ...CLUSTERED, HELD])),
});
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
    looks: [trustingSite(), away, holding],
    scripts: { [NODE1]: [], [NODE2]: [HOLD, JOB, RELEASE] },
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
    scripts: { [NODE2]: [HOLD, refused] },
  });
  expect(done.failure).toBe(
    "pve-node2 did not join the cluster: * link0: cannot use IP '10.10.10.12', not found on local node!.",
  );
  expect(done.waitedMs).toBe(0);
});

/** The first node counts the joiner, which waits for quorum with an empty database of its own. */
const hanging = changed(
  changed(trustingSite(), NODE2, {
    members: membership(NODE2, [NODE1, NODE2], false),
    nodeFiles: known(new Set([...CLUSTERED, HELD])),
  }),
  NODE1,
  {
    members: offlineSecond(false),
    corosync: corosyncOf([NODE1, NODE2]),
    quorum: known({ running: true, quorate: false, expectedVotes: 2, totalVotes: 1, needed: 2, qdevice: false }),
    pmxcfs: known({ mounted: true, writable: false }),
  },
);
const enough = changed(hanging, NODE1, {
  members: offlineSecond(true),
  pmxcfs: known({ mounted: true, writable: true }),
});
const LEAVE = { job: 'cluster.leave.pve-node2' };
const FREED = [{ command: 'pvecm expected 1' }, { command: 'pvecm delnode pve-node2' }];
const left = changed(trustingSite(), NODE2, { nodeFiles: known(new Set([...wholeMember(NODE2), HELD])) });
const leftOnly = changed(left, NODE1, hanging[NODE1] ?? {});

test('a join that hangs is ended by its limit, taken back on both sides, and said so', async () => {
  const done = await applyStep(joinNodeStep, {
    target: NODE2,
    looks: [trustingSite(), hanging, hanging, hanging, leftOnly, leftOnly, enough, left],
    scripts: {
      [NODE2]: [HOLD, { ...JOB, code: 124, stdout: 'waiting for quorum...' }, LEAVE, RELEASE],
      [NODE1]: FREED,
    },
  });
  expect(done.failure).toBe('pve-node2 waited 120 s for quorum while joining and did not get it.');
  expect(done.waitedMs).toBe(0);
});

test('a join that an earlier run left hanging is taken back first and then made again', async () => {
  expect(checkStep(joinNodeStep, NODE2, hanging)).toEqual({
    state: 'needed',
    changes: [{ what: 'join of pve-node2', before: 'broken off', after: 'made again' }],
  });
  const done = await applyStep(joinNodeStep, {
    target: NODE2,
    looks: [hanging, hanging, leftOnly, leftOnly, enough, left, left, holding],
    scripts: { [NODE2]: [LEAVE, HOLD, { ...JOB, job: 'cluster.join-node.pve-node2' }, RELEASE], [NODE1]: FREED },
  });
  expect(done.failure).toBeUndefined();
});

test('a joiner whose file system stands still after the cluster took it in is a broken-off join, not an unknown', () => {
  const { members, vmList } = { members: unknown('not mounted'), vmList: unknown('not mounted') };
  const stopped = changed(enough, NODE2, { members, vmList, nodeFiles: known(new Set([...CLUSTERED, HELD])) });
  expect(checkStep(joinNodeStep, NODE2, stopped)).toMatchObject({ state: 'needed' });
});

test('a member that was whole is never taken for a broken-off join', () => {
  const away = changed(hanging, NODE1, { nodeFiles: known(new Set([...wholeMember(NODE1), ...wholeMember(NODE2)])) });
  expect(sentenceOf(checkStep(joinNodeStep, NODE2, away))).toBe(
    'The cluster has no quorum on pve-node2, so nothing can be changed.',
  );
  const guests = changed(hanging, NODE2, { vmList: known(new Map([[105, { id: 105, type: 'qemu', node: NODE2 }]])) });
  expect(checkStep(joinNodeStep, NODE2, guests).state).toBe('blocked');
});

test('a machine that was installed again under the name of a member is told from one that never joined', () => {
  const bare = changed(left, NODE1, {
    members: offlineSecond(true),
    corosync: corosyncOf([NODE1, NODE2]),
    nodeFiles: known(new Set([...wholeMember(NODE1), ...wholeMember(NODE2), ...CLUSTERED])),
  });
  expect(sentenceOf(checkStep(joinNodeStep, NODE2, bare))).toBe(
    'pve-node2 is a newly installed machine, but the cluster «municipal» still lists the old one of this name as a member.',
  );
});

test('files of a former member of the name are cleared before the new one joins', async () => {
  const former = changed(trustingSite(), NODE1, {
    nodeFiles: known(new Set([...wholeMember(NODE1), ...wholeMember(NODE2), ...CLUSTERED])),
  });
  const done = await applyStep(joinNodeStep, {
    target: NODE2,
    looks: [former, holding],
    scripts: {
      [NODE1]: [{ command: 'rm -f /etc/pve/nodes/pve-node2/pve-ssl.pem /etc/pve/nodes/pve-node2/ssh_known_hosts' }],
      [NODE2]: [HOLD, JOB, RELEASE],
    },
  });
  expect(done.failure).toBeUndefined();
});

const DEVICE = { host: '192.168.1.20', algorithm: 'ffsplit', votes: 1 };

test('the vote of the witness is put aside before a node joins', async () => {
  const voting = changed(trustingSite(), NODE1, { corosync: corosyncOf([NODE1], DEVICE) });
  expect(checkStep(joinNodeStep, NODE2, voting)).toMatchObject({
    state: 'needed',
    changes: [{ what: 'vote of witness', before: 'counted', after: 'put aside' }, {}, {}, {}],
  });
  const done = await applyStep(joinNodeStep, {
    target: NODE2,
    looks: [voting, voting, trustingSite(), holding],
    scripts: {
      [NODE1]: [{ job: 'cluster.witness-off.1', command: 'pvecm qdevice remove', stdout: 'Removed Qdevice.\n' }],
      [NODE2]: [HOLD, JOB, RELEASE],
    },
  });
  expect(done.failure).toBeUndefined();
});

test('a witness that the site does not name blocks a join with the exact sentence', () => {
  const foreign = changed(trustingSite(), NODE1, {
    corosync: corosyncOf([NODE1], { ...DEVICE, host: '192.168.1.99' }),
  });
  expect(sentenceOf(checkStep(joinNodeStep, NODE2, foreign))).toBe(
    'The cluster has a witness at 192.168.1.99 that the site does not name; it has to go before pve-node2 joins or leaves.',
  );
});

test('keys that are still held after a join are given back', async () => {
  expect(checkStep(joinNodeStep, NODE2, holding)).toEqual({
    state: 'needed',
    changes: [{ what: 'keys held for the join', after: 'given back' }],
  });
  const done = await applyStep(joinNodeStep, { target: NODE2, looks: [holding], scripts: { [NODE2]: [RELEASE] } });
  expect(done.failure).toBeUndefined();
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

/** The first node counts two members, of which the second is offline. */
function offlineSecond(quorate: boolean) {
  return known({
    nodeName: NODE1,
    cluster: { name: 'municipal', nodes: 2, quorate, version: 2 },
    members: [
      { name: NODE1, nodeId: 1, online: true },
      { name: NODE2, nodeId: 2, online: false },
    ],
  });
}

test('where nothing was taken out, the sentence does not say that it was', async () => {
  const away = changed(withoutCertificate, NODE1, { members: offlineSecond(true) });
  const settling = await applyStep(joinNodeStep, { target: NODE2, looks: [away], scripts: { [NODE2]: [] } });
  const sentence = 'pve-node2 and pve-node1 did not agree within 60 s that pve-node2 is a member with quorum.';
  expect(settling.failure).toBe(sentence);
  // pvecm ended with 0 and did nothing: the node was never listed, so there is nothing to take back
  const silent = await applyStep(joinNodeStep, {
    target: NODE2,
    looks: [trustingSite()],
    scripts: { [NODE2]: [HOLD, { ...JOB, stdout: '' }] },
  });
  expect(silent.failure).toBe(sentence);
});
