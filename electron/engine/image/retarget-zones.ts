import { fail } from '../../api/diagnostic.ts';
import type { Zone } from '../../api/drive.ts';
import type { BaseAnalysis } from './analyse-base.ts';
import type { ByteSource, Extent } from './byte-source.ts';
import { growingFields, grownSizeBytes } from './grow-image.ts';
import { canGrow } from './growth-room.ts';
import { BLOCK_BYTES } from './iso/sector.ts';
import { fieldsNamingRoot } from './name-root.ts';
import { digestReplaced, type Overlay } from './overlay.ts';
import { ADDED_LIMIT_BLOCKS, BLOCKS_BEFORE, BLOCKS_BEHIND } from './patch-limits.ts';

/** What is written for a zone begins and ends with these, so that sticks with sectors of 4096 bytes take it as it is. */
const WRITE_UNIT_BYTES = 4096;
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
export function largestImageBytes(analysis: BaseAnalysis): number {
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

function roundOut({ offset, length }: Zone): Zone {
  const start = Math.floor(offset / WRITE_UNIT_BYTES) * WRITE_UNIT_BYTES;
  return { offset: start, length: Math.ceil((offset + length) / WRITE_UNIT_BYTES) * WRITE_UNIT_BYTES - start };
}

function join(zones: readonly Zone[]): readonly Zone[] {
  const sorted = zones.filter(({ length }) => length > 0).sort((a, b) => a.offset - b.offset);
  for (let gap = 0; ; gap = Math.max(WRITE_UNIT_BYTES, gap * 4)) {
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

/** What re-targeting writes, and how a file or stick ends afterwards. */
export interface RetargetPlan {
  /** Size of the new image. A file is cut or lengthened to it. */
  readonly imageSizeBytes: number;
  /** Bytes that must stand in the image afterwards, for every zone in it: sorted, disjoint, in whole 4096 bytes. */
  readonly writes: readonly Extent[];
  /** On a device this range behind the image must be zero afterwards: an older image may have been longer. Length may be 0. */
  readonly blank: { readonly offset: number; readonly length: number };
}

/**
 * What has to stand where, so that any image made from `base` becomes the one of `overlay`: for every zone the base's
 * bytes with the overlay's laid over. Pure but for reading the base. Errors: `image.overlay-other-base`,
 * `image.overlay-reaches-too-far` (it was made with other rules than ours).
 */
export function planRetarget(base: ByteSource, analysis: BaseAnalysis, { header, extents }: Overlay): RetargetPlan {
  const seen = digestReplaced(base, extents);
  if (header.base.sizeBytes !== base.sizeBytes || header.replacedSha256 !== seen) {
    const params = { file: `${header.node}.overlay`, expected: header.base.sha256, seen };
    throw fail('image.overlay-other-base', { params });
  }
  const zones = join(retargetZones(analysis).map(roundOut));
  for (const { offset, bytes } of extents) {
    const inside = zones.some((zone) => zone.offset <= offset && offset + bytes.length <= zone.offset + zone.length);
    if (!inside) throw fail('image.overlay-reaches-too-far', { params: { node: header.node, position: offset } });
  }
  const { imageSizeBytes } = header;
  const writes = zones
    .map(({ offset, length }) => ({ offset, length: Math.min(length, imageSizeBytes - offset) }))
    .filter(({ length }) => length > 0)
    .map(({ offset, length }) => ({ offset, bytes: layOver(base, extents, offset, length) }));
  const end = Math.max(imageSizeBytes, largestImageBytes(analysis));
  return { imageSizeBytes, writes, blank: { offset: imageSizeBytes, length: end - imageSizeBytes } };
}

/** Bytes of the base, zeros behind its end, with the extents over them. */
function layOver(base: ByteSource, extents: readonly Extent[], offset: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  const fromBase = Math.max(0, Math.min(length, base.sizeBytes - offset));
  if (fromBase > 0) bytes.set(base.read(offset, fromBase));
  for (const extent of extents) {
    const from = Math.max(offset, extent.offset);
    const to = Math.min(offset + length, extent.offset + extent.bytes.length);
    if (from < to) bytes.set(extent.bytes.subarray(from - extent.offset, to - extent.offset), from - offset);
  }
  return bytes;
}
