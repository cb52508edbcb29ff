import { fail } from '../../api/diagnostic.ts';
import type { Zone } from '../../api/drive.ts';
import type { BaseAnalysis } from './analyse-base.ts';
import type { ByteSource, Extent } from './byte-source.ts';
import type { BlockRange } from './free-padding.ts';
import { grownSizeBytes } from './grow-image.ts';
import { canGrow } from './growth-room.ts';
import { BLOCK_BYTES, SYSTEM_AREA_BLOCKS } from './iso/sector.ts';
import { blocksNamingRoot } from './name-root.ts';
import { digestReplaced, type Overlay } from './overlay.ts';
import { ADDED_LIMIT_BLOCKS, BLOCKS_BEFORE, BLOCKS_BEHIND } from './patch-limits.ts';

/** Zones begin and end with these, so that sticks with sectors of 4096 bytes take them as they are. */
const ZONE_UNIT_BYTES = 4096;
/** More zones than this are joined: the request that carries them is bounded, and so is the number of writes. */
const ZONE_LIMIT = 1000;

/**
 * Every range of bytes that any patch of ours on this base may have written: roots and what they can grow over, what
 * names a root, the padding, and where the image can grow the tables, the backup GPT and all that may stand behind the
 * base's end. Sorted, disjoint, in whole 4096 bytes. What lies outside is the base's in every image made from it.
 */
export function retargetZones(analysis: BaseAnalysis): readonly Zone[] {
  const { trees, growth, padding, extensions, sizeBytes } = analysis;
  const added = mostAddedBlocks(analysis);
  const ranges: BlockRange[] = [{ start: padding.start, end: Math.min(padding.end, padding.start + added) }];
  for (const [index, tree] of trees.entries()) {
    const { block, sizeBytes: rootBytes } = tree.volume.root;
    ranges.push({ start: block, end: block + rootBytes / BLOCK_BYTES + (extensions[index]?.blocks ?? 0) });
    for (const named of blocksNamingRoot(tree)) ranges.push({ start: named, end: named + 1 });
  }
  if (canGrow(growth)) {
    const { tailStart, staleBackup } = growth;
    const end = largestImageBytes(analysis) / BLOCK_BYTES;
    ranges.push({ start: 0, end: SYSTEM_AREA_BLOCKS });
    ranges.push({ start: tailStart, end: tailStart + added });
    ranges.push({ start: sizeBytes / BLOCK_BYTES, end });
    if (staleBackup) ranges.push(staleBackup);
  }
  return join(ranges.map(({ start, end }) => toZone(start * BLOCK_BYTES, end * BLOCK_BYTES)));
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

function toZone(start: number, end: number): Zone {
  const offset = Math.floor(start / ZONE_UNIT_BYTES) * ZONE_UNIT_BYTES;
  return { offset, length: Math.ceil(end / ZONE_UNIT_BYTES) * ZONE_UNIT_BYTES - offset };
}

function join(zones: readonly Zone[]): readonly Zone[] {
  const sorted = zones.filter(({ length }) => length > 0).sort((a, b) => a.offset - b.offset);
  for (let gap = 0; ; gap = Math.max(ZONE_UNIT_BYTES, gap * 4)) {
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
  /** Bytes that must stand in the image afterwards, for every zone in it: sorted, disjoint. */
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
  const zones = retargetZones(analysis);
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
