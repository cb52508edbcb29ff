import { BLOCK_BYTES } from './iso/sector.ts';

/**
 * Lays records out in `blocks` blocks. A record never crosses a block's end (ECMA-119 6.8.1.1), so records whose bytes
 * would fit may still not pack: then undefined.
 */
export function packDirectory(records: readonly Buffer[], blocks: number): Buffer | undefined {
  const bytes = Buffer.alloc(blocks * BLOCK_BYTES);
  let at = 0;
  for (const record of records) {
    const left = BLOCK_BYTES - (at % BLOCK_BYTES);
    if (record.length > left) at += left;
    if (at + record.length > bytes.length) return undefined;
    record.copy(bytes, at);
    at += record.length;
  }
  return bytes;
}
