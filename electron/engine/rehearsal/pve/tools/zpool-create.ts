import type { SimDisk } from '../../kernel/hardware.ts';
import type { ProgramContext } from '../../kernel/program.ts';
import type { NodeState, ZfsGroup } from '../model/slice.ts';
import { markDisk, partPath, sizeOfGroups } from '../model/zfs-pools.ts';
import type { ZpoolOptions } from './zpool-options.ts';

/** Devices of one group may differ by so much (ZPOOL_FUZZ). */
const FUZZ_BYTES = 16 * 1024 ** 2;
const RESERVED = /^(mirror|raidz|draid|spare)|^log$/;

interface Member {
  readonly path: string;
  readonly disk: SimDisk;
}
interface Group {
  readonly kind: string;
  readonly members: readonly Member[];
}

/** `zpool create`: checks what it is given in the order of the real one (cmd/zpool/zpool_vdev.c). */
export function createPool(context: ProgramContext, node: NodeState, options: ZpoolOptions): number {
  const refuse = (text: string, code = 1): number => {
    context.stderr(text);
    return code;
  };
  const [name, ...words] = options.operands;
  if (name === undefined) return refuse('missing pool name argument\n', 2);
  if (RESERVED.test(name))
    return refuse(`cannot create '${name}': name is reserved\npool name may have been omitted\n`);
  if (!/^[A-Za-z]/.test(name)) return refuse(`cannot create '${name}': name must begin with a letter\n`);
  if (words.length === 0) return refuse('missing vdev specification\n', 2);
  const ashift = propertyOf(options, 'o', 'ashift');
  if (ashift !== undefined && ashift !== '0' && !(Number(ashift) >= 9 && Number(ashift) <= 16))
    return refuse(
      `cannot create '${name}': property 'ashift' number ${ashift} is invalid, only values between 9 and 16 are allowed\n`,
    );

  const groups = groupsFrom(context, words);
  if (typeof groups === 'string') return refuse(groups);
  const isForced = options.letters.has('f');
  const used = groups.flatMap(({ members }) => members).flatMap((member) => useOf(node, member, isForced) ?? []);
  const mismatch = isForced ? undefined : mismatchOf(groups);
  const troubles = used.length > 0 ? used : mismatch === undefined ? [] : [mismatch];
  if (troubles.length > 0)
    return refuse(
      `invalid vdev specification\n${isForced ? 'the following errors must be manually repaired:' : "use '-f' to override the following errors:"}\n${troubles.map((line) => `${line}\n`).join('')}`,
    );
  const disks = groups.flatMap(({ members }) => members.map(({ disk }) => disk));
  const mountpoint = propertyOf(options, 'O', 'mountpoint') ?? options.values.get('m')?.at(-1) ?? `/${name}`;
  if (mountpoint !== 'none' && (context.host.files.list(mountpoint)?.length ?? 0) > 0)
    return refuse(
      `mountpoint '${mountpoint}' exists and is not empty\nuse '-m' option to provide a different default\n`,
    );
  if (node.pools[name]) return refuse(`cannot create '${name}': pool already exists\n`);
  if (new Set(disks.map((disk) => disk.name)).size < disks.length)
    return refuse(
      `cannot create '${name}': one or more vdevs refer to the same device, or one of\nthe devices is part of an active md or lvm device\n`,
    );
  if (options.letters.has('n')) return 0;

  node.pools[name] = {
    sizeBytes: sizeOfGroups(
      groups.map(({ kind, members }) => ({ kind, sizes: members.map(({ disk }) => disk.sizeBytes) })),
    ),
    layout: layoutWord(groups),
    devices: disks.map((disk) => disk.name),
    groups: groups.map(
      ({ kind, members }): ZfsGroup => ({
        kind,
        devices: members.map(({ path, disk }) => ({ disk: disk.name, serial: disk.serial, path })),
      }),
    ),
    datasets: { [name]: { mountpoint, createdAt: Math.floor(context.world.now() / 1000) } },
    compression: propertyOf(options, 'O', 'compression') ?? 'on',
  };
  for (const disk of disks) {
    markDisk(context.host, disk.name, 'zfs_member');
    forget(node, disk);
  }
  context.world.effect(context.host, `zpool.create ${name}`);
  return 0;
}

/** A pool that was not imported loses a disk to the new one. */
function forget(node: NodeState, disk: SimDisk): void {
  node.dormantPools = node.dormantPools?.filter(
    ({ groups }) => !groups?.every(({ devices }) => devices.every(({ serial }) => serial === disk.serial)),
  );
}

