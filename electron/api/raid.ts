import { z } from 'zod';

/** How the disks of a pool stand for each other, by the names of Proxmox's own dialogue (`raidlevel`). */
export const RaidSchema = z.enum(['single', 'mirror', 'raid10', 'raidz', 'raidz2', 'raidz3']);
export type Raid = z.infer<typeof RaidSchema>;

/** So many disks Proxmox asks for (PVE::API2::Disks::ZFS); `single` takes no more than that, `raid10` an even number. */
export const LEAST_DISKS: Readonly<Record<Raid, number>> = {
  single: 1,
  mirror: 2,
  raid10: 4,
  raidz: 3,
  raidz2: 4,
  raidz3: 5,
};

/** Disks that may be lost without the data, whichever they are. */
const PARITY: Readonly<Record<Raid, number>> = { single: 0, mirror: 1, raid10: 1, raidz: 1, raidz2: 2, raidz3: 3 };

/**
 * The groups of a pool (ZFS: vdevs), in the order of the site file: raid10 pairs the first disk with the second, the third with
 * the fourth, as Proxmox does.
 */
export function raidGroups<Disk>(raid: Raid, disks: readonly Disk[]): readonly (readonly Disk[])[] {
  if (raid !== 'raid10') return [disks];
  return disks.flatMap((disk, index) => (index % 2 === 0 ? [[disk, ...disks.slice(index + 1, index + 2)]] : []));
}

/** What a pool of these disks holds, in the unit of their sizes, before ZFS takes its own share. */
export function usableSize(raid: Raid, sizes: readonly number[]): number {
  const mirrored = raid === 'mirror' || raid === 'raid10';
  return raidGroups(raid, sizes)
    .map((group) => Math.min(...group) * (mirrored ? 1 : Math.max(1, group.length - PARITY[raid])))
    .reduce((sum, size) => sum + size, 0);
}
