import { fail } from '../../../api/diagnostic.ts';
import type { ByteSource } from '../byte-source.ts';
import { type DirectoryRecord, parseDirectoryRecord } from './directory-record.ts';
import { BLOCK_BYTES, broken } from './sector.ts';

/** A directory larger than this (about 80,000 files) is not an installer's. */
const DIRECTORY_LIMIT_BYTES = 8 * 1024 * 1024;

export interface Directory {
  readonly bytes: Buffer;
  readonly records: readonly DirectoryRecord[];
}

/**
 * The bytes and records of the directory at `block`, '.' and '..' first. Checks what ECMA-119 6.8 promises: whole blocks, no
 * record across a block's end, only zeros behind a block's last record.
 */
export function readDirectory(source: ByteSource, block: number, sizeBytes: number): Directory {
  if (sizeBytes === 0 || sizeBytes % BLOCK_BYTES !== 0) throw broken(block, `directory of ${sizeBytes} bytes`);
  if (sizeBytes > DIRECTORY_LIMIT_BYTES)
    throw fail('image.too-complex', { evidence: [`directory of ${sizeBytes} bytes`] });
  const bytes = source.read(block * BLOCK_BYTES, sizeBytes);
  const records: DirectoryRecord[] = [];
  for (let start = 0; start < sizeBytes; start += BLOCK_BYTES) {
    let at = start;
    while (at < start + BLOCK_BYTES && bytes[at] !== 0) {
      const record = parseDirectoryRecord(bytes.subarray(at, start + BLOCK_BYTES), block + start / BLOCK_BYTES);
      records.push(record);
      at += record.raw.length;
    }
  }
  const [self, parent] = records;
  if (self?.id.length !== 1 || self.id[0] !== 0 || !self.isDirectory) throw broken(block, "directory without '.'");
  if (parent?.id.length !== 1 || parent.id[0] !== 1 || !parent.isDirectory)
    throw broken(block, "directory without '..'");
  if (self.block !== block) throw broken(block, `'.' points to block ${self.block}`);
  if (self.sizeBytes !== sizeBytes)
    throw broken(block, `'.' is ${self.sizeBytes} bytes long, its record says ${sizeBytes}`);
  return { bytes, records };
}
