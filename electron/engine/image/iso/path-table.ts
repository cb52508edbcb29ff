import { fail } from '../../../api/diagnostic.ts';
import type { ByteSource } from '../byte-source.ts';
import { BLOCK_BYTES, broken } from './sector.ts';

/** ECMA-119 9.4. `parent` counts from 1. */
export interface PathTableEntry {
  readonly id: string;
  readonly block: number;
  readonly parent: number;
}

const PATH_TABLE_LIMIT_BYTES = 4 * 1024 * 1024;

/** Reads the path table at `block`; `order` is the byte order of its numbers. */
export function readPathTable(
  source: ByteSource,
  block: number,
  sizeBytes: number,
  order: 'little' | 'big',
): readonly PathTableEntry[] {
  if (sizeBytes > PATH_TABLE_LIMIT_BYTES)
    throw fail('image.too-complex', { evidence: [`path table of ${sizeBytes} bytes`] });
  const bytes = source.read(block * BLOCK_BYTES, sizeBytes);
  const entries: PathTableEntry[] = [];
  for (let at = 0; at < sizeBytes; ) {
    const idLength = bytes.readUInt8(at);
    if (idLength === 0 || at + 8 + idLength > sizeBytes) throw broken(block, `path table entry at byte ${at}`);
    entries.push({
      id: bytes.toString('latin1', at + 8, at + 8 + idLength),
      block: order === 'little' ? bytes.readUInt32LE(at + 2) : bytes.readUInt32BE(at + 2),
      parent: order === 'little' ? bytes.readUInt16LE(at + 6) : bytes.readUInt16BE(at + 6),
    });
    at += 8 + idLength + (idLength % 2);
  }
  return entries;
}
