import type { Program, ProgramContext, SimHost } from '../kernel/program.ts';
import { type BlockEntry, blockDevicesOf, flattenDevices } from './block-devices.ts';
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

type Column = (entry: BlockEntry, bytes: boolean, paths: boolean) => unknown;
const COLUMNS: Readonly<Record<string, Column>> = {
  NAME: (entry, _bytes, paths) => (paths ? entry.path : entry.name),
  KNAME: (entry, _bytes, paths) => (paths ? entry.path : entry.name),
  PATH: (entry) => entry.path,
  'MAJ:MIN': () => '8:0',
  SIZE: (entry, bytes) => (bytes ? entry.sizeBytes : human(entry.sizeBytes)),
  TYPE: (entry) => entry.type,
  RO: () => false,
  RM: () => false,
  HOTPLUG: () => false,
  ROTA: (entry) => entry.disk.rotational,
  MODEL: (entry) => (entry.type === 'disk' ? entry.disk.model || null : null),
  SERIAL: (entry) => (entry.type === 'disk' ? entry.disk.serial || null : null),
  VENDOR: () => null,
  TRAN: ({ type, disk }) =>
    type !== 'disk' ? null : disk.name.startsWith('nvme') ? 'nvme' : disk.name.startsWith('vd') ? 'virtio' : 'sata',
  WWN: ({ type, disk }) => (type === 'disk' ? (disk.wwn ?? null) : null),
  FSTYPE: (entry) => entry.fstype || null,
  // all disks of one btrfs say the same
  UUID: ({ disk }) => /^btrfs:(.+)$/.exec(disk.use ?? '')?.[1] ?? null,
  LABEL: (entry) => entry.label || null,
  PARTTYPE: () => null,
  PTTYPE: (entry) => entry.partitionTable || null,
  PKNAME: (entry) => entry.parent || null,
  MOUNTPOINT: (entry) => entry.mountpoint || null,
  MOUNTPOINTS: (entry) => [entry.mountpoint || null],
  STATE: (entry) => (entry.type === 'disk' ? 'running' : null),
  'PHY-SEC': () => 512,
  'LOG-SEC': () => 512,
};

const DEFAULT_COLUMNS = 'NAME,MAJ:MIN,RM,SIZE,RO,TYPE,MOUNTPOINTS';

