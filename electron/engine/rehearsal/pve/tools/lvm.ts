import type { SimDisk } from '../../kernel/hardware.ts';
import type { Program, ProgramContext, SimHost } from '../../kernel/program.ts';
import { ensureNode } from '../model/node-init.ts';
import type { NodeState } from '../model/slice.ts';

const EXTENT = 4 * 1024 ** 2;
const GIB = 1024 ** 3;

interface Row {
  readonly [column: string]: string | number;
}

/** Options with a value, as far as a program of LVM is simulated with them. */
const WITH_VALUE = new Set([
  '-o',
  '--options',
  '--units',
  '--separator',
  '--type',
  '--size',
  '-L',
  '-l',
  '--extents',
  '--poolmetadatasize',
  '--name',
  '-n',
  '--addtag',
]);

interface Words {
  readonly operands: readonly string[];
  readonly options: ReadonlyMap<string, string>;
}

function wordsOf(argv: readonly string[]): Words {
  const operands: string[] = [];
  const options = new Map<string, string>();
  for (let index = 1; index < argv.length; index += 1) {
    const word = argv[index] ?? '';
    const [name = '', value] = word.startsWith('--') ? word.split(/=(.*)/s, 2) : [word];
    if (!word.startsWith('-')) operands.push(word);
    else if (WITH_VALUE.has(name) && value === undefined) {
      index += 1;
      options.set(name, argv[index] ?? '');
    } else options.set(name, value ?? '');
  }
  return { operands, options };
}

function report(context: ProgramContext, rows: readonly Row[]): number {
  const { options } = wordsOf(context.argv);
  const columns = (options.get('-o') ?? options.get('--options') ?? '').split(',');
  const separator = options.get('--separator') ?? ' ';
  const unknown = columns.find((column) => rows.length > 0 && !(column in (rows[0] ?? {})));
  if (unknown !== undefined || !options.has('--noheadings') || options.get('--units') !== 'b') {
    context.stderr(`  Unrecognised field: ${unknown ?? columns[0]}\n  (simulated: --noheadings --units b -o ...)\n`);
    return 3;
  }
  for (const row of rows) {
    const cells = columns.map((column) => {
      const value = row[column] ?? '';
      return typeof value === 'number' && !options.has('--nosuffix') ? `${value}B` : String(value);
    });
    context.stdout(`  ${cells.join(separator)}\n`);
  }
  return 0;
}

/** The volume group of an installed system. */
function systemDisk(host: SimHost): SimDisk | undefined {
  return host.hardware.disks.find(
    (disk) => disk.use === 'system' || disk.use === 'lvm:pve' || disk.use === 'BIOS boot',
  );
}

const pvs: Program = async (context) => {
  const node = ensureNode(context.world, context.host);
  const system = systemDisk(context.host);
  const rows: Row[] = context.host.hardware.disks.flatMap((disk): Row[] => {
    if (disk === system) {
      const size = disk.sizeBytes - GIB;
      const path = `/dev/${disk.name}${/\d$/.test(disk.name) ? 'p' : ''}3`;
      return [{ pv_name: path, vg_name: 'pve', pv_size: size, pv_free: Math.min(16 * GIB, Math.floor(size / 8)) }];
    }
    const group = Object.entries(node.volumeGroups ?? {}).find(([, entry]) => entry.disk === disk.name);
    if (group)
      return [
        { pv_name: `/dev/${disk.name}`, vg_name: group[0], pv_size: group[1].sizeBytes, pv_free: freeOf(group[1]) },
      ];
    // a group that came with its disks and is not active
    const [kind, vg = ''] = (disk.use ?? '').split(':');
    return kind === 'lvm'
      ? [{ pv_name: `/dev/${disk.name}`, vg_name: vg, pv_size: disk.sizeBytes, pv_free: disk.sizeBytes }]
      : [];
  });
  return report(context, rows);
};

type Group = NonNullable<NodeState['volumeGroups']>[string];

function freeOf(group: Group): number {
  return group.sizeBytes - Object.values(group.pools).reduce((sum, bytes) => sum + bytes, 0);
}

const lvs: Program = async (context) => {
  const node = ensureNode(context.world, context.host);
  const system = systemDisk(context.host);
  const own: Row[] = system
    ? [
        { vg_name: 'pve', lv_name: 'data', segtype: 'thin-pool', lv_size: Math.floor(system.sizeBytes * 0.6) },
        { vg_name: 'pve', lv_name: 'root', segtype: 'linear', lv_size: Math.floor(system.sizeBytes / 4) },
        { vg_name: 'pve', lv_name: 'swap', segtype: 'linear', lv_size: 8 * GIB },
      ]
    : [];
  const made = Object.entries(node.volumeGroups ?? {}).flatMap(([vg, group]) =>
    Object.entries(group.pools).map(
      ([name, bytes]): Row => ({ vg_name: vg, lv_name: name, segtype: 'thin-pool', lv_size: bytes }),
    ),
  );
  return report(context, [...own, ...made]);
};

