import type { Program, ProgramContext, SimHost } from '../../kernel/program.ts';
import { ensureNode } from '../model/node-init.ts';
import type { NodeState } from '../model/slice.ts';
import { zfsUsed } from '../model/storage-config.ts';

/** `12.3G` as zfs prints sizes; exact bytes with -p. */
function zfsSize(bytes: number, exact: boolean): string {
  if (exact) return String(bytes);
  const units = ['B', 'K', 'M', 'G', 'T', 'P'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return unit === 0
    ? `${value}B`
    : `${value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2)}${units[unit]}`;
}

function table(
  context: ProgramContext,
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  bare: boolean,
): void {
  if (bare) {
    context.stdout(rows.map((row) => `${row.join('\t')}\n`).join(''));
    return;
  }
  const widths = columns.map((name, index) => Math.max(name.length, ...rows.map((row) => row[index]?.length ?? 0)));
  const right = new Set([
    'used',
    'avail',
    'available',
    'refer',
    'size',
    'alloc',
    'free',
    'cap',
    'frag',
    'dedup',
    'ckpoint',
    'expandsz',
  ]);
  const line = (cells: readonly string[]) =>
    `${cells.map((cell, index) => (right.has(columns[index] ?? '') ? cell.padStart(widths[index] ?? 0) : cell.padEnd(widths[index] ?? 0))).join('  ')}`.trimEnd();
  context.stdout([columns.map((name) => name.toUpperCase()), ...rows].map((cells) => `${line(cells)}\n`).join(''));
}

interface Flags {
  readonly bare: boolean;
  readonly exact: boolean;
  readonly columns: readonly string[] | undefined;
  readonly types: readonly string[] | undefined;
  readonly names: readonly string[];
  readonly recursive: boolean;
  readonly properties: Readonly<Record<string, string>>;
  readonly force: boolean;
}

function flagsOf(words: readonly string[]): Flags {
  const names: string[] = [];
  const properties: Record<string, string> = {};
  let [bare, exact, recursive, force] = [false, false, false, false];
  let columns: readonly string[] | undefined;
  let types: readonly string[] | undefined;
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (word === '-o' || word === '-O') {
      index += 1;
      const value = words[index] ?? '';
      if (value.includes('=')) properties[value.slice(0, value.indexOf('='))] = value.slice(value.indexOf('=') + 1);
      else columns = value.split(',');
    } else if (word === '-t') {
      index += 1;
      types = (words[index] ?? '').split(',');
    } else if (/^-[a-zA-Z]+$/.test(word)) {
      if (word.includes('H')) bare = true;
      if (word.includes('p')) exact = true;
      if (word.includes('r')) recursive = true;
      if (word.includes('f')) force = true;
    } else names.push(word);
  }
  return { bare, exact, columns, types, names, recursive, properties, force };
}

export const zpool: Program = async (context) => {
  const node = ensureNode(context.world, context.host);
  const [verb = '', ...rest] = context.argv.slice(1);
  const flags = flagsOf(rest);
  await context.sleep(0.05);
  switch (verb) {
    case 'list':
      return listPools(context, node, flags);
    case 'status':
      return poolStatus(context, node, flags);
    case 'create':
      return createPool(context, node, flags);
    case 'import':
      context.stderr('no pools available to import\n');
      return flags.names.length > 0 ? 1 : 0;
    case 'set':
    case 'get':
    case 'scrub':
      return 0;
    default:
      context.stderr(verb === '' ? 'missing command\n' : `unrecognized command '${verb}'\n`);
      return 2;
  }
};

function listPools(context: ProgramContext, node: NodeState, flags: Flags): number {
  const missing = flags.names.find((name) => !node.pools[name]);
  if (missing) {
    context.stderr(`cannot open '${missing}': no such pool\n`);
    return 1;
  }
  const names = flags.names.length > 0 ? flags.names : Object.keys(node.pools).sort();
  if (names.length === 0) {
    if (!flags.bare) context.stdout('no pools available\n');
    return 0;
  }
  const columns = flags.columns ?? [
    'name',
    'size',
    'alloc',
    'free',
    'ckpoint',
    'expandsz',
    'frag',
    'cap',
    'dedup',
    'health',
    'altroot',
  ];
  table(
    context,
    columns,
    names.map((name) => {
      const pool = node.pools[name];
      const size = pool?.sizeBytes ?? 0;
      const used = zfsUsed(node, name);
      const values: Readonly<Record<string, string>> = {
        name,
        size: zfsSize(size, flags.exact),
        alloc: zfsSize(used, flags.exact),
        free: zfsSize(size - used, flags.exact),
        ckpoint: '-',
        expandsz: '-',
        frag: flags.exact ? '0' : '0%',
        cap: `${Math.floor((used * 100) / Math.max(1, size))}${flags.exact ? '' : '%'}`,
        dedup: flags.exact ? '1.00' : '1.00x',
        health: 'ONLINE',
        altroot: '-',
      };
      return columns.map((column) => values[column] ?? '-');
    }),
    flags.bare,
  );
  return 0;
}

