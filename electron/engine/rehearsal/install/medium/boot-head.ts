import type { MediumBytes } from './medium-bytes.ts';

export type BootMode = 'bios' | 'efi';

/** EFI system partition and basic data, as they lie in a GPT entry. */
const ESP = '28732ac11ff8d211ba4b00a0c93ec93b';
const BASIC_DATA = 'a2a0d0ebe5b9334487c068b6b72699c7';
const MOST_ENTRIES = 512;

/**
 * Whether a firmware starts from this stick. BIOS: boot code and the 55 AA mark in the first sector. UEFI: a partition with
 * an EFI loader, in the MBR (type EF) or in a sound GPT. The firmware does not look at files.
 */
export function isBootable(medium: MediumBytes, mode: BootMode): boolean {
  const head = medium.read(0, 512);
  if (head.length < 512 || head.readUInt16LE(510) !== 0xaa55) return false;
  if (mode === 'bios') return head.subarray(0, 440).some((byte) => byte !== 0);
  const partitions = Array.from({ length: 4 }, (_, index) => head.subarray(446 + index * 16, 462 + index * 16));
  if (partitions.some((entry) => entry[4] === 0xef && entry.readUInt32LE(12) > 0)) return true;
  return hasEfiPartition(medium);
}

function hasEfiPartition(medium: MediumBytes): boolean {
  const header = medium.read(512, 512);
  if (header.length < 512 || header.toString('latin1', 0, 8) !== 'EFI PART') return false;
  const at = Number(header.readBigUInt64LE(72)) * 512;
  const count = Math.min(header.readUInt32LE(80), MOST_ENTRIES);
  const size = header.readUInt32LE(84);
  if (size < 128 || size > 4096 || !Number.isSafeInteger(at)) return false;
  const entries = medium.read(at, count * size);
  for (let index = 0; (index + 1) * size <= entries.length; index += 1) {
    const type = entries.toString('hex', index * size, index * size + 16);
    if (type === ESP || type === BASIC_DATA) return true;
  }
  return false;
}
