/** Bytes that are gathered and read once. */
export interface ByteBlocks {
  push(chunk: Uint8Array): void;
  text(): string;
  /** No more is read: the memory is used again. */
  release(): void;
}

const BLOCK_BYTES = 1 << 16;
/** 4 MiB at most. */
const BLOCKS_KEPT = 64;
const free: Buffer[] = [];

/**
 * Gathers in blocks that are used over and over: what a long command says lives too long for a quick collection, so that a host
 * that talks much would leave behind as much as it said.
 */
export function byteBlocks(): ByteBlocks {
  const blocks: Buffer[] = [];
  let used = BLOCK_BYTES;
  let size = 0;
  return {
    push(chunk) {
      for (let at = 0; at < chunk.length; ) {
        if (used === BLOCK_BYTES) {
          blocks.push(free.pop() ?? Buffer.allocUnsafeSlow(BLOCK_BYTES));
          used = 0;
        }
        const part = chunk.subarray(at, at + BLOCK_BYTES - used);
        blocks.at(-1)?.set(part, used);
        used += part.length;
        at += part.length;
      }
      size += chunk.length;
    },
    text() {
      if (blocks.length <= 1) return blocks[0]?.toString('utf8', 0, size) ?? '';
      return Buffer.concat(blocks, size).toString('utf8');
    },
    release() {
      for (const block of blocks.splice(0)) if (free.length < BLOCKS_KEPT) free.push(block);
      used = BLOCK_BYTES;
      size = 0;
    },
  };
}
