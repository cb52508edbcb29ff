import type { ByteSource } from '../byte-source.ts';
import type { Partition } from './partition-tables.ts';

const ENTRY_LIMIT = 64;

/** The Apple partition map: entries begin one of its blocks (512 or 2048 bytes) into the image. */
export function readApm(
  source: ByteSource,
): { readonly partitions: readonly Partition[]; readonly blockBytes: number } | undefined {
  for (const blockBytes of [2048, 512]) {
    if (source.sizeBytes < 3 * blockBytes) continue;
    const first = source.read(blockBytes, blockBytes);
    if (first.toString('latin1', 0, 2) !== 'PM') continue;
    const count = Math.min(first.readUInt32BE(4), ENTRY_LIMIT);
    const partitions: Partition[] = [];
    for (let index = 1; index <= count && (index + 1) * blockBytes <= source.sizeBytes; index += 1) {
      const entry = source.read(index * blockBytes, 512);
      if (entry.toString('latin1', 0, 2) !== 'PM') break;
      partitions.push({
        table: 'apm',
        index,
        name: text(entry, 16),
        type: text(entry, 48),
        startBytes: entry.readUInt32BE(8) * blockBytes,
        sizeBytes: entry.readUInt32BE(12) * blockBytes,
      });
    }
    return { partitions, blockBytes };
  }
  return undefined;
}

function text(bytes: Buffer, at: number): string {
  return bytes.toString('latin1', at, at + 32).replace(/\0.*$/s, '');
}
