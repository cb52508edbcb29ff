import { expect, test } from 'vitest';
import { known, unknown } from '../../electron/engine/facts/fact.ts';
import type { BlockDevice } from '../../electron/engine/facts/host/disks.ts';
import { poolStep } from '../../electron/engine/steps/storage/pool.ts';
import { applyStep, checkStep, sentenceOf } from './support/step-bench.ts';
import { changed, freshNode, freshSite, NODE1 } from './support/two-node.ts';

const BY_ID = '/dev/disk/by-id/ata-Samsung_PM893_S6PUNX0T700398';
const CREATE = { command: `zpool create -o ashift=12 -O compression=lz4 -O atime=off data ${BY_ID}` };
const made = (health: string) =>
  changed(freshSite(), NODE1, { pools: known(new Map([['data', { name: 'data', sizeBytes: 9e11, health }]])) });

function dataDisk(change: Partial<BlockDevice>) {
  const disks = freshNode(NODE1).disks;
  const list = disks.known ? disks.value : [];
  return changed(freshSite(), NODE1, {
    disks: known(list.map((disk) => (disk.name === 'sdb' ? { ...disk, ...change } : disk))),
  });
}

test('the pool is made on the lasting path of the blank disk with the serial', async () => {
  expect(checkStep(poolStep, NODE1, freshSite())).toEqual({
    state: 'needed',
    changes: [{ what: 'zpool data', before: 'blank disk', after: `${BY_ID} (S6PUNX0T700398)` }],
  });
  await applyStep(poolStep, { target: NODE1, looks: [freshSite()], scripts: { [NODE1]: [CREATE] } });
});

test('a pool that is there brings no command, a degraded one neither', async () => {
  for (const health of ['ONLINE', 'DEGRADED'])
    expect(checkStep(poolStep, NODE1, made(health))).toEqual({ state: 'satisfied' });
  await applyStep(poolStep, { target: NODE1, looks: [made('ONLINE')], scripts: { [NODE1]: [] } });
});

test.each([
  ['a partition', { children: [{ ...blank(), path: '/dev/sdb1', type: 'part' }] }],
  ['a file system', { fstype: 'ext4' }],
  ['an exported pool of the same name', { fstype: 'zfs_member', label: 'data' }],
  ['an LVM member', { fstype: 'LVM2_member' }],
  ['an empty partition table', { partitionTable: 'gpt' }],
  ['a mount', { mountpoint: '/mnt/old' }],
])('a disk with %s on it is never taken', (_, change) => {
  const verdict = checkStep(poolStep, NODE1, dataDisk(change));
  expect(sentenceOf(verdict)).toBe('The disk S6PUNX0T700398 of pve-node1 is not blank, so no pool is made on it.');
  expect(verdict.state === 'blocked' && verdict.diagnostic.evidence.length).toBe(1);
});

test('a disk that was written to between the plan and now is left alone', async () => {
  const looks = [dataDisk({ fstype: 'ext4' })];
  const done = await applyStep(poolStep, { target: NODE1, looks, scripts: { [NODE1]: [] } });
  expect(done.failure).toBe('The disk S6PUNX0T700398 of pve-node1 is not blank, so no pool is made on it.');
});

test('a missing disk blocks with the exact sentence and shows what is there', () => {
  const verdict = checkStep(poolStep, NODE1, dataDisk({ serial: 'OTHER' }));
  expect(sentenceOf(verdict)).toBe('pve-node1 has no disk with the serial S6PUNX0T700398.');
  expect(verdict.state === 'blocked' && verdict.diagnostic.evidence).toContain('/dev/sdb OTHER Test 960 GB');
});

test('two disks with one serial are no disk to choose', () => {
  const disks = freshNode(NODE1).disks;
  const list = disks.known ? disks.value : [];
  const twice = changed(freshSite(), NODE1, { disks: known([...list, ...list.slice(1)]) });
  expect(sentenceOf(checkStep(poolStep, NODE1, twice))).toContain('has no disk with the serial');
});

test('a broken pool blocks, and pools that cannot be read block', () => {
  expect(sentenceOf(checkStep(poolStep, NODE1, made('UNAVAIL')))).toBe('The pool data of pve-node1 is UNAVAIL.');
  const dark = changed(freshSite(), NODE1, { pools: unknown('exit code 127: zpool: not found') });
  expect(checkStep(poolStep, NODE1, dark).state).toBe('blocked');
});

test('zpool that refuses fails with the exact sentence', async () => {
  const done = await applyStep(poolStep, {
    target: NODE1,
    looks: [freshSite()],
    scripts: { [NODE1]: [{ ...CREATE, code: 1, stderr: 'cannot create' }] },
  });
  expect(done.failure).toBe(`pve-node1 refused «${CREATE.command}».`);
});

function blank(): BlockDevice {
  return {
    name: 'sdb1',
    path: '/dev/sdb1',
    type: 'part',
    sizeBytes: 1,
    serial: '',
    model: '',
    rotational: false,
    removable: false,
    fstype: '',
    label: '',
    partitionTable: '',
    mountpoint: '',
    children: [],
  };
}
