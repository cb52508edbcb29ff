import type { Program, ProgramContext } from '../../kernel/program.ts';
import { ensureNode } from '../model/node-init.ts';
import type { NodeState } from '../model/slice.ts';
import { zfsUsed } from '../model/storage-config.ts';
import { table, zfsSize } from './zfs-table.ts';

interface Flags {
  readonly bare: boolean;
  readonly exact: boolean;
  readonly columns: readonly string[] | undefined;
  readonly types: readonly string[] | undefined;
  readonly names: readonly string[];
  readonly recursive: boolean;
  readonly properties: Readonly<Record<string, string>>;
}

function flagsOf(words: readonly string[]): Flags {
  const names: string[] = [];
  const properties: Record<string, string> = {};
  let [bare, exact, recursive] = [false, false, false];
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
    } else names.push(word);
  }
  return { bare, exact, columns, types, names, recursive, properties };
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
