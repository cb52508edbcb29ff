import type { Program, ProgramContext } from '../../kernel/program.ts';
import { ensureNode } from '../model/node-init.ts';
import type { NodeState, ZfsDevice, ZfsGroup } from '../model/slice.ts';
import { zfsUsed } from '../model/storage-config.ts';
import {
  deviceState,
  diskOf,
  groupState,
  groupsOf,
  importDormant,
  makeDormant,
  type PoolState,
  partPath,
  poolNumber,
  poolState,
} from '../model/zfs-pools.ts';
import { table, zfsSize } from './zfs-table.ts';
import { createPool } from './zpool-create.ts';
import { optionsOf, type ZpoolOptions } from './zpool-options.ts';

/** Options of each verb: letters, with a colon after those that take a value. Others are refused, as by the real one. */
const OPTIONS: Readonly<Record<string, string>> = {
  list: 'HgLo:pPT:v',
  status: 'cDegiLpPstvxT:',
  create: 'dfno:O:R:t:m:',
  import: 'ac:d:DfFlmnNo:R:stTVX',
  export: 'af',
  offline: 'tf',
  online: 'e',
  set: '',
  get: 'Hpo:',
  scrub: 'ps',
};

export const zpool: Program = async (context) => {
  const node = ensureNode(context.world, context.host);
  const [verb = '', ...rest] = context.argv.slice(1);
  await context.sleep(0.05);
  const known = OPTIONS[verb];
  if (known === undefined) {
    context.stderr(verb === '' ? 'missing command\n' : `unrecognized command '${verb}'\n`);
    return 2;
  }
  const options = optionsOf(known, rest);
  if (typeof options === 'string') {
    context.stderr(`${options}\nusage:\n\t${verb} ...\n`);
    return 2;
  }
  switch (verb) {
    case 'list':
      return listPools(context, node, options);
    case 'status':
      return poolStatus(context, node, options);
    case 'create':
      return createPool(context, node, options);
    case 'import':
      return importPool(context, node, options);
    case 'export':
      return exportPool(context, node, options);
    case 'offline':
    case 'online':
      return setOffline(context, node, options, verb === 'offline');
    default:
      return 0;
  }
};

function noSuchPool(context: ProgramContext, name: string): number {
  context.stderr(`cannot open '${name}': no such pool\n`);
  return 1;
}

function listPools(context: ProgramContext, node: NodeState, { letters, values, operands }: ZpoolOptions): number {
  const missing = operands.find((name) => !node.pools[name]);
  if (missing) return noSuchPool(context, missing);
  const isBare = letters.has('H');
  const isExact = letters.has('p');
  const names = operands.length > 0 ? operands : Object.keys(node.pools).sort();
  if (names.length === 0) {
    if (!isBare) context.stdout('no pools available\n');
    return 0;
  }
  const columns = values.get('o')?.at(-1)?.split(',') ?? [
    ...['name', 'size', 'alloc', 'free', 'ckpoint', 'expandsz', 'frag', 'cap', 'dedup', 'health', 'altroot'],
  ];
  const rows = names.map((name) => {
    const pool = node.pools[name];
    const size = pool?.sizeBytes ?? 0;
    const used = zfsUsed(node, name);
    const cells: Readonly<Record<string, string>> = {
      name,
      size: zfsSize(size, isExact),
      alloc: zfsSize(used, isExact),
      free: zfsSize(size - used, isExact),
      ckpoint: '-',
      expandsz: '-',
      frag: isExact ? '0' : '0%',
      cap: `${Math.floor((used * 100) / Math.max(1, size))}${isExact ? '' : '%'}`,
      dedup: isExact ? '1.00' : '1.00x',
      health: pool ? poolState(context.host, pool) : '-',
      altroot: '-',
    };
    return columns.map((column) => cells[column] ?? '-');
  });
  table(context, columns, rows, isBare);
  return 0;
}

/** One row of a pool's table. */
interface Row {
  readonly depth: number;
  readonly name: string;
  readonly state: PoolState;
  readonly note?: string;
}

/** The disks of a pool as the tables show them; `isFull` = with whole paths (-P). */
function rowsOf(
  context: ProgramContext,
  name: string,
  groups: readonly ZfsGroup[],
  how: { readonly isFull: boolean; readonly label?: string },
): readonly Row[] {
  const { host } = context;
  const states = groups.map((group) => groupState(host, group, how.label));
  const state = states.find((entry) => entry === 'UNAVAIL') ?? states.find((entry) => entry === 'DEGRADED') ?? 'ONLINE';
  return [
    { depth: 0, name, state },
    ...groups.flatMap((group, index): readonly Row[] => {
      const isAlone = group.kind === 'disk';
      const devices = group.devices.map((device) => deviceRow(context, device, isAlone ? 1 : 2, how));
      return isAlone
        ? devices
        : [{ depth: 1, name: `${group.kind}-${index}`, state: states[index] ?? 'ONLINE' }, ...devices];
    }),
  ];
}

function deviceRow(
  { host }: ProgramContext,
  device: ZfsDevice,
  depth: number,
  { isFull, label }: { readonly isFull: boolean; readonly label?: string },
): Row {
  const state = deviceState(host, device, label);
  const part = partPath(device.path);
  if (state === 'UNAVAIL')
    return {
      depth,
      name: String(
        Number.parseInt(
          Buffer.from(device.serial || device.disk)
            .toString('hex')
            .slice(0, 12),
          16,
        ),
      ),
      state,
      note: label === undefined ? `was ${part}` : '',
    };
  return { depth, name: isFull ? part : device.path.slice(device.path.lastIndexOf('/') + 1), state };
}

