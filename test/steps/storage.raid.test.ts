import { expect, test } from 'vitest';
import { describeDiagnostic } from '../../electron/api/diagnostic.ts';
import type { Raid } from '../../electron/api/raid.ts';
import type { Site } from '../../electron/api/site.ts';
import { known } from '../../electron/engine/facts/fact.ts';
import type { BlockDevice } from '../../electron/engine/facts/host/disks.ts';
import type { HostFacts } from '../../electron/engine/facts/host-facts.ts';
import { poolStep } from '../../electron/engine/steps/storage/pool.ts';
import { parsePoolImport, parsePoolStatus, zpoolsFact } from '../../electron/engine/steps/storage/zpool-facts.ts';
import { applyStep, checkStep, sentenceOf } from './support/step-bench.ts';
import { changed, freshNode, freshSite, type Hosts, NODE1, site } from './support/two-node.ts';

const SERIALS = ['A1', 'B2', 'C3', 'D4', 'E5'] as const;
const link = (serial: string): string => `/dev/disk/by-id/ata-Disk_${serial}`;

function raidSite(raid: Raid, serials: readonly string[], allowWipe: readonly string[] = []): { readonly site: Site } {
  const storage: Site['storages'][number] = {
    type: 'zfspool',
    id: 'vmdata',
    pool: 'data',
    content: ['images'],
    disks: { [NODE1]: [...serials] },
    raid,
    allowWipe: [...allowWipe],
    ashift: 12,
  };
  return { site: { ...site, storages: [storage] } };
}

/** The node with a disk for each serial; what lies on them and what ZFS says of them. */
function node(
  zfs: { readonly status?: string; readonly dormant?: string } = {},
  disks: Readonly<Record<string, Partial<BlockDevice>>> = {},
  present: readonly string[] = SERIALS,
): Hosts {
  const own = freshNode(NODE1).disks;
  const [system] = own.known ? own.value : [];
  if (!system) throw new Error('the example has no disk');
  const data = present.map((serial, index): BlockDevice => {
    const name = `sd${'bcdef'[index]}`;
    const empty = { ...system, name, path: `/dev/${name}`, serial, sizeBytes: 960e9, children: [], partitionTable: '' };
    return { ...empty, fstype: '', label: '', mountpoint: '', ...disks[serial] };
  });
  const links = data.map((disk): [string, string] => [link(disk.serial).slice(16), disk.name]);
  const facts: Partial<HostFacts> = {
    disks: known([system, ...data]),
    diskLinks: known(new Map(links)),
    extra: new Map([
      [
        zpoolsFact.id,
        known({ imported: parsePoolStatus(zfs.status ?? ''), dormant: parsePoolImport(zfs.dormant ?? '') }),
      ],
    ]),
  };
  return changed(freshSite(), NODE1, facts);
}

const status = (state: string, rows: readonly string[], errors = 'No known data errors') =>
  `  pool: data\n state: ${state}\nconfig:\n\n\tNAME  STATE     READ WRITE CKSUM\n\tdata  ${state}     0     0     0\n${rows.map((row) => `\t${row}\n`).join('')}\nerrors: ${errors}\n`;
const dormant = (state: string, action: string, rows: readonly string[], why = '', id = '6304409293823647838') =>
  `   pool: data\n     id: ${id}\n  state: ${state}\n${why === '' ? '' : `status: ${why}\n`} action: ${action}\n config:\n\n\tdata  ${state}\n${rows.map((row) => `\t${row}\n`).join('')}`;
const row = (serial: string, state = 'ONLINE', depth = 2) =>
  `${'  '.repeat(depth)}${link(serial)}-part1  ${state}     0     0     0`;
const BY_NAME = 'The pool can be imported using its name or numeric identifier.';
const MIRROR = ['  mirror-0  ONLINE     0     0     0', row('A1'), row('B2')];
const SETTLED = '&& { ! command -v udevadm >/dev/null || udevadm settle; }';

test.each([
  ['mirror', ['A1', 'B2'], `mirror ${link('A1')} ${link('B2')}`],
  ['mirror', ['A1', 'B2', 'C3'], `mirror ${link('A1')} ${link('B2')} ${link('C3')}`],
  ['raid10', ['A1', 'B2', 'C3', 'D4'], `mirror ${link('A1')} ${link('B2')} mirror ${link('C3')} ${link('D4')}`],
  ['raidz', ['C3', 'A1', 'B2'], `raidz ${link('C3')} ${link('A1')} ${link('B2')}`],
  ['raidz2', ['A1', 'B2', 'C3', 'D4'], `raidz2 ${['A1', 'B2', 'C3', 'D4'].map(link).join(' ')}`],
  ['raidz3', SERIALS, `raidz3 ${SERIALS.map(link).join(' ')}`],
] as const)('%s of %j is made on lasting paths, in the order of the site file', async (raid, serials, words) => {
  const command = `zpool create -o ashift=12 -O compression=lz4 -O atime=off data ${words} ${SETTLED}`;
  const end = await applyStep(poolStep, {
    ...raidSite(raid, serials),
    target: NODE1,
    looks: [node()],
    scripts: { [NODE1]: [{ job: `storage.pool-data-${serials[0]}-${serials.length}`, command }] },
  });
  expect(end.failure).toBeUndefined();
});

