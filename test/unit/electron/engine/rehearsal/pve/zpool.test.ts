import { afterEach, expect, it } from 'vitest';
import { type LabWorld, labHost, openLab } from './support/lab-world.ts';

let lab: LabWorld | undefined;
afterEach(() => lab?.world.close());

const disk = (letter: string, sizeBytes = 960e9, use?: string) => ({
  name: `sd${letter}`,
  serial: `S-${letter}`,
  model: 'Disk',
  sizeBytes,
  rotational: false,
  ...(use === undefined ? {} : { use }),
});
const id = (letter: string): string => `/dev/disk/by-id/ata-Disk_S-${letter}`;

function node(...disks: readonly ReturnType<typeof disk>[]) {
  lab = openLab([labHost('pve1', 'pve', '9.1', '192.0.2.11', [...disks])]);
  const site = lab;
  return async (command: string) => {
    const { code, stdout, stderr } = await site.run('pve1', command);
    return { code, text: stdout + stderr };
  };
}

const OVERRIDE = "invalid vdev specification\nuse '-f' to override the following errors:\n";

it.each([
  [`data mirror ${id('b')}`, 'invalid vdev specification: mirror requires at least 2 devices\n'],
  [`data raidz2 ${id('b')} ${id('c')}`, 'invalid vdev specification: raidz2 requires at least 3 devices\n'],
  [`data mirror ${id('b')} ${id('e')}`, `${OVERRIDE}mirror contains devices of different sizes\n`],
  [`data raidz ${id('b')} ${id('c')} ${id('e')}`, `${OVERRIDE}raidz contains devices of different sizes\n`],
  [`data mirror ${id('b')} ${id('c')} ${id('d')}`, `${OVERRIDE}${id('d')} contains a filesystem of type 'ext4'\n`],
  [
    `data ${id('b')} mirror ${id('c')} ${id('f')}`,
    `${OVERRIDE}mismatched replication level: both disk and mirror vdevs are present\n`,
  ],
  [
    `data mirror ${id('b')} ${id('c')} mirror ${id('f')} ${id('g')} ${id('h')}`,
    `${OVERRIDE}mismatched replication level: both 2-way and 3-way mirror vdevs are present\n`,
  ],
  [`data mirror ${id('b')} ${id('x')}`, `cannot resolve path '${id('x')}'\n`],
  ['data sdx', "cannot open 'sdx': no such device in /dev\nmust be a full path or shorthand device name\n"],
  [`mirror ${id('b')} ${id('c')}`, "cannot create 'mirror': name is reserved\npool name may have been omitted\n"],
  ['data', 'missing vdev specification\n'],
])('zpool create refuses %s', async (words, text) => {
  const run = node(
    ...['b', 'c', 'f', 'g', 'h'].map((letter) => disk(letter)),
    disk('d', 960e9, 'ext4'),
    disk('e', 480e9),
  );
  const end = await run(`zpool create ${words}`);
  expect(end.code).not.toBe(0);
  expect(end.text).toBe(text);
});

it('a folder with something in it is no mount point for a new pool', async () => {
  const run = node(disk('b'));
  await run('mkdir -p /data && touch /data/photo');
  expect(await run(`zpool create data ${id('b')}`)).toEqual({
    code: 1,
    text: "mountpoint '/data' exists and is not empty\nuse '-m' option to provide a different default\n",
  });
});

it('the disks of a pool are taken, also by one that is exported, and force takes only the latter', async () => {
  const run = node(disk('b'), disk('c'));
  expect((await run(`zpool create -o ashift=12 data ${id('b')}`)).code).toBe(0);
  expect(await run(`zpool create -f more ${id('b')}`)).toEqual({
    code: 1,
    text: `invalid vdev specification\nthe following errors must be manually repaired:\n${id('b')}-part1 is part of active pool 'data'\n`,
  });
  expect(await run(`zpool create data ${id('c')}`)).toEqual({
    code: 1,
    text: "cannot create 'data': pool already exists\n",
  });
  await run('zpool export data');
  expect((await run('lsblk -rno FSTYPE,LABEL')).text).toContain('zfs_member data');
  expect((await run(`zpool create more ${id('b')}`)).text).toBe(
    `${OVERRIDE}${id('b')}-part1 is part of exported pool 'data'\n`,
  );
  expect((await run(`zpool create -f more ${id('b')}`)).code).toBe(0);
  expect((await run('zpool import')).text).toBe('no pools available to import\n');
});

it('a mirror shows its disks, bears the loss of one and not of both', async () => {
  const run = node(disk('b'), disk('c'));
  await run(`zpool create data mirror ${id('b')} ${id('c')}`);
  expect((await run('zpool status -P')).text).toContain(`\t  mirror-0`);
  expect((await run('zpool status -P')).text).toMatch(/\n\t {4}\/dev\/disk\/by-id\/ata-Disk_S-c-part1 +ONLINE/);
  expect((await run(`zpool offline data ${id('c')}`)).code).toBe(0);
  expect((await run('zpool list -H -o name,health')).text).toBe('data\tDEGRADED\n');
  expect((await run(`zpool offline data ${id('b')}`)).text).toBe(`cannot offline ${id('b')}: no valid replicas\n`);
  expect((await run(`zpool online data ${id('c')} && zpool list -H -o health`)).text).toBe('ONLINE\n');
});

it('an exported pool is seen, imported by its number, and by the vendor where its storage is asked for', async () => {
  const run = node(disk('b'), disk('c'));
  await run(`zpool create data mirror ${id('b')} ${id('c')}`);
  await run('pvesm add zfspool vmdata --pool data');
  await run('zpool export data');
  expect((await run('zpool list -H')).text).toBe('');
  const listed = (await run('zpool import')).text;
  expect(listed).toContain(' action: The pool can be imported using its name or numeric identifier.\n');
  const number = /id: (\d+)/.exec(listed)?.[1] ?? '';
  expect((await run('zpool import other')).text).toBe("cannot import 'other': no such pool available\n");
  expect(await run(`zpool import -d /dev/disk/by-id ${number}`)).toEqual({ code: 0, text: '' });
  await run('zpool export data');
  expect((await run('pvesm status --storage vmdata')).text).toMatch(/vmdata +zfspool +active/);
});

it('options that the verb does not have are refused', async () => {
  const run = node(disk('b'));
  expect((await run(`zpool create -x data ${id('b')}`)).text).toMatch(/^invalid option 'x'\n/);
  expect((await run(`zpool create -o ashift=3 data ${id('b')}`)).text).toContain('only values between 9 and 16');
});
