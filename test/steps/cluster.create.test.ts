import { expect, test } from 'vitest';
import { known, unknown } from '../../electron/engine/facts/fact.ts';
import { createStep } from '../../electron/engine/steps/cluster/create.ts';
import { applyStep, checkStep, sentenceOf } from './support/step-bench.ts';
import { basedSite, changed, corosyncOf, createdSite, freshSite, membership, NODE1 } from './support/two-node.ts';

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

test('a creation that broke off is named as such', () => {
  const hosts = changed(createdSite(), NODE1, { members: known({ nodeName: NODE1, members: [] }) });
  expect(sentenceOf(checkStep(createStep, NODE1, hosts))).toBe(
    'pve-node1 has a cluster configuration, but corosync does not run: an earlier creation broke off.',
  );
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
