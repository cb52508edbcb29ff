import type { SimDisk } from '../kernel/hardware.ts';
import type { SimHost, World } from '../kernel/program.ts';

/** One row of lsblk. */
export interface BlockEntry {
  readonly name: string;
  readonly path: string;
  readonly type: 'disk' | 'part' | 'lvm';
  readonly sizeBytes: number;
  readonly fstype: string;
  readonly label: string;
  readonly partitionTable: string;
  readonly mountpoint: string;
  readonly parent: string;
  /** The disk below, for model, serial and kind. */
  readonly disk: SimDisk;
  readonly children: readonly BlockEntry[];
}

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;

/**
 * The block devices of a host as a tree. What is on a disk comes from the command sets (`diskUse`) or its hardware:
 * `system` = an installed system (PVE's LVM layout, one ext4 partition on Debian), `zfs:POOL`, `lvm:VG`, or a plain file
 * system type; nothing = blank.
 */
export function blockDevicesOf(world: World, host: SimHost): readonly BlockEntry[] {
  return host.hardware.disks.map((disk) => diskEntry(host, disk, world.diskUse(host, disk.name) ?? ''));
}

/** All rows, a child after its parent. */
export function flattenDevices(entries: readonly BlockEntry[]): readonly BlockEntry[] {
  return entries.flatMap((entry) => [entry, ...flattenDevices(entry.children)]);
}

function diskEntry(host: SimHost, disk: SimDisk, use: string): BlockEntry {
  const [kind = '', owner = ''] = use.split(/:(.*)/s, 2);
  const base = { disk, label: '', mountpoint: '', fstype: '', partitionTable: '', children: [] };
  const partition = (index: number, sizeBytes: number, rest: Partial<BlockEntry>): BlockEntry => {
    const name = `${disk.name}${/\d$/.test(disk.name) ? 'p' : ''}${index}`;
    return {
      ...base,
      name,
      path: `/dev/${name}`,
      type: 'part',
      sizeBytes,
      parent: disk.name,
      partitionTable: 'gpt',
      ...rest,
    };
  };
  const logical = (parent: string, name: string, sizeBytes: number, rest: Partial<BlockEntry>): BlockEntry => ({
    ...base,
    name,
    path: `/dev/mapper/${name}`,
    type: 'lvm',
    sizeBytes,
    parent,
    ...rest,
  });
  const whole: BlockEntry = {
    ...base,
    name: disk.name,
    path: `/dev/${disk.name}`,
    type: 'disk',
    sizeBytes: disk.sizeBytes,
    parent: '',
  };
  const table = (children: readonly BlockEntry[]): BlockEntry => ({ ...whole, partitionTable: 'gpt', children });
  const isPve = host.os === 'pve';
  const bootParts = [partition(1, MIB - 17 * 1024, {}), partition(2, GIB, { fstype: 'vfat', mountpoint: '/boot/efi' })];
  if (kind === '') return whole;
  if (kind === 'zfs') {
    const member = { fstype: 'zfs_member', label: owner };
    if (owner === 'rpool')
      return table([
        ...bootParts.map((part) => ({ ...part, mountpoint: '' })),
        partition(3, disk.sizeBytes - GIB - 2 * MIB, member),
      ]);
    return table([partition(1, disk.sizeBytes - 9 * MIB, member), partition(9, 8 * MIB, {})]);
  }
  if ((kind === 'system' || kind === 'lvm') && isPve && (kind === 'system' || owner === 'pve')) {
    const third = partition(3, disk.sizeBytes - GIB - 2 * MIB, { fstype: 'LVM2_member' });
    const root = logical(third.name, 'pve-root', Math.min(96 * GIB, Math.floor(disk.sizeBytes / 4)), {
      fstype: 'ext4',
      mountpoint: '/',
    });
    const swap = logical(third.name, 'pve-swap', 8 * GIB, { fstype: 'swap', mountpoint: '[SWAP]' });
    return table([...bootParts, { ...third, children: [swap, root] }]);
  }
  if (kind === 'lvm') return { ...whole, fstype: 'LVM2_member' };
  if (kind === 'system' || !isPve) {
    const first = partition(1, disk.sizeBytes - 2 * MIB, {
      fstype: kind === 'system' ? 'ext4' : kind,
      mountpoint: '/',
    });
    return table([first]);
  }
  return { ...whole, fstype: kind };
}
