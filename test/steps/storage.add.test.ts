import { expect, test } from 'vitest';
import { describeDiagnostic } from '../../electron/api/diagnostic.ts';
import { known, unknown } from '../../electron/engine/facts/fact.ts';
import type { PveStorage } from '../../electron/engine/facts/pve/storages.ts';
import { addStep } from '../../electron/engine/steps/storage/add.ts';
import { applyStep, checkStep, sentenceOf } from './support/step-bench.ts';
import { changed, type Hosts, joinedSite, NODE1, NODE2 } from './support/two-node.ts';

const pool = known(new Map([['data', { name: 'data', sizeBytes: 9e11, health: 'ONLINE' }]]));
const ready = changed(joinedSite(), NODE1, { pools: pool });
const VMDATA: PveStorage = {
  id: 'vmdata',
  type: 'zfspool',
  content: ['images', 'rootdir'],
  nodes: ['pve-node1', 'pve-node2'],
  enabled: true,
  pool: 'data',
  fields: {},
};
const withStorage = (change: Partial<PveStorage>): Hosts =>
  changed(ready, NODE1, { storages: known(new Map([['vmdata', { ...VMDATA, ...change }]])) });
/** What `pvesm status` says of the storage. */
const asked = (state: string) => ({
  command: 'pvesm status --enabled 1',
  kind: 'read' as const,
  stdout: `Name Type Status Total Used Available %\nlocal dir active 1 1 0 0.00%\nvmdata zfspool ${state} 1 1 0 0.00%\n`,
});
const ON = asked('active');
const ADD =
  'mkdir -p /etc/pve/sitewright/sitewright-municipal/storage.zfspool.vmdata && pvesm add zfspool vmdata --pool data --sparse 1 --content images,rootdir --nodes pve-node1,pve-node2';

test('a storage is added once, for its nodes', async () => {
  expect(checkStep(addStep, NODE1, ready)).toEqual({
    state: 'needed',
    changes: [{ what: 'storage vmdata', after: 'zfspool data (pve-node1, pve-node2)' }],
  });
  await applyStep(addStep, {
    target: NODE1,
    looks: [ready],
    scripts: { [NODE1]: [{ command: ADD }, ON], [NODE2]: [ON] },
  });
});

test('a storage that is there brings no command, whatever order its lists have, and without a restriction too', async () => {
  for (const change of [{}, { content: ['rootdir', 'images'], nodes: ['pve-node2', 'pve-node1'] }, { nodes: [] }]) {
    expect(checkStep(addStep, NODE1, withStorage(change))).toEqual({ state: 'satisfied' });
    await applyStep(addStep, { target: NODE1, looks: [withStorage(change)], scripts: { [NODE1]: [] } });
  }
});

const UNMARK =
  '{ rmdir /etc/pve/sitewright/sitewright-municipal/storage.zfspool.vmdata || [ ! -d /etc/pve/sitewright/sitewright-municipal/storage.zfspool.vmdata ]; }';

test('somebody who added it meanwhile is no error, and theirs does not carry our mark', async () => {
  const race = { command: ADD, code: 255, stderr: "create storage failed: storage ID 'vmdata' already defined" };
  expect(
    (
      await applyStep(addStep, {
        target: NODE1,
        looks: [ready],
        scripts: { [NODE1]: [race, { command: UNMARK }, ON], [NODE2]: [ON] },
      })
    ).failure,
  ).toBe(undefined);
});

test('a storage on one node only is extended', async () => {
  const hosts = withStorage({ nodes: ['pve-node1'] });
  expect(checkStep(addStep, NODE1, hosts)).toEqual({
    state: 'needed',
    changes: [{ what: 'nodes of vmdata', before: 'pve-node1', after: 'pve-node1,pve-node2' }],
  });
  const command = 'pvesm set vmdata --content images,rootdir --nodes pve-node1,pve-node2';
  await applyStep(addStep, { target: NODE1, looks: [hosts], scripts: { [NODE1]: [{ command }, ON], [NODE2]: [ON] } });
});