test('a plan shows disk by disk what is there and what it becomes', () => {
  const old = { A1: { fstype: 'ext4', label: 'photos' } };
  expect(checkStep(poolStep, NODE1, node({}, old), raidSite('raid10', ['A1', 'B2', 'C3', 'D4'], ['A1']))).toEqual({
    state: 'needed',
    changes: [
      {
        what: 'zpool data: raid10, pair 1',
        before: 'TO BE WIPED: /dev/sdb: ext4, photos',
        after: `${link('A1')} (A1)`,
      },
      { what: 'zpool data: raid10, pair 1', before: 'blank disk', after: `${link('B2')} (B2)` },
      { what: 'zpool data: raid10, pair 2', before: 'blank disk', after: `${link('C3')} (C3)` },
      { what: 'zpool data: raid10, pair 2', before: 'blank disk', after: `${link('D4')} (D4)` },
    ],
  });
});

test('nothing is wiped before every disk of the pool may be taken', async () => {
  const old = { A1: { fstype: 'ext4' }, B2: { fstype: 'xfs' } };
  const end = await applyStep(poolStep, {
    ...raidSite('mirror', ['A1', 'B2'], ['A1']),
    target: NODE1,
    looks: [node({}, old)],
    scripts: { [NODE1]: [] },
  });
  expect(end.failure).toBe('The disk B2 of pve-node1 is not blank, so it is not taken for vmdata.');
});

test('each disk that may go is wiped, then all are looked at once more', async () => {
  const old = { A1: { fstype: 'ext4' }, B2: { fstype: 'xfs' } };
  const wipe = (serial: string) => ({ job: `storage.wipe-${serial}`, command: new RegExp(`= ${serial} \\]`) });
  const end = await applyStep(poolStep, {
    ...raidSite('mirror', ['A1', 'B2'], ['A1']),
    wipes: ['B2'],
    target: NODE1,
    looks: [
      node({}, old),
      node({}, old),
      node({}, { B2: { fstype: 'xfs' } }),
      node({}, { B2: { fstype: 'xfs' } }),
      node(),
    ],
    scripts: {
      [NODE1]: [
        wipe('A1'),
        wipe('B2'),
        { job: 'storage.pool-data-A1-2', command: /^zpool create .* data mirror \S+A1 \S+B2 / },
      ],
    },
  });
  expect(end.failure).toBeUndefined();
});

test('disks of different sizes in one group are refused as ZFS would, pairs of different sizes are not', () => {
  const sizes = { C3: { sizeBytes: 1920e9 }, D4: { sizeBytes: 1920e9 } };
  const mixed = checkStep(poolStep, NODE1, node({}, sizes), raidSite('mirror', ['A1', 'C3']));
  expect(sentenceOf(mixed)).toBe(
    'The disks of pve-node1 for the pool data differ in size (A1: 960 GB, C3: 1920 GB); ZFS refuses to put them together.',
  );
  const pairs = raidSite('raid10', ['A1', 'B2', 'C3', 'D4']);
  expect(checkStep(poolStep, NODE1, node({}, sizes), pairs).state).toBe('needed');
});

test('a pool that is there is the one of the site in any order of its disks, whatever stands beside them', () => {
  const rows = [...MIRROR, 'logs', row('E5', 'ONLINE', 1), 'spares', '  ata-Spare_S9-part1  AVAIL'];
  const hosts = node({ status: status('ONLINE', rows) });
  expect(checkStep(poolStep, NODE1, hosts, raidSite('mirror', ['B2', 'A1']))).toEqual({ state: 'satisfied' });
});

