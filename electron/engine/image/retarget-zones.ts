import type { Zone } from '../../api/drive.ts';
import type { BaseAnalysis } from './analyse-base.ts';
import { growingFields, grownSizeBytes } from './grow-image.ts';
import { canGrow } from './growth-room.ts';
import { BLOCK_BYTES } from './iso/sector.ts';
import { fieldsNamingRoot } from './name-root.ts';
import { ADDED_LIMIT_BLOCKS, BLOCKS_BEFORE, BLOCKS_BEHIND } from './patch-limits.ts';

/** Zones nearer to each other than this are joined first. */
const NEAR_BYTES = 4096;
/** More zones than this are joined: the request that carries them is bounded, and so is the number of writes. */
const ZONE_LIMIT = 1000;

/**
 * Every range of bytes that any patch of ours on this base may have written: roots and what they can grow over, the fields
 * that name a root, the padding, and where the image can grow the fields of tables and descriptors that tell its end, the
 * backup GPT and all that may stand behind the base's end. Sorted and disjoint; within structure precise to the byte, so
 * that all else of it can be compared. What lies outside is the base's in every image made from it.
 */
export function retargetZones(analysis: BaseAnalysis): readonly Zone[] {
  const { trees, growth, padding, extensions, sizeBytes } = analysis;
  const added = mostAddedBlocks(analysis);
  const zones: Zone[] = [blocks(padding.start, Math.min(padding.end, padding.start + added))];
  for (const [index, tree] of trees.entries()) {
    const { block, sizeBytes: rootBytes } = tree.volume.root;
    zones.push(blocks(block, block + rootBytes / BLOCK_BYTES + (extensions[index]?.blocks ?? 0)));
    zones.push(...fieldsNamingRoot(tree));
    if (canGrow(growth)) zones.push({ offset: tree.volume.block * BLOCK_BYTES + 80, length: 8 });
  }
  if (canGrow(growth)) {
    const { tailStart, staleBackup } = growth;
    zones.push(...growingFields(analysis, growth));
    zones.push(blocks(tailStart, tailStart + added));
    zones.push(blocks(sizeBytes / BLOCK_BYTES, largestImageBytes(analysis) / BLOCK_BYTES));
    if (staleBackup) zones.push(blocks(staleBackup.start, staleBackup.end));
  }
  return join(zones);
}

/** Bytes from the start behind which no image made from this base has anything. */
function largestImageBytes(analysis: BaseAnalysis): number {
  const { growth, sizeBytes } = analysis;
  if (!canGrow(growth)) return sizeBytes;
  return grownSizeBytes(analysis, growth, growth.tailStart + mostAddedBlocks(analysis));
}

/** The most blocks that one patch lays behind the content: files at their limit and every root copied. */
function mostAddedBlocks({ trees, extensions }: BaseAnalysis): number {
  const roots = trees.reduce((sum, tree, index) => {
    // Three records of at most 255 bytes need one more block, two with unlucky packing.
    return sum + tree.volume.root.sizeBytes / BLOCK_BYTES + 2 + (extensions[index]?.blocks ?? 0);
  }, 0);
  return BLOCKS_BEFORE + ADDED_LIMIT_BLOCKS + roots + BLOCKS_BEHIND;
}

function blocks(start: number, end: number): Zone {
  return { offset: start * BLOCK_BYTES, length: (end - start) * BLOCK_BYTES };
}

function join(zones: readonly Zone[]): readonly Zone[] {
  const sorted = zones.filter(({ length }) => length > 0).sort((a, b) => a.offset - b.offset);
  for (let gap = 0; ; gap = Math.max(NEAR_BYTES, gap * 4)) {
    const joined: Zone[] = [];
    for (const zone of sorted) {
      const last = joined.at(-1);
      if (last && zone.offset <= last.offset + last.length + gap) {
        const length = Math.max(last.length, zone.offset + zone.length - last.offset);
        joined[joined.length - 1] = { offset: last.offset, length };
      } else joined.push(zone);
    }
    if (joined.length <= ZONE_LIMIT) return joined;
  }
}
