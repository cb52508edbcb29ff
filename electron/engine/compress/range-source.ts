import { closeSync, openSync, readSync, statSync } from 'node:fs';

/** Bytes that can be read in any place: a file, a part of an image, memory. Gives fewer than asked for only at the end. */
export interface RangeSource {
  readonly sizeBytes: number;
  read(offset: number, length: number): Uint8Array;
}

/** Bytes in memory. */
export function bytesSource(bytes: Uint8Array): RangeSource {
  return { sizeBytes: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) };
}

/** A file of this computer, opened for each look and held open by none. */
export function fileSource(path: string): RangeSource {
  return {
    sizeBytes: statSync(path).size,
    read: (offset, length) => {
      const file = openSync(path, 'r');
      try {
        const buffer = Buffer.alloc(length);
        return buffer.subarray(0, readSync(file, buffer, 0, length, offset));
      } finally {
        closeSync(file);
      }
    },
  };
}