test.each([
  ['on other disks', 'mirror', ['C3', 'D4'], 'exists already and lies on other disks than C3, D4.'],
  ['with a disk of somebody else', 'mirror', ['A1', 'C3'], 'is mirror: A1, B2; the site says mirror: A1, C3.'],
  ['with one disk too few', 'mirror', ['A1', 'B2', 'C3'], 'is mirror: A1, B2; the site says mirror: A1, B2, C3.'],
  ['with one disk too many', 'single', ['A1'], 'is mirror: A1, B2; the site says single: A1.'],
  ['of another kind', 'raidz', ['A1', 'B2', 'C3'], 'is mirror: A1, B2; the site says raidz: A1, B2, C3.'],
] as const)('a pool of the name %s blocks and is left alone, whatever may be wiped', async (_, raid, serials, end) => {
  const hosts = node({ status: status('ONLINE', MIRROR) });
  const options = { ...raidSite(raid, serials, serials), wipes: [...SERIALS] };
  const sentence = `The pool data of pve-node1 ${end}`;
  expect(sentenceOf(checkStep(poolStep, NODE1, hosts, options))).toBe(sentence);
  const done = await applyStep(poolStep, { ...options, target: NODE1, looks: [hosts], scripts: { [NODE1]: [] } });
  expect(done.failure).toBe(sentence);
});

const GONE = '    1234567890123456789  UNAVAIL      0     0     0  was /dev/disk/by-id/ata-Disk_B2-part1';
const warningOf = (hosts: Hosts, raid: Raid, serials: readonly string[]) => {
  const verdict = checkStep(poolStep, NODE1, hosts, raidSite(raid, serials));
  if (verdict.state !== 'satisfied') throw new Error(JSON.stringify(verdict));
  return verdict.warnings?.map((warning) => describeDiagnostic(warning, 'en').summary);
};

test('a pool that has lost a disk is there, and says which', () => {
  const hosts = node({ status: status('DEGRADED', ['  mirror-0  DEGRADED     0     0     0', row('A1'), GONE]) }, {}, [
    'A1',
    'C3',
  ]);
  const sentence = 'The pool data of pve-node1 works without all of its disks (B2).';
  expect(warningOf(hosts, 'mirror', ['A1', 'B2'])).toEqual([sentence]);
  // the site file already says the disk that takes its place
  expect(warningOf(hosts, 'mirror', ['A1', 'C3'])).toEqual([
    'The pool data of pve-node1 works without all of its disks (ata-Disk_B2).',
  ]);
  expect(checkStep(poolStep, NODE1, hosts, raidSite('mirror', ['C3', 'D4'])).state).toBe('blocked');
});

test('a disk that is being replaced is no disk of somebody else', () => {
  const rows = [
    '  mirror-0  DEGRADED     0     0     0',
    row('A1'),
    '    replacing-1  DEGRADED     0     0     0',
    row('B2', 'OFFLINE', 3),
    row('C3', 'ONLINE', 3),
  ];
  expect(warningOf(node({ status: status('DEGRADED', rows) }), 'mirror', ['A1', 'C3'])).toEqual([
    'The pool data of pve-node1 works without all of its disks (B2).',
  ]);
});

test('damaged data is told of', () => {
  const hosts = node({ status: status('ONLINE', MIRROR, "3 data errors, use '-v' for a list") });
  expect(warningOf(hosts, 'mirror', ['A1', 'B2'])).toEqual([
    "The pool data of pve-node1 has damaged data: 3 data errors, use '-v' for a list.",
  ]);
});

const LABEL = { fstype: 'zfs_member', label: 'data' };
const SLEEPING = { A1: LABEL, B2: LABEL };
const SHORT = ['  mirror-0  ONLINE', '    ata-Disk_A1  ONLINE', '    ata-Disk_B2  ONLINE'];

test('a pool that is known and not imported is imported by its number, whatever the site file allows to be wiped', async () => {
  const hosts = node({ dormant: dormant('ONLINE', BY_NAME, SHORT) }, SLEEPING);
  const options = raidSite('mirror', ['A1', 'B2'], ['A1', 'B2']);
  expect(checkStep(poolStep, NODE1, hosts, options)).toEqual({
    state: 'needed',
    changes: [{ what: 'zpool data', before: 'not imported', after: 'imported, ONLINE: mirror (A1, B2)' }],
  });
  const command = `zpool import -d /dev/disk/by-id 6304409293823647838 ${SETTLED}`;
  const end = await applyStep(poolStep, {
    ...options,
    target: NODE1,
    looks: [hosts],
    scripts: { [NODE1]: [{ job: 'storage.pool-import-data-6304409293823647838', command }] },
  });
  expect(end.failure).toBeUndefined();
});

test('only its serials, typed for this run, say that a pool which could be imported may go', () => {
  const hosts = node({ dormant: dormant('ONLINE', BY_NAME, SHORT) }, SLEEPING);
  const plan = (...wipes: readonly string[]) =>
    checkStep(poolStep, NODE1, hosts, { ...raidSite('mirror', ['A1', 'B2']), wipes });
  expect(plan('A1')).toMatchObject({ changes: [{ before: 'not imported' }] });
  expect(plan('A1', 'B2')).toMatchObject({
    changes: [
      { before: 'TO BE WIPED: /dev/sdb: zfs_member, data' },
      { before: 'TO BE WIPED: /dev/sdc: zfs_member, data' },
    ],
  });
});

