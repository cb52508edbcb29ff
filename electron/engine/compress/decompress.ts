import { gunzipSync } from 'node:zlib';
import { unxz, unxzPieces } from './unxz.ts';
import { unzstd } from './unzstd.ts';

/** How a file was packed, told by its first bytes. */
export type Packing = 'none' | 'gzip' | 'xz' | 'zstd' | 'bzip2';

/** How data is packed; `none` = in no way that is known here. */
export function packingOf(data: Uint8Array): Packing {
  const starts = (...bytes: readonly number[]) => bytes.every((byte, index) => data[index] === byte);
  if (starts(0x1f, 0x8b)) return 'gzip';
  if (starts(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00)) return 'xz';
  if (starts(0x28, 0xb5, 0x2f, 0xfd)) return 'zstd';
  if (starts(0x42, 0x5a, 0x68)) return 'bzip2';
  return 'none';
}

/**
 * Unpacks gzip, xz and zstd, and gives back what is not packed.
 * @param maxBytes more output than this is refused, so that a small file cannot fill the memory
 * @throws Error for damaged data, too much of it, or another packing
 */
export function decompress(data: Uint8Array, maxBytes: number): Uint8Array {
  const packing = packingOf(data);
  switch (packing) {
    case 'gzip':
      return gunzipSync(data, { maxOutputLength: maxBytes });
    case 'xz':
      return unxz(data, maxBytes);
    case 'zstd':
      return unzstd(data, maxBytes);
    case 'none':
      if (data.length > maxBytes) throw new RangeError(`more than ${maxBytes} bytes`);
      return data;
    default:
      throw new Error(`packed with ${packing}, which is not read`);
  }
}

/** How long others wait at most for their turn, about. */
const SLICE_MS = 20;

/**
 * {@link decompress} in slices of some milliseconds, so that what else the process does goes on. xz, which takes seconds for a
 * large package, is cut; the others are fast.
 */
export async function decompressInSlices(
  data: Uint8Array,
  maxBytes: number,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  if (packingOf(data) !== 'xz') return decompress(data, maxBytes);
  const pieces = unxzPieces(data, maxBytes);
  for (let startedAt = performance.now(); ; ) {
    const { done, value } = pieces.next();
    if (done) return value;
    if (performance.now() - startedAt < SLICE_MS) continue;
    await new Promise((resolve) => setImmediate(resolve));
    signal?.throwIfAborted();
    startedAt = performance.now();
  }
}
