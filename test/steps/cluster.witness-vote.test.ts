import { expect, test } from 'vitest';
import { known } from '../../electron/engine/facts/fact.ts';
import { witnessVoteStep } from '../../electron/engine/steps/cluster/witness-vote.ts';
import { applyStep, checkStep, sentenceOf } from './support/step-bench.ts';
import {
  changed,
  corosyncOf,
  joinedSite,
  KEYS,
  NODE1,
  NODE2,
  siteWithoutWitness,
  trustingSite,
  votes,
  WITNESS,
} from './support/two-node.ts';

const DEVICE = { host: '192.168.1.20', algorithm: 'ffsplit', votes: 1 };
const voting = changed(joinedSite(), NODE1, { corosync: corosyncOf([NODE1, NODE2], DEVICE), quorum: votes(3, true) });
const silent = changed(joinedSite(), NODE1, { corosync: corosyncOf([NODE1, NODE2], DEVICE), quorum: votes(2, false) });
const LET_IN = {
  command: `umask 077; mkdir -p "$HOME/.ssh" && printf '\\n%s\\n' '${KEYS[NODE1].rsa}' >> "$HOME/.ssh/authorized_keys"`,
};
const PIN = {
  command: `umask 077; mkdir -p /root/.ssh && printf '%s\\n' '192.168.1.20 ${KEYS[WITNESS].host}' >> /root/.ssh/known_hosts`,
};
const SETUP = { job: 'cluster.witness-vote.2', command: 'pvecm qdevice setup 192.168.1.20', stdout: 'Done\n' };

test('the first node is let in on the witness and sets up the third vote', async () => {
  expect(checkStep(witnessVoteStep, NODE1, joinedSite())).toEqual({
    state: 'needed',
    changes: [{ what: 'votes', before: '2', after: '3 (witness witness)' }],
  });
  const done = await applyStep(witnessVoteStep, {
    target: NODE1,
    looks: [joinedSite(), silent, voting],
    scripts: { [WITNESS]: [LET_IN], [NODE1]: [PIN, SETUP] },
  });
  expect(done.failure).toBeUndefined();
  expect(done.waitedMs).toBe(2_000);
});

test('three votes bring no command', () => {
  expect(checkStep(witnessVoteStep, NODE1, voting)).toEqual({ state: 'satisfied' });
});

test('leftovers of a try that broke off are overridden once', async () => {
  const nodeFiles = known(new Set(['/etc/corosync/qdevice/net/nssdb']));
  const done = await applyStep(witnessVoteStep, {
    target: NODE1,
    looks: [changed(joinedSite(), NODE1, { nodeFiles }), voting],
    scripts: {
      [WITNESS]: [LET_IN],
      [NODE1]: [
        PIN,
        { job: 'cluster.witness-vote.2.afresh', command: 'pvecm qdevice setup 192.168.1.20 --force 1', stdout: 'Done' },
      ],
    },
  });
  expect(done.failure).toBeUndefined();
});

test('a store that setup itself finds initialised is overridden too', async () => {
  const refused = {
    ...SETUP,
    code: 255,
    stderr: 'QDevice certificate store already initialised, set force to delete!',
  };
  const done = await applyStep(witnessVoteStep, {
    target: NODE1,
    looks: [joinedSite(), voting],
    scripts: { [WITNESS]: [LET_IN], [NODE1]: [PIN, refused, { job: 'cluster.witness-vote.2.afresh' }] },
  });
  expect(done.failure).toBeUndefined();
});

test('a setup that fails for another reason says so', async () => {
  const refused = { ...SETUP, code: 255, stderr: 'All nodes must be online! Node pve-node2 is offline, aborting.' };
  const done = await applyStep(witnessVoteStep, {
    target: NODE1,
    looks: [joinedSite()],
    scripts: { [WITNESS]: [LET_IN], [NODE1]: [PIN, refused] },
  });
  expect(done.failure).toBe('pve-node1 refused «pvecm qdevice setup 192.168.1.20».');
});

test('a vote that does not come fails with the exact sentence', async () => {
  const done = await applyStep(witnessVoteStep, {
    target: NODE1,
    looks: [joinedSite(), silent],
    scripts: { [WITNESS]: [LET_IN], [NODE1]: [PIN, SETUP] },
  });
  expect(done.failure).toBe('The witness witness does not give its vote: 2 of 3 votes are there.');
});

test('a witness that went silent blocks with the exact sentence', () => {
  expect(sentenceOf(checkStep(witnessVoteStep, NODE1, silent))).toBe(
    'The witness witness does not give its vote: 2 of 3 votes are there.',
  );
});

test('another witness than described blocks', () => {
  const corosync = corosyncOf([NODE1, NODE2], { ...DEVICE, host: '192.168.1.99' });
  expect(sentenceOf(checkStep(witnessVoteStep, NODE1, changed(joinedSite(), NODE1, { corosync })))).toBe(
    'The cluster has a witness at 192.168.1.99; the site names 192.168.1.20.',
  );
});

test('before all nodes are members it waits for them', () => {
  expect(checkStep(witnessVoteStep, NODE1, trustingSite())).toMatchObject({
    state: 'later',
    waitsFor: ['cluster.join-node'],
  });
});

test('a site without a witness sets up no vote', () => {
  expect(witnessVoteStep.targets(siteWithoutWitness)).toEqual([]);
});

const odd = changed(joinedSite(), NODE1, {
  corosync: corosyncOf([NODE1, NODE2, 'pve-node3'], DEVICE),
  quorum: votes(4, true),
});

test('an odd number of nodes has no vote of a witness: one that counts is taken away', async () => {
  expect(checkStep(witnessVoteStep, NODE1, odd)).toEqual({
    state: 'needed',
    changes: [{ what: 'votes', before: '4', after: '3 (witness witness not used)' }],
  });
  const three = changed(odd, NODE1, { corosync: corosyncOf([NODE1, NODE2, 'pve-node3']) });
  const done = await applyStep(witnessVoteStep, {
    target: NODE1,
    looks: [odd, three],
    scripts: {
      [NODE1]: [{ job: 'cluster.witness-off.3', command: 'pvecm qdevice remove', stdout: 'Removed Qdevice.' }],
    },
  });
  expect(done.failure).toBeUndefined();
  expect(checkStep(witnessVoteStep, NODE1, three)).toEqual({ state: 'satisfied' });
});
