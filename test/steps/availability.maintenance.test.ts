import { expect, test } from 'vitest';
import { describeDiagnostic } from '../../electron/api/diagnostic.ts';
import { known, unknown } from '../../electron/engine/facts/fact.ts';
import type { HostFacts } from '../../electron/engine/facts/host-facts.ts';
import { maintenanceStep } from '../../electron/engine/steps/availability/maintenance.ts';
import { applyFrom, MACHINE, siteWith, TEMPLATE } from './machines.support.ts';
import { checkStep, sentenceOf, viewOf } from './support/step-bench.ts';
import { changed, corosyncOf, type Hosts, NODE1, NODE2, votes } from './support/two-node.ts';

const on = maintenanceStep(NODE1, true);
const off = maintenanceStep(NODE1, false);
const manager = (state: string, vmAt = NODE1) =>
  known({
    masterNode: NODE2,
    nodes: new Map([
      [NODE1, state],
      [NODE2, 'online'],
    ]),
    services: new Map([['vm:100', { node: vmAt, state: 'started' }]]),
  });
const synced = (lastSyncSeconds: number, failCount = 0) =>
  known([{ job: '100-0', guest: 100, target: NODE2, lastSyncSeconds, failCount, error: '' }]);

function hosts(state: string, vmAt = NODE1, more: Partial<HostFacts> = {}): Hosts {
  return siteWith([TEMPLATE, { ...MACHINE, node: vmAt, status: 'running' }], {
    haResources: known([{ type: 'vm', id: '100', values: {} }]),
    haManagerStatus: manager(state, vmAt),
    replicationState: synced(1_700_000_000),
    quorum: votes(3, true),
    corosync: corosyncOf([NODE1, NODE2]),
    ...more,
  });
}
const inService = hosts('online');
const refusalOf = (seen: Hosts): string | undefined => {
  const refusal = on.guard?.(viewOf(seen), NODE1);
  return refusal && describeDiagnostic(refusal, 'en').summary;
};
const ENABLE = { command: `ha-manager crm-command node-maintenance enable ${NODE1}` };

test('a node goes into maintenance by another one, and is waited for until it is empty', async () => {
  expect(checkStep(on, NODE1, inService)).toEqual({
    state: 'needed',
    changes: [
      { what: `${NODE1}: HA`, before: 'online', after: 'maintenance' },
      { what: `${NODE1}: machines under HA`, before: 'vm:100', after: 'none' },
    ],
  });
  expect(refusalOf(inService)).toBeUndefined();
  const done = await applyFrom(on, {
    target: NODE1,
    before: inService,
    afterwards: [inService, hosts('maintenance'), hosts('maintenance', NODE2)],
    scripts: { [NODE2]: [ENABLE] },
  });
  expect(done).toEqual({ waitedMs: 10_000 });
});

test('a node in maintenance that still has a machine is not done, and is not asked again', async () => {
  const half = hosts('maintenance');
  expect(checkStep(on, NODE1, half).state).toBe('needed');
  const done = await applyFrom(on, {
    target: NODE1,
    before: half,
    afterwards: [hosts('maintenance', NODE2)],
    scripts: { [NODE2]: [] },
  });
  expect(done.failure).toBeUndefined();
});

test('what is as asked brings no command, in both directions', () => {
  expect(checkStep(on, NODE1, hosts('maintenance', NODE2))).toEqual({ state: 'satisfied' });
  expect(checkStep(off, NODE1, inService)).toEqual({ state: 'satisfied' });
});

test('a node comes back into service, whether or not the rest could bear it', async () => {
  const away = hosts('maintenance', NODE2);
  expect(off.guard?.(viewOf(away), NODE1)).toBeUndefined();
  await applyFrom(off, {
    target: NODE1,
    before: away,
    afterwards: [inService],
    scripts: { [NODE2]: [{ command: `ha-manager crm-command node-maintenance disable ${NODE1}` }] },
  });
});

test('a machine that does not leave is told with the exact sentence', async () => {
  const done = await applyFrom(on, {
    target: NODE1,
    before: inService,
    afterwards: [hosts('maintenance')],
    scripts: { [NODE2]: [ENABLE] },
  });
  expect(done.failure).toBe('pve-node1 still has vm:100 after 30 min.');
});

test('a node that HA has never heard of blocks, and unread state blocks too', () => {
  const none = hosts('online', NODE1, { haManagerStatus: known(undefined) });
  expect(sentenceOf(checkStep(on, NODE1, none))).toBe(
    'pve-node1 is no member of the running cluster, so it cannot go into maintenance.',
  );
  const unread = hosts('online', NODE1, { haManagerStatus: unknown('not mounted') });
  expect(checkStep(on, NODE1, unread).state).toBe('blocked');
});

test('it is refused where quorum would go with the node', () => {
  expect(refusalOf(hosts('online', NODE1, { quorum: votes(2, false) }))).toBe(
    'Without pve-node1 the cluster would have 1 of the 2 votes it needs.',
  );
});

test('it is refused while no other node takes machines: the machine would stay and the wait would be in vain', () => {
  const other = (state: string): Hosts =>
    hosts('online', NODE1, {
      haManagerStatus: known({
        masterNode: NODE2,
        nodes: new Map([
          [NODE1, 'online'],
          [NODE2, state],
        ]),
        services: new Map([['vm:100', { node: NODE1, state: 'started' }]]),
      }),
    });
  expect(refusalOf(other('maintenance'))).toBe(
    'vm-dashboard runs on pve-node1 under HA and no other node takes it now (pve-node2: maintenance).',
  );
  expect(refusalOf(other('online'))).toBeUndefined();
});

test('it is refused for a machine whose copy is not whole', () => {
  const sentence = 'vm-dashboard runs on pve-node1 and no other node has a complete copy of its disk.';
  expect(refusalOf(hosts('online', NODE1, { replicationState: synced(0) }))).toBe(sentence);
  expect(refusalOf(hosts('online', NODE1, { replicationState: synced(1_700_000_000, 2) }))).toBe(sentence);
});

test('it is refused for a running machine that HA would leave there', () => {
  expect(refusalOf(hosts('online', NODE1, { haResources: known([]) }))).toBe(
    'vm-dashboard runs on pve-node1 and is not under HA: it would stay there and stop with the node.',
  );
});

test('a node that is off has no vote to lose', () => {
  const members = known({
    nodeName: NODE2,
    cluster: { name: 'municipal', nodes: 2, quorate: true, version: 2 },
    members: [
      { name: NODE1, nodeId: 1, online: false, ip: '192.168.1.11' },
      { name: NODE2, nodeId: 2, online: true, ip: '192.168.1.12' },
    ],
  });
  const seen = hosts('unknown', NODE2, { quorum: votes(2, true) });
  expect(refusalOf(changed(seen, NODE2, { members }))).toBeUndefined();
});
