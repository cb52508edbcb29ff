import type { ByteSource } from './byte-source.ts';
import { BLOCK_BYTES, SYSTEM_AREA_BLOCKS } from './iso/sector.ts';

/** xorriso accepts offsets of 16 to 63 blocks; some more are looked at. */
const SEARCH_BLOCKS = 512;
const SIGNATURE = Buffer.from('\x01CD001\x01', 'latin1');

/**
 * Whether the image carries a second superblock for use through its first partition (xorriso `-partition_offset`).
 * A session copy (block 32 of a grown image) looks alike but holds absolute addresses, so the root's '.' is tested at
 * the relative address. (The absolute one says nothing: the first tree's root may stand there by coincidence.)
 */
export function findPartitionOffset(source: ByteSource, fromBlock: number): number | undefined {
  const endBlock = Math.min(SYSTEM_AREA_BLOCKS + SEARCH_BLOCKS, Math.floor(source.sizeBytes / BLOCK_BYTES));
  if (endBlock <= fromBlock) return undefined;
  const bytes = source.read(fromBlock * BLOCK_BYTES, (endBlock - fromBlock) * BLOCK_BYTES);
  for (let block = fromBlock; block < endBlock; block += 1) {
    const at = (block - fromBlock) * BLOCK_BYTES;
    if (!bytes.subarray(at, at + SIGNATURE.length).equals(SIGNATURE)) continue;
    const offset = block - SYSTEM_AREA_BLOCKS;
    const rootBlock = bytes.readUInt32LE(at + 158);
    if (isRootAt(source, rootBlock + offset, rootBlock)) return offset;
  }
  return undefined;
}

/** Whether the block `at` begins with a '.' record that names `extent`. */
function isRootAt(source: ByteSource, at: number, extent: number): boolean {
  if ((at + 1) * BLOCK_BYTES > source.sizeBytes) return false;
  const head = source.read(at * BLOCK_BYTES, 34);
  return head[0] !== undefined && head[0] >= 34 && head[32] === 1 && head[33] === 0 && head.readUInt32LE(2) === extent;
}

/** A session's directories begin this close behind its descriptors. */
const SESSION_HEAD_BLOCKS = 64;

/**
 * Whether a session was added behind the image: its own descriptors stand shortly before the root, not only at block 16.
 * So does xorriso when it grows an image, and so do images that the vendor's tool prepared.
 */
export function hasAddedSession(source: ByteSource, rootBlock: number): boolean {
  const from = Math.max(SYSTEM_AREA_BLOCKS + 1, rootBlock - SESSION_HEAD_BLOCKS);
  for (let block = from; block < rootBlock; block += 1) {
    const head = source.read(block * BLOCK_BYTES, SIGNATURE.length);
    if (head.equals(SIGNATURE)) return true;
  }
  return false;
}