function layoutWord(groups: readonly Group[]): string {
  const [first] = groups;
  if (!first || first.kind === 'disk') return 'single';
  return groups.length > 1 && first.kind === 'mirror' ? 'raid10' : first.kind;
}

function propertyOf(options: ZpoolOptions, letter: string, name: string): string | undefined {
  return options.values
    .get(letter)
    ?.find((entry) => entry.startsWith(`${name}=`))
    ?.slice(name.length + 1);
}

/** The groups of a command line, or what is wrong with it. */
function groupsFrom(context: ProgramContext, words: readonly string[]): readonly Group[] | string {
  const groups: { kind: string; word: string; members: Member[] }[] = [];
  let open: { kind: string; word: string; members: Member[] } | undefined;
  for (const word of words) {
    const kind = groupKind(word);
    if (kind !== undefined) {
      open = { kind, word, members: [] };
      groups.push(open);
      continue;
    }
    const disk = findDisk(context, word);
    if (!disk)
      return word.startsWith('/')
        ? `cannot resolve path '${word}'\n`
        : `cannot open '${word}': no such device in /dev\nmust be a full path or shorthand device name\n`;
    const member = { path: word.startsWith('/') ? word : `/dev/${word}`, disk };
    if (open) open.members.push(member);
    else groups.push({ kind: 'disk', word, members: [member] });
  }
  for (const { kind, word, members } of groups) {
    const least = kind === 'mirror' ? 2 : kind === 'disk' ? 1 : Number(kind.slice(5)) + 1;
    if (members.length < least) return `invalid vdev specification: ${word} requires at least ${least} devices\n`;
  }
  return groups;
}

function groupKind(word: string): string | undefined {
  if (word === 'mirror') return word;
  const parity = /^raidz([1-3]?)$/.exec(word)?.[1];
  return parity === undefined ? undefined : `raidz${parity || '1'}`;
}

/** Why a disk is not free, in the real one's words. Force takes everything but what is active. */
function useOf(node: NodeState, { path, disk }: Member, isForced: boolean): string | undefined {
  const active = Object.entries(node.pools).find(([, pool]) => pool.devices.includes(disk.name))?.[0];
  if (active !== undefined) return `${partPath(path)} is part of active pool '${active}'`;
  const { use } = disk;
  if (use === undefined || use === '') return undefined;
  const [kind = '', owner = ''] = use.split(':');
  if (kind === 'system' || use.includes('/') || /pve|rpool/.test(use))
    return `${path} contains a filesystem of type 'ext4'`;
  if (isForced) return undefined;
  if (kind === 'zfs') return `${partPath(path)} is part of exported pool '${owner}'`;
  return `${path} contains a filesystem of type '${kind === 'lvm' ? 'LVM2_member' : kind}'`;
}

/** Groups that do not fit together. */
function mismatchOf(groups: readonly Group[]): string | undefined {
  const typeOf = ({ kind }: Group): string => (kind.startsWith('raidz') ? 'raidz' : kind);
  for (const group of groups) {
    const sizes = group.members.map(({ disk }) => disk.sizeBytes);
    if (group.kind !== 'disk' && Math.max(...sizes) - Math.min(...sizes) > FUZZ_BYTES)
      return `${typeOf(group)} contains devices of different sizes`;
  }
  for (const [index, group] of groups.entries()) {
    const before = groups[index - 1];
    if (!before) continue;
    if (typeOf(before) !== typeOf(group))
      return `mismatched replication level: both ${typeOf(before)} and ${typeOf(group)} vdevs are present`;
    if (before.kind !== group.kind)
      return `mismatched replication level: both ${before.kind.slice(5)} and ${group.kind.slice(5)} device parity raidz vdevs are present`;
    if (before.members.length !== group.members.length)
      return `mismatched replication level: both ${before.members.length}-way and ${group.members.length}-way ${typeOf(group)} vdevs are present`;
  }
  return undefined;
}

function findDisk(context: ProgramContext, word: string): SimDisk | undefined {
  const name = word.replace(/^\/dev\//, '');
  const disks = context.host.hardware.disks;
  const direct = disks.find((disk) => disk.name === name);
  if (direct || !name.startsWith('disk/by-id/')) return direct;
  return disks.find((disk) => disk.serial !== '' && name.endsWith(disk.serial));
}
