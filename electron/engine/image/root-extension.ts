import type { ByteSource } from './byte-source.ts';
import { type BlockRange, contentRanges, type FreePaddingInput, partitionRanges } from './free-padding.ts';
import { BLOCK_BYTES, blocksOf, isZero } from './iso/sector.ts';
import type { IsoTree } from './iso/walk-tree.ts';

/** The blocks behind a root that it can grow over, and the bytes of the continuation area which then moves. */
export interface RootExtension {
  readonly blocks: number;
  readonly area: Buffer;
}

/**
 * Whether the root can grow: right behind it stands only its own continuation area, '.' is the only holder of one in
 * the tree (libarchive rejects others that move behind file data), and nothing else uses those blocks.
 */
export function findRootExtension(input: FreePaddingInput, tree: IsoTree): RootExtension | undefined {
  const [area, ...others] = tree.continuations;
  const { root } = tree.volume;
  const behind = root.block + root.sizeBytes / BLOCK_BYTES;
  if (!area?.ofRootSelf || others.length > 0 || area.block !== behind) return undefined;
  const blocks = blocksOf(area.offset + area.length);
  const range: BlockRange = { start: behind, end: behind + blocks };
  const trees = input.trees.map((other) => (other === tree ? { ...tree, continuations: [] } : other));
  const occupied = [...contentRanges({ ...input, trees }), ...partitionRanges(input.tables)];
  if (occupied.some(({ start, end }) => start < range.end && range.start < end)) return undefined;
  return readArea(input.source, range, area.offset, area.length);
}

function readArea(source: ByteSource, { start, end }: BlockRange, offset: number, length: number) {
  const bytes = source.read(start * BLOCK_BYTES, (end - start) * BLOCK_BYTES);
  const area = Buffer.from(bytes.subarray(offset, offset + length));
  bytes.fill(0, offset, offset + length);
  return isZero(bytes) ? { blocks: end - start, area } : undefined;
}