const vgs: Program = async (context) => {
  const node = ensureNode(context.world, context.host);
  const system = systemDisk(context.host);
  const own: Row[] = system
    ? [{ vg_name: 'pve', vg_size: system.sizeBytes - GIB, vg_free: 16 * GIB, vg_tags: '' }]
    : [];
  const made = Object.entries(node.volumeGroups ?? {}).map(
    ([vg, group]): Row => ({
      vg_name: vg,
      vg_size: group.sizeBytes,
      vg_free: freeOf(group),
      vg_tags: group.tags.join(','),
    }),
  );
  return report(context, [...own, ...made]);
};

function diskAt(context: ProgramContext, word: string): SimDisk | undefined {
  const path = context.host.files.realpath(word) ?? word;
  return context.host.hardware.disks.find((disk) => path === `/dev/${disk.name}`);
}

function setUse(host: SimHost, name: string, use: string): void {
  const disks = host.hardware.disks.map((disk) => (disk.name === name ? { ...disk, use } : disk));
  (host as { hardware: SimHost['hardware'] }).hardware = { ...host.hardware, disks };
}

/** What LVM says of a disk that it does not take; undefined = it takes it. */
function refusal(context: ProgramContext, word: string, disk: SimDisk | undefined): string | undefined {
  if (!disk) return `  No device found for ${word}.\n`;
  const use = context.world.diskUse(context.host, disk.name);
  if (use === undefined || use === 'lvm' || use === 'lvm:') return undefined;
  return use.startsWith('lvm:')
    ? `  Physical volume '${word}' is already in volume group '${use.slice(4)}'\n`
    : `  Cannot use ${word}: device is partitioned or has a signature of ${use}; aborted.\n`;
}

const pvcreate: Program = async (context) => {
  const [word = ''] = wordsOf(context.argv).operands;
  const disk = diskAt(context, word);
  const why = refusal(context, word, disk);
  await context.sleep(0.3);
  if (why !== undefined || !disk) {
    context.stderr(why ?? '');
    return 5;
  }
  setUse(context.host, disk.name, 'lvm:');
  context.world.changed();
  context.stdout(`  Physical volume "${word}" successfully created.\n`);
  return 0;
};

const vgcreate: Program = async (context) => {
  const { operands, options } = wordsOf(context.argv);
  const [vg = '', word = ''] = operands;
  const node = ensureNode(context.world, context.host);
  if (node.volumeGroups?.[vg] || (vg === 'pve' && systemDisk(context.host))) {
    context.stderr(`  A volume group called ${vg} already exists.\n`);
    return 5;
  }
  const disk = diskAt(context, word);
  const why = refusal(context, word, disk);
  await context.sleep(0.5);
  if (why !== undefined || !disk) {
    context.stderr(why ?? '');
    return 5;
  }
  const tag = options.get('--addtag');
  node.volumeGroups = {
    ...node.volumeGroups,
    [vg]: {
      disk: disk.name,
      sizeBytes: Math.floor(disk.sizeBytes / EXTENT - 1) * EXTENT,
      tags: tag === undefined ? [] : [tag],
      pools: {},
    },
  };
  context.world.effect(context.host, `vgcreate ${vg}`);
  context.stdout(`  Physical volume "${word}" successfully created.\n  Volume group "${vg}" successfully created\n`);
  return 0;
};

const lvcreate: Program = async (context) => {
  const { operands, options } = wordsOf(context.argv);
  const [vg = ''] = operands;
  const name = options.get('--name') ?? options.get('-n') ?? '';
  const node = ensureNode(context.world, context.host);
  const group = node.volumeGroups?.[vg];
  if (options.get('--type') !== 'thin-pool') {
    context.stderr('  lvcreate: only --type thin-pool is simulated\n');
    return 3;
  }
  if (!group) {
    context.stderr(`  Volume group "${vg}" not found\n  Cannot process volume group ${vg}\n`);
    return 5;
  }
  if (group.pools[name] !== undefined) {
    context.stderr(`  Logical Volume "${name}" already exists in volume group "${vg}"\n`);
    return 5;
  }
  const size = /^(\d+)b$/i.exec(options.get('--size') ?? options.get('-L') ?? '')?.[1];
  const metadata = /^(\d+)b$/i.exec(options.get('--poolmetadatasize') ?? '')?.[1];
  if (size === undefined || metadata === undefined || Number(size) % EXTENT !== 0) {
    context.stderr('  Invalid argument for --size (simulated: whole extents in bytes)\n');
    return 3;
  }
  // the pool, its metadata, and the spare copy of that
  const all = Number(size) + 2 * Number(metadata);
  await context.sleep(1);
  if (all > freeOf(group)) {
    context.stderr(
      `  Volume group "${vg}" has insufficient free space (${Math.floor(freeOf(group) / EXTENT)} extents): ${Math.ceil(all / EXTENT)} required.\n`,
    );
    return 5;
  }
  group.pools[name] = all;
  context.world.effect(context.host, `lvcreate ${vg}/${name}`);
  context.stdout(`  Logical volume "${name}" created.\n`);
  return 0;
};

/** LVM as far as thin pools on whole disks need it. */
export const lvmPrograms: Readonly<Record<string, Program>> = { pvs, vgs, lvs, pvcreate, vgcreate, lvcreate };

/** What LVM has on a disk, in the words of the simulated disks. */
export function lvmUse(node: NodeState | undefined, disk: string): string | undefined {
  const group = Object.entries(node?.volumeGroups ?? {}).find(([, entry]) => entry.disk === disk);
  return group && `lvm:${group[0]}`;
}
