import type { ByteSource } from '../byte-source.ts';
import type { Partition } from './partition-tables.ts';

const PROTECTIVE = 0xee;
/** Where the four entries begin, and the length of one. */
export const MBR_ENTRIES_AT = 446;
export const MBR_ENTRY_BYTES = 16;

/** The four primary entries of the MBR; undefined without the 55 AA signature or without any entry. */
export function readMbr(
  source: ByteSource,
): { readonly partitions: readonly Partition[]; readonly protective: boolean } | undefined {
  if (source.sizeBytes < 512) return undefined;
  const bytes = source.read(0, 512);
  if (bytes[510] !== 0x55 || bytes[511] !== 0xaa) return undefined;
  const partitions: Partition[] = [];
  let protective = false;
  for (let index = 0; index < 4; index += 1) {
    const at = MBR_ENTRIES_AT + MBR_ENTRY_BYTES * index;
    const type = bytes.readUInt8(at + 4);
    const sectors = bytes.readUInt32LE(at + 12);
    // isohybrid writes its whole-image entry with type 0 when a GPT is to be found: the size decides.
    if (sectors === 0) continue;
    if (type === PROTECTIVE) protective = true;
    partitions.push({
      table: 'mbr',
      index: index + 1,
      type: type.toString(16).padStart(2, '0'),
      name: '',
      startBytes: bytes.readUInt32LE(at + 8) * 512,
      sizeBytes: sectors * 512,
    });
  }
  return partitions.length > 0 ? { partitions, protective } : undefined;
}