test('a pool of the name that is not imported and lies elsewhere blocks too', () => {
  const hosts = node({ dormant: dormant('ONLINE', BY_NAME, SHORT) }, SLEEPING);
  const verdict = checkStep(poolStep, NODE1, hosts, raidSite('single', ['C3'], ['C3']));
  expect(sentenceOf(verdict)).toBe('The pool data of pve-node1 exists already and lies on other disks than C3.');
  expect(verdict.state === 'blocked' && verdict.diagnostic.evidence[0]).toBe(
    'not imported: data: mirror: ata-Disk_A1 (A1) ONLINE',
  );
});

test('of two pools of one name that are not imported the one on the disks of the site is taken', () => {
  const other = dormant('ONLINE', BY_NAME, ['  ata-Disk_C3  ONLINE'], '', '42');
  const hosts = node({ dormant: `${other}\n${dormant('ONLINE', BY_NAME, SHORT)}` }, { ...SLEEPING, C3: LABEL });
  expect(checkStep(poolStep, NODE1, hosts, raidSite('mirror', ['A1', 'B2']))).toMatchObject({
    state: 'needed',
    changes: [{ before: 'not imported' }],
  });
});

test('one that another system used last is neither forced nor wiped, even where the site file allows the wipe', () => {
  const why = 'The pool was last accessed by another system.';
  const action = "The pool can be imported using its name or numeric identifier and\n\tthe '-f' flag.";
  const hosts = node({ dormant: dormant('ONLINE', action, SHORT, why) }, SLEEPING);
  const options = raidSite('mirror', ['A1', 'B2'], ['A1', 'B2']);
  expect(sentenceOf(checkStep(poolStep, NODE1, hosts, options))).toBe(
    'The pool data lies on the disks of pve-node1 (A1, B2) and was last used by another system, so it is not imported.',
  );
  expect(checkStep(poolStep, NODE1, hosts, { ...options, wipes: ['A1', 'B2'] }).state).toBe('needed');
});

test('one that cannot be imported says so; only its serials, typed for this run, say that what is left of it may go', () => {
  const rows = [
    '  raidz1-0  UNAVAIL  insufficient replicas',
    '    ata-Disk_A1  ONLINE',
    '    111  UNAVAIL',
    '    222  UNAVAIL',
  ];
  const action = 'The pool cannot be imported. Attach the missing\n\tdevices and try again.';
  const hosts = node({ dormant: dormant('UNAVAIL', action, rows) }, { A1: LABEL });
  const options = raidSite('raidz', ['A1', 'B2', 'C3'], ['A1']);
  expect(sentenceOf(checkStep(poolStep, NODE1, hosts, options))).toBe(
    'The pool data lies on the disks of pve-node1 (A1, B2, C3), is UNAVAIL and cannot be imported.',
  );
  expect(checkStep(poolStep, NODE1, hosts, { ...options, wipes: ['A1'] }).state).toBe('needed');
});

test.each([
  [
    'that a newer ZFS has written',
    'The pool cannot be imported in read-write mode. Import the pool with\n\t"-o readonly=on", access the pool on a system that supports the\n\trequired feature(s), or recreate the pool from backup.',
    SHORT,
    'The pool data lies on the disks of pve-node1 (A1, B2), is UNAVAIL and cannot be imported.',
  ],
  [
    'that has lost its log',
    'The pool cannot be imported. Attach the missing\n\tdevices and try again.',
    [...SHORT, 'logs', '  ata-Log_L1  UNAVAIL'],
    'The pool data lies on the disks of pve-node1 (A1, B2), is UNAVAIL and cannot be imported.',
  ],
  [
    'of another kind',
    BY_NAME,
    ['  ata-Disk_A1  ONLINE', '  ata-Disk_B2  ONLINE'],
    'The pool data of pve-node1 is disk + disk: A1, B2; the site says mirror: A1, B2.',
  ],
] as const)(
  'a whole pool %s is not wiped because of a line that stays in the site file',
  (_, action, rows, sentence) => {
    const hosts = node({ dormant: dormant('UNAVAIL', action, rows) }, SLEEPING);
    const options = raidSite('mirror', ['A1', 'B2'], ['A1', 'B2']);
    expect(sentenceOf(checkStep(poolStep, NODE1, hosts, options))).toBe(sentence);
  },
);
