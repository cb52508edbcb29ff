import { expect, test } from 'vitest';
import type { Site } from '../../electron/api/site.ts';
import { known, unknown } from '../../electron/engine/facts/fact.ts';
import type { BlockDevice } from '../../electron/engine/facts/host/disks.ts';
import { poolStep } from '../../electron/engine/steps/storage/pool.ts';
import { parsePoolImport, parsePoolStatus, zpoolsFact } from '../../electron/engine/steps/storage/zpool-facts.ts';
import { simulatedSite } from './support/simulated-site.ts';
import { applyStep, checkStep, sentenceOf } from './support/step-bench.ts';
import { changed, freshNode, freshSite, NODE1, site } from './support/two-node.ts';

const BY_ID = '/dev/disk/by-id/ata-Samsung_PM893_S6PUNX0T700398';
const CREATE = {
  job: 'storage.pool-data-S6PUNX0T700398',
  command: `zpool create -o ashift=12 -O compression=lz4 -O atime=off data ${BY_ID} && { ! command -v udevadm >/dev/null || udevadm settle; }`,
};
const MEMBER = { children: [{ ...blank(), fstype: 'zfs_member', label: 'data' }] };
/** `zpool status -P` of a pool on these rows of its table, `zpool import` of one that is not imported. */
const zpools = (imported: string, dormant = '') =>
  new Map([[zpoolsFact.id, known({ imported: parsePoolStatus(imported), dormant: parsePoolImport(dormant) })]]);
const status = (state: string, ...rows: readonly string[]) =>
  `  pool: data\n state: ${state}\nconfig:\n\n\tNAME  STATE     READ WRITE CKSUM\n\tdata  ${state}     0     0     0\n${rows.map((row) => `\t${row}\n`).join('')}\nerrors: No known data errors\n`;
const made = (health: string, disk: Partial<BlockDevice> = MEMBER, device = `${BY_ID}-part1`) =>
  changed(dataDisk(disk), NODE1, { extra: zpools(status(health, `  ${device}  ${health}     0     0     0`)) });

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

test('a pool that is there brings no command', async () => {
  expect(checkStep(poolStep, NODE1, made('ONLINE'))).toEqual({ state: 'satisfied' });
  await applyStep(poolStep, { target: NODE1, looks: [made('ONLINE')], scripts: { [NODE1]: [] } });
});

test('a pool of the name on another disk is not ours, and is told by where it lies', () => {
  const verdict = checkStep(poolStep, NODE1, made('ONLINE', {}, '/dev/disk/by-id/ata-Other_OTHER-part1'));
  expect(sentenceOf(verdict)).toBe(
    'The pool data of pve-node1 exists already and lies on other disks than S6PUNX0T700398.',
  );
  const swapped = checkStep(poolStep, NODE1, made('ONLINE', { ...MEMBER, serial: 'OTHER' }, '/dev/sdb1'));
  expect(swapped.state === 'blocked' && swapped.diagnostic.evidence).toEqual(['data: disk: /dev/sdb1 (OTHER) ONLINE']);
});

test('a pool that was imported by names which nobody gives away is known by its name on the disk', () => {
  const hosts = made('ONLINE', MEMBER, '/dev/disk/by-partuuid/0d5f8a1c');
  expect(checkStep(poolStep, NODE1, hosts)).toEqual({ state: 'satisfied' });
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
  expect(sentenceOf(verdict)).toBe('The disk S6PUNX0T700398 of pve-node1 is not blank, so it is not taken for vmdata.');
  expect(verdict.state === 'blocked' && verdict.diagnostic.evidence.length).toBe(1);
});

test('a disk that was written to between the plan and now is left alone', async () => {
  const looks = [dataDisk({ fstype: 'ext4' })];
  const done = await applyStep(poolStep, { target: NODE1, looks, scripts: { [NODE1]: [] } });
  expect(done.failure).toBe('The disk S6PUNX0T700398 of pve-node1 is not blank, so it is not taken for vmdata.');
});