function poolStatus(context: ProgramContext, node: NodeState, flags: Flags): number {
  const names = flags.names.length > 0 ? flags.names : Object.keys(node.pools).sort();
  if (names.length === 0) context.stdout('no pools available\n');
  for (const name of names) {
    const pool = node.pools[name];
    if (!pool) {
      context.stderr(`cannot open '${name}': no such pool\n`);
      return 1;
    }
    const line = (text: string, depth: number) =>
      `\t${`${' '.repeat(depth * 2)}${text}`.padEnd(10)}  ONLINE       0     0     0\n`;
    const group = pool.layout === 'single' ? '' : line(`${pool.layout}-0`, 1);
    const disks = pool.devices.map((device) => line(device, pool.layout === 'single' ? 1 : 2)).join('');
    context.stdout(
      `  pool: ${name}\n state: ONLINE\nconfig:\n\n\t${'NAME'.padEnd(10)}  STATE     READ WRITE CKSUM\n${line(name, 0)}${group}${disks}\nerrors: No known data errors\n`,
    );
  }
  return 0;
}

function createPool(context: ProgramContext, node: NodeState, flags: Flags): number {
  const [name = '', ...words] = flags.names;
  const layout = ['mirror', 'raidz', 'raidz1', 'raidz2', 'raidz3'].includes(words[0] ?? '')
    ? (words.shift() ?? 'single')
    : 'single';
  if (node.pools[name]) {
    context.stderr(`cannot create '${name}': pool already exists\n`);
    return 1;
  }
  if (words.length === 0) {
    context.stderr('missing vdev specification\n');
    return 2;
  }
  const disks = words.map((word) => ({ word, disk: findDisk(context, word) }));
  const missing = disks.find((entry) => !entry.disk);
  if (missing) {
    context.stderr(
      `cannot open '${missing.word}': no such device in /dev\nmust be a full path or shorthand device name\n`,
    );
    return 1;
  }
  const inUse = disks.find(({ disk }) => disk && usedBy(context, node, disk.name) !== undefined);
  if (inUse?.disk && !(flags.force && !poolOf(node, inUse.disk.name) && !inUse.disk.use?.includes('/'))) {
    context.stderr(
      `invalid vdev specification\nuse '-f' to override the following errors:\n/dev/${inUse.disk.name} ${poolOf(node, inUse.disk.name) ? `is part of active pool '${poolOf(node, inUse.disk.name)}'` : `contains a filesystem of type '${(inUse.disk.use ?? 'ext4').split(':')[0]}'`}\n`,
    );
    return 1;
  }
  const sizes = disks.map(({ disk }) => disk?.sizeBytes ?? 0);
  const smallest = Math.min(...sizes);
  const sizeBytes =
    layout === 'single'
      ? sizes.reduce((sum, size) => sum + size, 0)
      : layout === 'mirror'
        ? smallest
        : smallest * (sizes.length - Number(layout.slice(5) || '1'));
  node.pools[name] = {
    sizeBytes,
    layout,
    devices: disks.map(({ disk, word }) => disk?.name ?? word),
    datasets: {
      [name]: {
        mountpoint: flags.properties.mountpoint ?? `/${name}`,
        createdAt: Math.floor(context.world.now() / 1000),
      },
    },
    compression: flags.properties.compression ?? 'on',
  };
  for (const { disk } of disks) if (disk) markDisk(context.host, disk.name);
  context.world.effect(context.host, `zpool.create ${name}`);
  return 0;
}

/** lsblk, blkid and wipefs of the host see the pool's label from now on. */
export function markDisk(host: SimHost, name: string): void {
  const disks = host.hardware.disks.map((disk) => (disk.name === name ? { ...disk, use: 'zfs_member' } : disk));
  // A new value instead of a change in place: specs may be shared between hosts.
  (host as { hardware: SimHost['hardware'] }).hardware = { ...host.hardware, disks };
}

