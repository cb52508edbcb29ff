import type { DisksAnswer } from '../../../answers/answer.ts';
import { LEAST_DISKS, vendorFilesystemText } from '../../../answers/answer.ts';

/**
 * What the low-level installer says, before it erases anything, where the disks that are there do not suffice for the RAID
 * level; undefined where they do. The numbers: answer-schema.md, 3; the words: see assumed.ts. Pure.
 */
export function refusesRaid(disks: DisksAnswer, count: number): string | undefined {
  const { filesystem, raid } = disks;
  if (!raid) return undefined;
  const level = vendorFilesystemText(disks);
  const least = LEAST_DISKS[raid];
  if (count < least) return `${level} needs at least ${least} ${raid.startsWith('raidz') ? 'devices' : 'device'}`;
  const isOdd = raid === 'raid10' && filesystem === 'zfs' && count % 2 !== 0;
  return isOdd ? `${level} needs an even number of devices` : undefined;
}