const OLD = dataDisk({ fstype: 'ext4', label: 'photos' });
const WIPE = {
  job: 'storage.wipe-S6PUNX0T700398',
  command: /^disk=\$\(readlink -f .*S6PUNX0T700398[\s\S]*SERIAL[\s\S]*= S6PUNX0T700398[\s\S]*wipefs -a -q/,
};
const allowed: Site = {
  ...site,
  storages: site.storages.map((storage) =>
    storage.type === 'zfspool' ? { ...storage, allowWipe: ['S6PUNX0T700398'] } : storage,
  ),
};

test('a disk that the site file allows to be wiped is wiped, looked at, and taken', async () => {
  expect(checkStep(poolStep, NODE1, OLD, { site: allowed })).toEqual({
    state: 'needed',
    changes: [
      { what: 'zpool data', before: 'TO BE WIPED: /dev/sdb: ext4, photos', after: `${BY_ID} (S6PUNX0T700398)` },
    ],
  });
  const done = await applyStep(poolStep, {
    site: allowed,
    target: NODE1,
    looks: [OLD, OLD, freshSite()],
    scripts: { [NODE1]: [WIPE, CREATE] },
  });
  expect(done.failure).toBeUndefined();
});

test('a serial that was typed for this run allows the same, for that disk alone', () => {
  expect(checkStep(poolStep, NODE1, OLD, { wipes: ['S6PUNX0T700398'] }).state).toBe('needed');
  expect(checkStep(poolStep, NODE1, OLD, { wipes: ['S6PUNX0T700412'] }).state).toBe('blocked');
});

test('a wipe that ended with 0 and left something is no blank disk', async () => {
  const done = await applyStep(poolStep, {
    site: allowed,
    target: NODE1,
    looks: [OLD],
    scripts: { [NODE1]: [WIPE] },
  });
  expect(done.failure).toBe('Something is still on the disk S6PUNX0T700398 of pve-node1 after it was wiped.');
});

test.each([
  ['a group over two disks', ['lvm:old', 'lvm:old'], '', 'volume group old, with /dev/sdc'],
  [
    'a group of a storage',
    ['lvm:old', ''],
    'lvm: ancient\n\tvgname old\n\tcontent images\n',
    'volume group old of a storage',
  ],
  ['a group of its own', ['lvm:old', ''], '', undefined],
  ['a btrfs over two disks', ['btrfs:f3a1', 'btrfs:f3a1'], '', 'btrfs, with /dev/sdc'],
  ['a btrfs of its own', ['btrfs:f3a1', 'btrfs:77aa'], '', undefined],
] as const)(
  '%s that is not active is seen by the node right before the wipe',
  async (_, [first, second], storages, use) => {
    const simulated = simulatedSite(allowed);
    try {
      const host = simulated.world.hosts.get(NODE1);
      if (!host) throw new Error('no host');
      const [system, data] = host.hardware.disks;
      if (!system || !data) throw new Error('no disks');
      Object.assign(host, {
        hardware: {
          ...host.hardware,
          disks: [system, { ...data, use: first }, { ...data, name: 'sdc', serial: 'SECOND', use: second }],
        },
      });
      if (storages !== '')
        await simulated.world.run(host, ['sh', '-c', `printf '%s' '${storages}' >>/etc/pve/storage.cfg`], {
          cwd: '/root',
          env: new Map([['PATH', '/usr/sbin:/usr/bin:/sbin:/bin']]),
          stdout: () => {},
          stderr: () => {},
        });
      expect(await simulated.act(NODE1, poolStep.apply)).toBe(
        use === undefined
          ? undefined
          : `The disk S6PUNX0T700398 of pve-node1 is in use right now (${use}), so it is not wiped.`,
      );
      expect(host.hardware.disks[1]?.use).toBe(use === undefined ? 'zfs_member' : first);
    } finally {
      simulated.close();
    }
  },
);

test.each([
  ['is mounted', { mountpoint: '/mnt/old', fstype: 'ext4' }, '/dev/sdb mounted on /mnt/old'],
  [
    'carries an active volume',
    { fstype: 'LVM2_member', children: [{ ...blank(), path: '/dev/mapper/old-data', type: 'lvm' }] },
    '/dev/mapper/old-data',
  ],
])('a disk that %s is not wiped, whatever was typed', (_, change, use) => {
  const verdict = checkStep(poolStep, NODE1, dataDisk(change), { site: allowed, wipes: ['S6PUNX0T700398'] });
  expect(sentenceOf(verdict)).toBe(
    `The disk S6PUNX0T700398 of pve-node1 is in use right now (${use}), so it is not wiped.`,
  );
});

test.each([
  ['the root file system', { children: [{ ...blank(), path: '/dev/sdb3', type: 'part', mountpoint: '/' }] }],
  [
    'the installer’s pool',
    { children: [{ ...blank(), path: '/dev/sdb3', type: 'part', fstype: 'zfs_member', label: 'rpool' }] },
  ],
  [
    'the installer’s volume group',
    {
      children: [
        {
          ...blank(),
          path: '/dev/sdb3',
          type: 'part',
          fstype: 'LVM2_member',
          children: [{ ...blank(), name: 'pve-swap', path: '/dev/mapper/pve-swap', type: 'lvm' }],
        },
      ],
    },
  ],
])('a disk with %s on it is never wiped, whatever was typed', (_, change) => {
  const verdict = checkStep(poolStep, NODE1, dataDisk(change), { site: allowed, wipes: ['S6PUNX0T700398'] });
  expect(sentenceOf(verdict)).toBe('The disk S6PUNX0T700398 carries the system of pve-node1; it is never wiped.');
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
  const dark = changed(freshSite(), NODE1, {
    extra: new Map([[zpoolsFact.id, unknown('exit code 127: zpool: not found')]]),
  });
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