test('a storage that is switched off is switched on', async () => {
  const hosts = withStorage({ enabled: false });
  expect(checkStep(addStep, NODE1, hosts)).toEqual({
    state: 'needed',
    changes: [{ what: 'storage vmdata', before: 'disabled', after: 'enabled' }],
  });
  const command = 'pvesm set vmdata --content images,rootdir --nodes pve-node1,pve-node2 --disable 0';
  await applyStep(addStep, { target: NODE1, looks: [hosts], scripts: { [NODE1]: [{ command }, ON], [NODE2]: [ON] } });
});

test('another thing of the same name blocks with the exact sentence', () => {
  const hosts = withStorage({ pool: 'rpool/data' });
  expect(sentenceOf(checkStep(addStep, NODE1, hosts))).toBe(
    'The storage vmdata exists already as zfspool rpool/data; the site says zfspool data.',
  );
});

test('before the pool is made it waits for it', () => {
  expect(checkStep(addStep, NODE1, changed(ready, NODE1, { pools: known(new Map()) }))).toMatchObject({
    state: 'later',
    waitsFor: ['storage.pool'],
  });
});

test('a busy lock is tried again, and no quorum is said as such', async () => {
  const busy = { command: ADD, code: 17, stderr: "cfs-lock 'file-storage_cfg' error: got lock request timeout" };
  const done = await applyStep(addStep, {
    target: NODE1,
    looks: [ready],
    scripts: { [NODE1]: [busy, busy, { command: ADD }, ON], [NODE2]: [ON] },
  });
  expect(done.failure).toBeUndefined();
  expect(done.waitedMs).toBe(10_000);
  const mute = {
    command: ADD,
    code: 13,
    stderr: "create storage failed: cfs-lock 'file-storage_cfg' error: no quorum!",
  };
  expect((await applyStep(addStep, { target: NODE1, looks: [ready], scripts: { [NODE1]: [mute] } })).failure).toBe(
    'The cluster has no quorum on pve-node1, so nothing can be changed.',
  );
});

test('an unreadable storage.cfg is unknown, not empty', () => {
  const hosts = changed(ready, NODE1, { storages: unknown('/etc/pve is not mounted') });
  expect(checkStep(addStep, NODE1, hosts).state).toBe('blocked');
});

test('a storage that a node of it does not find active fails with host and storage', async () => {
  const scripts = { [NODE1]: [{ command: ADD }, ON], [NODE2]: [asked('inactive')] };
  expect((await applyStep(addStep, { target: NODE1, looks: [ready], scripts })).failure).toBe(
    'The storage vmdata is defined, and pve-node2 does not find it active.',
  );
  const mute = { ...ON, stdout: '', code: 255 };
  expect(
    (
      await applyStep(addStep, {
        target: NODE1,
        looks: [ready],
        scripts: { [NODE1]: [{ command: ADD }, ON], [NODE2]: [mute] },
      })
    ).failure,
  ).toBe('pve-node2 refused «pvesm status --enabled 1».');
});

test.each([
  ['nothing of it for minutes while it tells of others', 1000, { local: 1200 }, 1],
  ['what was true minutes ago', 1000, { local: 1200, vmdata: 1100 }, 1],
  ['it is active', 1000, { local: 1200, vmdata: 1190 }, 0],
  ['nothing at all', 1000, {}, 0],
  ['nothing since the storage was made', 1190, { local: 1200 }, 0],
])('a node that tells %s is warned of where that says something', (_, changedAt, told, count) => {
  const activity = { changedAt, activeAt: new Map(Object.entries(told)) };
  const hosts = changed(withStorage({}), NODE2, { extra: new Map([['storage.activity', known(activity)]]) });
  const verdict = checkStep(addStep, NODE1, hosts);
  const warnings = verdict.state === 'satisfied' ? (verdict.warnings ?? []) : undefined;
  expect(warnings?.map((entry) => describeDiagnostic(entry, 'en').summary)).toEqual(
    count === 0 ? [] : ['The storage vmdata is defined, and pve-node2 does not find it active.'],
  );
});
