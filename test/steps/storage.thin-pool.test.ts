import { expect, test } from 'vitest';
import type { Site } from '../../electron/api/site.ts';
import { known, unknown } from '../../electron/engine/facts/fact.ts';
import type { BlockDevice } from '../../electron/engine/facts/host/disks.ts';
import { type Lvm, lvmFact } from '../../electron/engine/steps/storage/storage-facts.ts';
import { thinPoolSizes, thinPoolStep } from '../../electron/engine/steps/storage/thin-pool.ts';
import { applyStep, checkStep, sentenceOf } from './support/step-bench.ts';
import { changed, freshNode, freshSite, type Hosts, NODE1, NODE2, site } from './support/two-node.ts';

const SERIAL = 'S6PUNX0T700398';
const BY_ID = `/dev/disk/by-id/ata-Samsung_PM893_${SERIAL}`;
const GIB = 1024 ** 3;
const thin: Site['storages'][number] = {
  type: 'lvmthin',
  id: 'thin',
  vg: 'fast',
  thinpool: 'guests',
  content: ['images'],
  disks: { [NODE1]: SERIAL },
  allowWipe: [],
  nodes: [NODE1],
};
const options = { site: { ...site, storages: [thin] } };
const bare: Lvm = {
  physical: [{ path: '/dev/sda3', vg: 'pve', freeBytes: 0 }],
  logical: [{ vg: 'pve', name: 'data', kind: 'thin-pool' }],
};
const grouped: Lvm = { ...bare, physical: [...bare.physical, { path: '/dev/sdb', vg: 'fast', freeBytes: 800 * GIB }] };
const done: Lvm = { ...grouped, logical: [...bare.logical, { vg: 'fast', name: 'guests', kind: 'thin-pool' }] };

function seen(lvm: Lvm, disk: Partial<BlockDevice> = {}): Hosts {
  const disks = freshNode(NODE1).disks;
  const list = (disks.known ? disks.value : []).map((entry) => (entry.name === 'sdb' ? { ...entry, ...disk } : entry));
  return changed(freshSite(), NODE1, { disks: known(list), extra: new Map([[lvmFact.id, known(lvm)]]) });
}

const GROUP = {
  job: `storage.thin-pool-group-fast-${SERIAL}`,
  command: `vgcreate --addtag sitewright-municipal fast ${BY_ID}`,
};
const POOL = {
  job: 'storage.thin-pool-fast-guests',
  command: `lvcreate --type thin-pool --yes --size ${800 * GIB - 2 * 8 * GIB}b --poolmetadatasize ${8 * GIB}b --addtag sitewright-municipal --name guests fast`,
};

test('the volume group is made on the disk with the serial, the pool fills it but for its metadata and the spare', async () => {
  expect(checkStep(thinPoolStep, NODE1, seen(bare), options)).toEqual({
    state: 'needed',
    changes: [
      { what: 'volume group fast', before: 'blank disk', after: `${BY_ID} (${SERIAL})` },
      { what: 'thin pool fast/guests', after: 'all of it' },
    ],
  });
  const end = await applyStep(thinPoolStep, {
    ...options,
    target: NODE1,
    looks: [seen(bare), seen(bare), seen(grouped, { fstype: 'LVM2_member' })],
    scripts: { [NODE1]: [GROUP, POOL] },
  });
  expect(end.failure).toBeUndefined();
});

test('a pool that is there brings no command', async () => {
  expect(checkStep(thinPoolStep, NODE1, seen(done), options)).toEqual({ state: 'satisfied' });
  await applyStep(thinPoolStep, { ...options, target: NODE1, looks: [seen(done)], scripts: { [NODE1]: [] } });
  expect(thinPoolStep.targets(options.site)).toEqual([NODE1]);
});

test('a run that stopped after the group makes the pool alone, one that stopped before it goes on', async () => {
  const half = seen(grouped, { fstype: 'LVM2_member' });
  expect(
    (await applyStep(thinPoolStep, { ...options, target: NODE1, looks: [half], scripts: { [NODE1]: [POOL] } })).failure,
  ).toBe(undefined);
  const orphan = seen(
    { ...bare, physical: [...bare.physical, { path: '/dev/sdb', vg: '', freeBytes: 1 }] },
    { fstype: 'LVM2_member' },
  );
  expect(checkStep(thinPoolStep, NODE1, orphan, options).state).toBe('needed');
});

test('a disk that holds something is refused with the exact sentence', () => {
  expect(sentenceOf(checkStep(thinPoolStep, NODE1, seen(bare, { fstype: 'ext4' }), options))).toBe(
    `The disk ${SERIAL} of pve-node1 is not blank, so it is not taken for thin.`,
  );
});

test('a group of that name on another disk, and a volume of that name that is no pool, are told', () => {
  const elsewhere = { ...bare, physical: [{ path: '/dev/sdz', vg: 'fast', freeBytes: 1 }] };
  expect(sentenceOf(checkStep(thinPoolStep, NODE1, seen(elsewhere), options))).toBe(
    `The volume group fast of pve-node1 exists already and lies on another disk than ${SERIAL}.`,
  );
  const linear = { ...done, logical: [{ vg: 'fast', name: 'guests', kind: 'linear' }] };
  expect(sentenceOf(checkStep(thinPoolStep, NODE1, seen(linear), options))).toBe(
    'fast/guests of pve-node1 exists and is no thin pool.',
  );
});

test('a pool that others make must be there', () => {
  const own = { ...thin, disks: {}, nodes: [NODE1, NODE2] };
  const which = { site: { ...site, storages: [own] } };
  expect(sentenceOf(checkStep(thinPoolStep, NODE1, seen(bare), which))).toBe(
    'pve-node1 has no LVM thin pool fast/guests, and the site file names no disk for it.',
  );
  const pve = { site: { ...site, storages: [{ ...own, vg: 'pve', thinpool: 'data' }] } };
  expect(checkStep(thinPoolStep, NODE1, seen(bare), pve)).toEqual({ state: 'satisfied' });
});

test('LVM that says nothing is unknown, not empty', () => {
  const dark = changed(freshSite(), NODE1, { extra: new Map([[lvmFact.id, unknown('exit code 5')]]) });
  expect(checkStep(thinPoolStep, NODE1, dark, options).state).toBe('blocked');
  expect(lvmFact.parse({ code: 0, stdout: '  /dev/sda3|pve|4194304\n', stderr: '' }).known).toBe(false);
  expect(
    lvmFact.parse({
      code: 0,
      stdout: '  /dev/sda3|pve|4194304\n  /dev/sdb||960\n--\n  pve|data|thin-pool\n',
      stderr: '',
    }),
  ).toEqual(
    known({
      physical: [
        { path: '/dev/sda3', vg: 'pve', freeBytes: 4194304 },
        { path: '/dev/sdb', vg: '', freeBytes: 960 },
      ],
      logical: [{ vg: 'pve', name: 'data', kind: 'thin-pool' }],
    }),
  );
});

test.each([
  [4 * 1024 ** 2 * 100, 4 * 1024 ** 2],
  [100 * GIB, GIB],
  [800 * GIB, 8 * GIB],
  [8000 * GIB, 16 * GIB],
])('%i bytes are divided as the vendor does', (free, metadata) => {
  const sizes = thinPoolSizes(free);
  expect(sizes.metadataBytes).toBe(metadata);
  expect(sizes.dataBytes + 2 * sizes.metadataBytes).toBe(free);
});