function poolStatus(context: ProgramContext, node: NodeState, { letters, operands }: ZpoolOptions): number {
  const names = operands.length > 0 ? operands : Object.keys(node.pools).sort();
  if (names.length === 0) context.stdout('no pools available\n');
  for (const [index, name] of names.entries()) {
    const pool = node.pools[name];
    if (!pool) return noSuchPool(context, name);
    const groups = groupsOf(context.host, pool);
    const rows = rowsOf(context, name, groups, { isFull: letters.has('P') });
    const width = Math.max(10, ...rows.map((row) => row.depth * 2 + row.name.length));
    const lines = rows.map(
      ({ depth, name: shown, state, note }) =>
        `\t${`${' '.repeat(depth * 2)}${shown}`.padEnd(width)}  ${state.padEnd(8)}     0     0     0${note ? `  ${note}` : ''}\n`,
    );
    const state = poolState(context.host, pool);
    const isOffline = rows.some((row) => row.state === 'OFFLINE');
    const why =
      state === 'ONLINE'
        ? ''
        : isOffline
          ? "status: One or more devices has been taken offline by the administrator.\n\tSufficient replicas exist for the pool to continue functioning in a\n\tdegraded state.\naction: Online the device using 'zpool online' or replace the device with\n\t'zpool replace'.\n"
          : "status: One or more devices could not be used because the label is missing or\n\tinvalid.  Sufficient replicas exist for the pool to continue\n\tfunctioning in a degraded state.\naction: Replace the device using 'zpool replace'.\n   see: https://openzfs.github.io/openzfs-docs/msg/ZFS-8000-4J\n";
    context.stdout(
      `${index === 0 ? '' : '\n'}  pool: ${name}\n state: ${state}\n${why}config:\n\n\t${'NAME'.padEnd(width)}  STATE     READ WRITE CKSUM\n${lines.join('')}\nerrors: No known data errors\n`,
    );
  }
  return 0;
}

function importPool(context: ProgramContext, node: NodeState, { letters, operands }: ZpoolOptions): number {
  const { host } = context;
  const [wanted] = operands;
  if (wanted === undefined) {
    const shown = (node.dormantPools ?? []).filter((pool) =>
      groupsOf(host, pool).some(({ devices }) =>
        devices.some((device) => deviceState(host, device, pool.name) === 'ONLINE'),
      ),
    );
    if (shown.length === 0) context.stderr('no pools available to import\n');
    for (const [index, pool] of shown.entries()) {
      const rows = rowsOf(context, pool.name, groupsOf(host, pool), { isFull: false, label: pool.name });
      const width = Math.max(10, ...rows.map((row) => row.depth * 2 + row.name.length));
      const state = poolState(host, pool, pool.name);
      const status = pool.isForeign
        ? 'status: The pool was last accessed by another system.\n'
        : state === 'ONLINE'
          ? ''
          : 'status: One or more devices are missing from the system.\n';
      const action =
        state === 'UNAVAIL'
          ? 'The pool cannot be imported. Attach the missing\n\tdevices and try again.'
          : state === 'DEGRADED'
            ? 'The pool can be imported despite missing or damaged devices.  The\n\tfault tolerance of the pool may be compromised if imported.'
            : `The pool can be imported using its name or numeric identifier${pool.isForeign ? " and\n\tthe '-f' flag." : '.'}`;
      const lines = rows.map((row) => `\t${`${' '.repeat(row.depth * 2)}${row.name}`.padEnd(width)}  ${row.state}\n`);
      context.stdout(
        `${index === 0 ? '' : '\n'}   pool: ${pool.name}\n     id: ${poolNumber(pool)}\n  state: ${state}\n${status} action: ${action}\n config:\n\n${lines.join('')}`,
      );
    }
    return 0;
  }
  const name = (node.dormantPools ?? []).find((pool) => poolNumber(pool) === wanted)?.name ?? wanted;
  const refusal = importDormant(host, node, wanted, { isForced: letters.has('f') });
  if (refusal !== undefined) {
    context.stderr(refusal);
    return 1;
  }
  context.world.effect(host, `zpool.import ${name}`);
  return 0;
}

function exportPool(context: ProgramContext, node: NodeState, { operands }: ZpoolOptions): number {
  const [name] = operands;
  if (name === undefined) {
    context.stderr('missing pool argument\n');
    return 2;
  }
  if (!node.pools[name]) return noSuchPool(context, name);
  if (name === 'rpool') {
    context.stderr("cannot unmount '/': pool or dataset is busy\n");
    return 1;
  }
  makeDormant(context.host, node, name);
  context.world.effect(context.host, `zpool.export ${name}`);
  return 0;
}

function setOffline(context: ProgramContext, node: NodeState, { operands }: ZpoolOptions, isOffline: boolean): number {
  const [name = '', ...disks] = operands;
  const pool = node.pools[name];
  if (!pool) return noSuchPool(context, name);
  const groups = groupsOf(context.host, pool);
  for (const wanted of disks) {
    const group = groups.find(({ devices }) => devices.some((device) => isCalled(context, device, wanted)));
    const device = group?.devices.find((entry) => isCalled(context, entry, wanted));
    if (!group || !device) {
      context.stderr(`cannot ${isOffline ? 'offline' : 'online'} ${wanted}: no such device in pool\n`);
      return 1;
    }
    device.isOffline = isOffline;
    if (groupState(context.host, group) === 'UNAVAIL') {
      device.isOffline = false;
      context.stderr(`cannot offline ${wanted}: no valid replicas\n`);
      return 1;
    }
  }
  node.pools[name] = { ...pool, groups };
  return 0;
}

function isCalled({ host }: ProgramContext, device: ZfsDevice, wanted: string): boolean {
  const name = wanted.slice(wanted.lastIndexOf('/') + 1);
  return device.path === wanted || device.path.endsWith(`/${name}`) || diskOf(host, device)?.name === name;
}
