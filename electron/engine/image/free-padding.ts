import type { ByteSource } from './byte-source.ts';
import type { BootCatalog } from './iso/el-torito.ts';
import { BLOCK_BYTES, blocksOf, isZero, SYSTEM_AREA_BLOCKS } from './iso/sector.ts';
import type { VolumeDescriptors } from './iso/volume-descriptors.ts';
import type { IsoTree } from './iso/walk-tree.ts';
import type { Partition, PartitionTables } from './partitions/partition-tables.ts';

/** Blocks from `start` up to, not including, `end`. */
export interface BlockRange {
  readonly start: number;
  readonly end: number;
}

/** Padding is a few hundred KiB; behind this much the search for non-zero bytes gives up. */
export const SCAN_LIMIT_BYTES = 64 * 1024 * 1024;
const BASIC_DATA = 'ebd0a0a2-b9e5-4433-87c0-68b6b72699c7';

export interface FreePaddingInput {
  readonly source: ByteSource;
  readonly volumes: VolumeDescriptors;
  readonly trees: readonly IsoTree[];
  readonly bootCatalog: BootCatalog | undefined;
  readonly tables: PartitionTables;
}

/**
 * The zero blocks behind the content which belong to nothing: no tree, continuation area, path table, boot image or
 * partition with content covers them, and they lie inside the volume and before the backup GPT. Empty when there are none.
 */
export function findFreePadding(input: FreePaddingInput): BlockRange {
  const { source, volumes, tables } = input;
  const content = contentRanges(input);
  const contentEnd = endOf(content);
  const occupied = [...content, ...partitionRanges(tables)];
  const limits = [Math.floor(source.sizeBytes / BLOCK_BYTES), ...input.trees.map((tree) => tree.volume.volumeBlocks)];
  if (tables.gpt?.backupStartBytes !== undefined) limits.push(Math.floor(tables.gpt.backupStartBytes / BLOCK_BYTES));
  const limit = Math.min(volumes.primary.volumeBlocks, ...limits);
  const gaps = gapsBehind(contentEnd, limit, occupied).map((gap) => zeroTail(source, gap));
  return gaps.reduce((best, gap) => (gap.end - gap.start > best.end - best.start ? gap : best), {
    start: limit,
    end: limit,
  });
}

/** The first block behind all of these. They can be more than a call takes arguments. */
export function endOf(ranges: readonly BlockRange[]): number {
  return ranges.reduce((last, { end }) => Math.max(last, end), 0);
}

/** Every block range that something of the image's own structure uses. */
export function contentRanges(input: Omit<FreePaddingInput, 'source' | 'tables'>): readonly BlockRange[] {
  const { volumes, trees, bootCatalog } = input;
  const ranges: BlockRange[] = [{ start: 0, end: Math.max(SYSTEM_AREA_BLOCKS, volumes.endBlock) }];
  for (const tree of trees) {
    for (const directory of tree.directories) ranges.push(run(directory.block, directory.sizeBytes));
    for (const area of tree.continuations) ranges.push(run(area.block, area.offset + area.length));
    for (const entry of tree.entries.values()) {
      for (const piece of entry.pieces) if (piece.sizeBytes > 0) ranges.push(run(piece.block, piece.sizeBytes));
    }
    const { l, l2, m, m2 } = tree.volume.pathTables;
    for (const block of [l, l2, m, m2]) if (block !== 0) ranges.push(run(block, tree.volume.pathTableBytes));
  }
  if (bootCatalog) ranges.push(run(bootCatalog.block, BLOCK_BYTES));
  for (const image of bootCatalog?.images ?? []) ranges.push(run(image.block, Math.max(image.sizeBytes, BLOCK_BYTES)));
  return ranges;
}

/**
 * Whether a partition stands for content of its own (ESP, HFS+, appended data). Not so: the protective entry, the
 * entry that is the ISO itself (it holds the superblock), and the fillers xorriso calls Gap.
 */
export function holdsContent(partition: Partition): boolean {
  const superblock = SYSTEM_AREA_BLOCKS * BLOCK_BYTES;
  const isImageItself = partition.startBytes <= superblock && partition.startBytes + partition.sizeBytes > superblock;
  if (isImageItself) return false;
  if (partition.table === 'mbr') return partition.type !== 'ee';
  if (partition.table === 'gpt') return !(partition.type === BASIC_DATA && /^Gap\d*$/.test(partition.name));
  return !(partition.type === 'ISO9660_data' || /^Gap\d*$/.test(partition.name));
}

/** The blocks of the partitions that stand for content of their own. */
export function partitionRanges({ partitions }: PartitionTables): readonly BlockRange[] {
  return partitions.filter(holdsContent).map(({ startBytes, sizeBytes }) => toBlocks(startBytes, sizeBytes));
}

function run(block: number, sizeBytes: number): BlockRange {
  return { start: block, end: block + blocksOf(sizeBytes) };
}

export function toBlocks(startBytes: number, sizeBytes: number): BlockRange {
  return { start: Math.floor(startBytes / BLOCK_BYTES), end: Math.ceil((startBytes + sizeBytes) / BLOCK_BYTES) };
}

function gapsBehind(from: number, limit: number, occupied: readonly BlockRange[]): readonly BlockRange[] {
  const gaps: BlockRange[] = [];
  let start = from;
  for (const range of [...occupied].sort((a, b) => a.start - b.start)) {
    if (range.end <= start) continue;
    if (range.start >= limit) break;
    if (range.start > start) gaps.push({ start, end: range.start });
    start = range.end;
  }
  if (start < limit) gaps.push({ start, end: limit });
  return gaps;
}

/** The part of a gap behind its last non-zero block (checksum tags and the like stay where they are). */
function zeroTail(source: ByteSource, gap: BlockRange): BlockRange {
  const end = Math.min(gap.end, gap.start + SCAN_LIMIT_BYTES / BLOCK_BYTES);
  const bytes = source.read(gap.start * BLOCK_BYTES, (end - gap.start) * BLOCK_BYTES);
  let start = end;
  while (start > gap.start) {
    const at = (start - 1 - gap.start) * BLOCK_BYTES;
    if (!isZero(bytes.subarray(at, at + BLOCK_BYTES))) break;
    start -= 1;
  }
  return { start, end };
}
