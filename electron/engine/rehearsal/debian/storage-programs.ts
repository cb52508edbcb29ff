import type { Program, ProgramContext, SimDisk } from '../kernel/program.ts';
import { absolute } from './options.ts';
import { complain, program } from './program.ts';

function human(bytes: number): string {
  const units = ['B', 'K', 'M', 'G', 'T'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const rounded = Math.round(value * 10) / 10;
  return `${Number.isInteger(rounded) ? rounded : rounded.toFixed(1)}${units[unit]}`;
}

type Column = (disk: SimDisk, bytes: boolean, paths: boolean) => unknown;
const COLUMNS: Readonly<Record<string, Column>> = {
  NAME: (disk, _bytes, paths) => (paths ? `/dev/${disk.name}` : disk.name),
  KNAME: (disk, _bytes, paths) => (paths ? `/dev/${disk.name}` : disk.name),
  PATH: (disk) => `/dev/${disk.name}`,
  'MAJ:MIN': () => '8:0',
  SIZE: (disk, bytes) => (bytes ? disk.sizeBytes : human(disk.sizeBytes)),
  TYPE: () => 'disk',
  RO: () => false,
  RM: () => false,
  HOTPLUG: () => false,
  ROTA: (disk) => disk.rotational,
  MODEL: (disk) => disk.model || null,
  SERIAL: (disk) => disk.serial || null,
  VENDOR: () => null,
  TRAN: (disk) => (disk.name.startsWith('nvme') ? 'nvme' : disk.name.startsWith('vd') ? 'virtio' : 'sata'),
  WWN: () => null,
  FSTYPE: (disk) => (disk.use && /^(ext4|xfs|zfs_member|LVM2_member|vfat|btrfs)$/.test(disk.use) ? disk.use : null),
  UUID: () => null,
  LABEL: () => null,
  PARTTYPE: () => null,
  PTTYPE: (disk) => (disk.use ? 'gpt' : null),
  PKNAME: () => null,
  MOUNTPOINT: () => null,
  MOUNTPOINTS: () => [null],
  STATE: () => 'running',
  'PHY-SEC': () => 512,
  'LOG-SEC': () => 512,
};

const lsblk = program(
  {
    short: 'Jbo:dpnfarls',
    long: ['json', 'bytes', 'output=', 'nodeps', 'paths', 'noheadings', 'fs', 'all', 'list', 'raw', 'help', 'version'],
  },
  (context, options) => {
    const wanted = (
      options.get('o', 'output') ??
      (options.has('f', 'fs') ? 'NAME,FSTYPE,LABEL,UUID,MOUNTPOINTS' : 'NAME,MAJ:MIN,RM,SIZE,RO,TYPE,MOUNTPOINTS')
    )
      .replace(/^\+/, 'NAME,MAJ:MIN,RM,SIZE,RO,TYPE,MOUNTPOINTS,')
      .split(',')
      .map((name) => name.toUpperCase());
    const unknown = wanted.find((name) => !(name in COLUMNS));
    if (unknown !== undefined) return complain(context, `unknown column: ${unknown}`);
    const names = options.operands.map((operand) =>
      (context.host.files.realpath(absolute(context, operand)) ?? operand).replace(/^\/dev\//, ''),
    );
    for (const [index, name] of names.entries()) {
      if (!context.host.hardware.disks.some((disk) => disk.name === name))
        return complain(context, `${options.operands[index]}: not a block device`, 32);
    }
    const disks = context.host.hardware.disks.filter((disk) => names.length === 0 || names.includes(disk.name));
    const rows = disks.map((disk) =>
      wanted.map((name) => COLUMNS[name]?.(disk, options.has('b', 'bytes'), options.has('p', 'paths'))),
    );
    if (options.has('J', 'json')) {
      const devices = rows.map((row) =>
        Object.fromEntries(row.map((value, index) => [(wanted[index] as string).toLowerCase(), value])),
      );
      context.stdout(`${JSON.stringify({ blockdevices: devices }, null, 3)}\n`);
      return 0;
    }
    const shown = rows.map((row) =>
      row.map((value) =>
        value === null || Array.isArray(value) ? '' : value === true ? '1' : value === false ? '0' : String(value),
      ),
    );
    const table = options.has('n', 'noheadings') ? shown : [wanted, ...shown];
    const widths = wanted.map((_, column) => Math.max(...table.map((row) => (row[column] ?? '').length)));
    for (const row of table)
      context.stdout(
        `${row
          .map((value, column) => value.padEnd(widths[column] ?? 0))
          .join(' ')
          .trimEnd()}\n`,
      );
    return 0;
  },
);

function diskAt(context: ProgramContext, path: string): SimDisk | undefined {
  const name = (context.host.files.realpath(absolute(context, path)) ?? path).replace(/^\/dev\//, '');
  return context.host.hardware.disks.find((disk) => disk.name === name);
}

const blkid = program(
  { short: 'o:s:p', long: ['output=', 'match-tag=', 'probe'], usageCode: 4 },
  (context, options) => {
    const disks =
      options.operands.length === 0
        ? context.host.hardware.disks
        : options.operands.map((path) => diskAt(context, path));
    let found = false;
    for (const disk of disks) {
      if (!disk?.use || !/^(ext4|xfs|zfs_member|LVM2_member|vfat|btrfs)$/.test(disk.use)) continue;
      found = true;
      const tag = options.get('s', 'match-tag');
      context.stdout(
        options.get('o', 'output') === 'value'
          ? `${tag === undefined || tag === 'TYPE' ? disk.use : ''}\n`
          : `/dev/${disk.name}: TYPE="${disk.use}"\n`,
      );
    }
    return found ? 0 : 2;
  },
);

/** wipefs without -a only lists; wiping is the business of the storage model, which takes the change from the `disks` slice. */
const wipefs = program(
  { short: 'anJfqt:o:', long: ['all', 'no-act', 'json', 'force', 'quiet'] },
  (context, options) => {
    for (const path of options.operands) {
      const disk = diskAt(context, path);
      if (!disk) return complain(context, `error: ${path}: probing initialization failed: No such file or directory`);
      if (options.has('a', 'all')) {
        if (disk.use)
          return complain(context, `error: ${path}: probing initialization failed: Device or resource busy`);
      } else if (disk.use && !options.has('J', 'json'))
        context.stdout(`DEVICE OFFSET TYPE UUID LABEL\n${disk.name}    0x438  ${disk.use}\n`);
    }
    if (options.has('J', 'json') && !options.has('a', 'all')) context.stdout('{\n   "signatures": []\n}\n');
    return 0;
  },
);

const df = program(
  {
    short: 'hkPTBlm',
    long: ['output?', 'human-readable', 'block-size=', 'portability', 'print-type', 'help', 'version'],
  },
  (context, options) => {
    for (const path of options.operands) {
      if (!context.host.files.realpath(absolute(context, path)))
        return complain(context, `${path}: No such file or directory`);
    }
    const disk = context.host.hardware.disks[0];
    const total = Math.floor((disk?.sizeBytes ?? 32 * 1024 ** 3) * 0.9);
    const used = Math.floor(total * 0.1);
    const unit = options.get('block-size') === '1' ? 1 : 1024;
    const show = (bytes: number) =>
      options.has('h', 'human-readable') ? human(bytes) : String(Math.floor(bytes / unit));
    const fields: Readonly<Record<string, string>> = {
      source: '/dev/mapper/root',
      fstype: 'ext4',
      size: show(total),
      used: show(used),
      avail: show(total - used),
      pcent: '10%',
      target: '/',
    };
    const output = options.get('output');
    if (output !== undefined) {
      const names = output === '' ? Object.keys(fields) : output.split(',');
      const heads: Readonly<Record<string, string>> = {
        source: 'Filesystem',
        fstype: 'Type',
        size: unit === 1 ? '1B-blocks' : '1K-blocks',
        used: 'Used',
        avail: 'Avail',
        pcent: 'Use%',
        target: 'Mounted on',
      };
      context.stdout(`${names.map((name) => heads[name] ?? name).join(' ')}\n`);
      for (const _ of options.operands.length === 0 ? [''] : options.operands)
        context.stdout(`${names.map((name) => fields[name] ?? '-').join(' ')}\n`);
      return 0;
    }
    if (options.has('P', 'portability')) {
      context.stdout('Filesystem       1024-blocks     Used Available Capacity Mounted on\n');
      for (const _ of options.operands.length === 0 ? [''] : options.operands)
        context.stdout(`/dev/mapper/root ${show(total)} ${show(used)} ${show(total - used)}      10% /\n`);
      return 0;
    }
    const type = options.has('T', 'print-type');
    context.stdout(
      `Filesystem       ${type ? 'Type ' : ''}${options.has('h', 'human-readable') ? 'Size' : '1K-blocks'} Used Available Use% Mounted on\n`,
    );
    for (const _ of options.operands.length === 0 ? [''] : options.operands)
      context.stdout(
        `/dev/mapper/root ${type ? 'ext4 ' : ''}${show(total)} ${show(used)} ${show(total - used)} 10% /\n`,
      );
    return 0;
  },
);

const du = program(
  { short: 'sbhkc', long: ['summarize', 'bytes', 'human-readable', 'apparent-size'] },
  (context, options) => {
    const sizeOf = (path: string): number => {
      const stat = context.host.files.stat(path);
      if (stat?.kind !== 'directory') return stat?.sizeBytes ?? 0;
      return (context.host.files.list(path) ?? []).reduce((sum, name) => sum + sizeOf(`${path}/${name}`), 4096);
    };
    for (const path of options.operands.length === 0 ? ['.'] : options.operands) {
      const bytes = sizeOf(absolute(context, path));
      context.stdout(
        `${options.has('b', 'bytes') ? bytes : options.has('h', 'human-readable') ? human(bytes) : Math.ceil(bytes / 1024)}\t${path}\n`,
      );
    }
    return 0;
  },
);

const mountpoint: Program = async (context) => {
  const path = context.argv.slice(1).find((arg) => !arg.startsWith('-')) ?? '';
  const isMount =
    ['/', '/proc', '/sys', '/run', '/dev'].includes(path) ||
    (path === '/etc/pve' && context.host.os === 'pve' && (context.host.files.list('/etc/pve')?.length ?? 0) > 0);
  if (!context.argv.includes('-q')) context.stdout(`${path} is ${isMount ? '' : 'not '}a mountpoint\n`);
  return isMount ? 0 : 32;
};

export const storagePrograms: Readonly<Record<string, Program>> = { lsblk, blkid, wipefs, df, du, mountpoint };
