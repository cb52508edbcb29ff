import type { Diagnostic } from '../../api/diagnostic.ts';
import type { MachineInventory } from '../../api/inventory.ts';
import { type DisksAnswer, LEAST_DISKS } from './answer.ts';
import { diskNames, type Say } from './judgement-words.ts';
import type { ErasurePrediction } from './predict-erasure.ts';

/**
 * What the parser accepts and the installation then refuses before it erases anything (Proxmox/Install.pm,
 * get_zfs_raid_setup): too few disks for the level, an odd number for raid10, zfs mirrors and raidz of unlike sizes.
 */
export function judgeRaid(
  { filesystem, raid }: DisksAnswer,
  inventory: MachineInventory,
  { disks, installs, unlistedDisks }: ErasurePrediction,
  say: Say,
): readonly Diagnostic[] {
  const isOpen = unlistedDisks || disks.some(({ verdict }) => verdict === 'cannot-tell');
  if (!raid || isOpen || installs === 'no') return [];
  const taken = disks.filter(({ verdict }) => verdict === 'erased').map(({ position }) => position);
  const count = taken.length;
  const least = LEAST_DISKS[raid];
  if (count < least || (raid === 'raid10' && filesystem === 'zfs' && count % 2 !== 0)) {
    return [say('erasure.raid-count', `disk-setup.${filesystem}.raid`, { filesystem, raid, least, count })];
  }
  if (filesystem !== 'zfs' || raid === 'raid0') return [];
  const sizes = taken.map((position) => inventory.disks[position]?.sizeBytes);
  if (sizes.includes(undefined)) return [];
  const unlike = raid === 'raid10' ? unlikePairs(sizes as number[]) : isUnlike(sizes as number[]);
  const disksText = diskNames(inventory, taken);
  return unlike ? [say('erasure.mirror-sizes', 'disk-setup.zfs.raid', { raid, disks: disksText })] : [];
}

/** The first disk's size counts, and the others may differ from it by a tenth of it. Which one is first is not always known. */
function isUnlike(sizes: readonly number[]): boolean {
  return sizes.every((first) => sizes.some((size) => Math.abs(first - size) > first / 10));
}

/** raid10 makes pairs in the installer's order, which is not known for every listing: only sizes that fit no pairing are said. */
function unlikePairs(sizes: readonly number[]): boolean {
  const sorted = [...sizes].sort((left, right) => right - left);
  return sorted.some(
    (size, index) => index % 2 === 1 && (sorted[index - 1] ?? 0) - size > (sorted[index - 1] ?? 0) / 10,
  );
}