const lsblk = program(
  {
    short: 'Jbo:dpnfarls',
    long: ['json', 'bytes', 'output=', 'nodeps', 'paths', 'noheadings', 'fs', 'all', 'list', 'raw', 'help', 'version'],
  },
  (context, options) => {
    const wanted = (
      options.get('o', 'output') ?? (options.has('f', 'fs') ? 'NAME,FSTYPE,LABEL,UUID,MOUNTPOINTS' : DEFAULT_COLUMNS)
    )
      .replace(/^\+/, `${DEFAULT_COLUMNS},`)
      .split(',')
      .map((name) => name.toUpperCase());
    const unknown = wanted.find((name) => !(name in COLUMNS));
    if (unknown !== undefined) return complain(context, `unknown column: ${unknown}`);
    const all = blockDevicesOf(context.world, context.host);
    const chosen: BlockEntry[] = [];
    for (const operand of options.operands) {
      const found = deviceAt(context, operand);
      if (!found) return complain(context, `${operand}: not a block device`, 32);
      chosen.push(found);
    }
    const roots = options.operands.length === 0 ? all : chosen;
    const isBytes = options.has('b', 'bytes');
    const isPaths = options.has('p', 'paths');
    const alone = options.has('d', 'nodeps');
    const cells = (entry: BlockEntry) => wanted.map((name) => COLUMNS[name]?.(entry, isBytes, isPaths));
    if (options.has('J', 'json')) {
      const object = (entry: BlockEntry): Record<string, unknown> => ({
        ...Object.fromEntries(cells(entry).map((value, index) => [(wanted[index] as string).toLowerCase(), value])),
        ...(alone || entry.children.length === 0 ? {} : { children: entry.children.map(object) }),
      });
      context.stdout(`${JSON.stringify({ blockdevices: roots.map(object) }, null, 3)}\n`);
      return 0;
    }
    const shown = (alone ? roots : flattenDevices(roots)).map((entry) =>
      cells(entry).map((value) => {
        if (Array.isArray(value)) return String(value[0] ?? '');
        return value === null ? '' : value === true ? '1' : value === false ? '0' : String(value);
      }),
    );
    const table = options.has('n', 'noheadings') ? shown : [wanted, ...shown];
    if (options.has('r', 'raw')) {
      context.stdout(table.map((row) => `${row.map((value) => value.replaceAll(' ', '\\x20')).join(' ')}\n`).join(''));
      return 0;
    }
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

function deviceAt(context: ProgramContext, path: string): BlockEntry | undefined {
  const real = context.host.files.realpath(absolute(context, path)) ?? path;
  return flattenDevices(blockDevicesOf(context.world, context.host)).find(
    (entry) => entry.path === real || entry.name === path,
  );
}

const blkid = program(
  { short: 'o:s:p', long: ['output=', 'match-tag=', 'probe'], usageCode: 4 },
  (context, options) => {
    const all = flattenDevices(blockDevicesOf(context.world, context.host));
    const chosen = options.operands.length === 0 ? all : options.operands.map((path) => deviceAt(context, path));
    let found = false;
    for (const entry of chosen) {
      const tags: [string, string][] = [];
      if (entry?.label) tags.push(['LABEL', entry.label]);
      if (entry?.fstype) tags.push(['TYPE', entry.fstype]);
      if (entry?.type === 'disk' && entry.partitionTable !== '') tags.push(['PTTYPE', entry.partitionTable]);
      if (!entry || tags.length === 0) continue;
      found = true;
      const wanted = options.get('s', 'match-tag');
      const shown = tags.filter(([name]) => wanted === undefined || name === wanted);
      if (options.get('o', 'output') === 'value') context.stdout(shown.map(([, value]) => `${value}\n`).join(''));
      else context.stdout(`${entry.path}: ${shown.map(([name, value]) => `${name}="${value}"`).join(' ')}\n`);
    }
    return found ? 0 : 2;
  },
);

/** wipefs lists, and with -a wipes; what something uses is refused as busy. A whole disk's content goes with the disk itself. */
const wipefs = program(
  { short: 'anJfqt:o:', long: ['all', 'no-act', 'json', 'force', 'quiet'] },
  (context, options) => {
    for (const path of options.operands) {
      const entry = deviceAt(context, path);
      if (!entry) return complain(context, `error: ${path}: probing initialization failed: No such file or directory`);
      const what = entry.fstype || entry.partitionTable;
      if (options.has('a', 'all')) {
        if (
          flattenDevices([entry]).some((part) => part.mountpoint !== '' || part.type === 'lvm') ||
          isHeld(context, entry)
        )
          return complain(context, `error: ${path}: probing initialization failed: Device or resource busy`);
        if (entry.type === 'disk' && what !== '') {
          wipeDisk(context.host, entry.name);
          context.world.effect(context.host, `wipefs ${entry.disk.serial}`);
        }
      } else if (options.has('J', 'json')) {
        const signatures =
          what === ''
            ? []
            : [{ device: entry.name, offset: '0x200', type: what, uuid: null, label: entry.label || null }];
        context.stdout(`${JSON.stringify({ signatures }, null, 3)}\n`);
      } else if (what !== '') context.stdout(`DEVICE OFFSET TYPE UUID LABEL\n${entry.name}    0x200  ${what}\n`);
    }
    return 0;
  },
);

/** An imported pool or an active volume group of a command set is on the disk. */
function isHeld(context: ProgramContext, entry: BlockEntry): boolean {
  // a command set knows of more than what lies on the hardware
  return context.world.diskUse(context.host, entry.disk.name) !== entry.disk.use;
}

function wipeDisk(host: SimHost, name: string): void {
  const disks = host.hardware.disks.map(({ use, ...disk }) =>
    disk.name === name || use === undefined ? disk : { ...disk, use },
  );
  // A new value instead of a change in place: specs may be shared between hosts.
  (host as { hardware: SimHost['hardware'] }).hardware = { ...host.hardware, disks };
}

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