function findDisk(context: ProgramContext, word: string) {
  const name = word.replace(/^\/dev\//, '');
  const direct = context.host.hardware.disks.find((disk) => disk.name === name);
  if (direct) return direct;
  return name.startsWith('disk/by-id/')
    ? context.host.hardware.disks.find((disk) => name.endsWith(disk.serial))
    : undefined;
}

function poolOf(node: NodeState, disk: string): string | undefined {
  return Object.entries(node.pools).find(([, pool]) => pool.devices.includes(disk))?.[0];
}

function usedBy(context: ProgramContext, node: NodeState, disk: string): string | undefined {
  return poolOf(node, disk) ?? context.host.hardware.disks.find((entry) => entry.name === disk)?.use;
}

export const zfs: Program = async (context) => {
  const node = ensureNode(context.world, context.host);
  const [verb = '', ...rest] = context.argv.slice(1);
  const flags = flagsOf(rest);
  await context.sleep(0.05);
  switch (verb) {
    case 'list':
      return listDatasets(context, node, flags);
    case 'create': {
      const name = flags.names.at(-1) ?? '';
      const pool = node.pools[name.split('/')[0] ?? ''];
      if (!pool) {
        context.stderr(`cannot create '${name}': no such pool '${name.split('/')[0]}'\n`);
        return 1;
      }
      if (pool.datasets[name]) {
        context.stderr(`cannot create '${name}': dataset already exists\n`);
        return 1;
      }
      pool.datasets[name] = {
        mountpoint: flags.properties.mountpoint ?? `/${name}`,
        createdAt: Math.floor(context.world.now() / 1000),
      };
      context.world.effect(context.host, `zfs.create ${name}`);
      return 0;
    }
    case 'destroy': {
      const name = flags.names[0] ?? '';
      if (node.volumes[`zfs:${name}`]) delete node.volumes[`zfs:${name}`];
      else if (node.pools[name.split('/')[0] ?? '']?.datasets[name])
        delete node.pools[name.split('/')[0] ?? '']?.datasets[name];
      else {
        context.stderr(`cannot open '${name}': dataset does not exist\n`);
        return 1;
      }
      context.world.effect(context.host, `zfs.destroy ${name}`);
      return 0;
    }
    case 'get':
    case 'set':
      return 0;
    default:
      context.stderr(verb === '' ? 'missing command\n' : `unrecognized command '${verb}'\n`);
      return 2;
  }
};

function listDatasets(context: ProgramContext, node: NodeState, flags: Flags): number {
  const types = flags.types ?? ['filesystem', 'volume'];
  const all = [
    ...Object.values(node.pools).flatMap((pool) =>
      Object.entries(pool.datasets).map(([name, dataset]) => ({
        name,
        type: 'filesystem',
        used: zfsUsed(node, name),
        mountpoint: dataset.mountpoint,
      })),
    ),
    ...Object.entries(node.volumes)
      .filter(([place]) => place.startsWith('zfs:'))
      .flatMap(([place, volume]) => [
        { name: place.slice(4), type: 'volume', used: volume.sizeBytes, mountpoint: '-' },
        ...Object.keys(volume.snapshots).map((snapshot) => ({
          name: `${place.slice(4)}@${snapshot}`,
          type: 'snapshot',
          used: 0,
          mountpoint: '-',
        })),
      ]),
  ].sort((a, b) => (a.name < b.name ? -1 : 1));
  const missing = flags.names.find((name) => !all.some((entry) => entry.name === name));
  if (missing) {
    context.stderr(`cannot open '${missing}': dataset does not exist\n`);
    return 1;
  }
  const rows = all
    .filter(
      (entry) =>
        types.includes(entry.type) || types.includes('all') || (types.includes('snap') && entry.type === 'snapshot'),
    )
    .filter(
      (entry) =>
        flags.names.length === 0 ||
        flags.names.some(
          (name) =>
            entry.name === name ||
            (flags.recursive && (entry.name.startsWith(`${name}/`) || entry.name.startsWith(`${name}@`))),
        ),
    );
  if (rows.length === 0) {
    if (!flags.bare) context.stdout('no datasets available\n');
    return 0;
  }
  const columns = flags.columns ?? ['name', 'used', 'avail', 'refer', 'mountpoint'];
  table(
    context,
    columns,
    rows.map((entry) => {
      const pool = node.pools[entry.name.split('/')[0]?.split('@')[0] ?? ''];
      const free = Math.max(
        0,
        Math.floor((pool?.sizeBytes ?? 0) * 0.96) - zfsUsed(node, entry.name.split('/')[0] ?? ''),
      );
      const values: Readonly<Record<string, string>> = {
        name: entry.name,
        used: zfsSize(entry.used, flags.exact),
        avail: zfsSize(free, flags.exact),
        available: zfsSize(free, flags.exact),
        refer: zfsSize(98_304, flags.exact),
        mountpoint: entry.mountpoint,
        type: entry.type,
      };
      return columns.map((column) => values[column] ?? '-');
    }),
    flags.bare,
  );
  return 0;
}
