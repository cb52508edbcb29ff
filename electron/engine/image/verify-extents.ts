import type { Extent } from './byte-source.ts';
import { type BlockRange, contentRanges, holdsContent, toBlocks } from './free-padding.ts';
import { BLOCK_BYTES, isZero, SYSTEM_AREA_BLOCKS } from './iso/sector.ts';
import type { IsoTree } from './iso/walk-tree.ts';
import { readGpt } from './partitions/gpt.ts';
import { type PatchedImage, rootChange } from './patched-image.ts';

/** Zero blocks that must stay before the end, for drives that read ahead. */
const ZERO_BLOCKS_AT_END = 16;

/** Extents are sorted, disjoint, of whole blocks and inside the image. */
export function checkOrder(extents: readonly Extent[], sizeBytes: number, faults: string[]): void {
  let last = 0;
  for (const { offset, bytes } of extents) {
    const what = `extent of ${bytes.length} bytes at ${offset}`;
    if (offset % BLOCK_BYTES !== 0 || bytes.length % BLOCK_BYTES !== 0 || bytes.length === 0) {
      faults.push(`${what}: no whole blocks`);
    }
    if (offset < last) faults.push(`${what}: not sorted or overlapping`);
    if (offset + bytes.length > sizeBytes) faults.push(`${what}: outside the image`);
    last = offset + bytes.length;
  }
}

/**
 * Extents lie only where this patch has to write: the roots; free zero blocks;
 * the tables and the backup GPT only when the image grows; what names a root only when that root is longer or elsewhere.
 * The continuation area behind a root that grew over it stands again, byte for byte, where '.' now says.
 */
export function checkExtents(image: PatchedImage, faults: string[]): void {
  const { base, extents } = image;
  const structural = structuralBlocks(image, faults);
  const occupied = occupiedRanges(image);
  const { zeroLike, end } = growthRanges(image);
  let lastUsed = 0;
  for (const { offset, bytes } of extents) {
    const start = offset / BLOCK_BYTES;
    const stop = start + bytes.length / BLOCK_BYTES;
    const what = `extent of blocks ${start} to ${stop - 1}`;
    for (let block = start; block < stop; block += 1) {
      if (structural.has(block)) continue;
      const within = ({ start: from, end: to }: BlockRange) => from <= block && block < to;
      if (occupied.some(within)) faults.push(`${what}: overlaps content at block ${block}`);
      else if (block >= end && !image.grown) faults.push(`${what}: behind the volume or on the backup GPT`);
      else if (!isBlank(image, block, zeroLike)) faults.push(`${what}: the base is not zero at block ${block}`);
      else if (block < end) lastUsed = Math.max(lastUsed, block + 1);
      if (faults.length > 20) return;
    }
  }
  if (faults.length > 0) return;
  checkEnd(image, lastUsed, end, faults);
  checkNothingHidden(image, structural, faults);
  if (base.sizeBytes % BLOCK_BYTES !== 0 && image.grown) faults.push('the base does not end with a block');
}

function isBlank({ base }: PatchedImage, block: number, zeroLike: readonly BlockRange[]): boolean {
  const at = block * BLOCK_BYTES;
  if (at >= base.sizeBytes) return true;
  if (zeroLike.some(({ start, end }) => start <= at && at + BLOCK_BYTES <= end)) return true;
  const bytes = base.read(at, Math.min(BLOCK_BYTES, base.sizeBytes - at));
  for (const { start, end } of zeroLike) {
    bytes.fill(0, Math.min(bytes.length, Math.max(0, start - at)), Math.max(0, Math.min(bytes.length, end - at)));
  }
  return isZero(bytes);
}

/** The byte range of the old backup GPT, which counts as zero in an image that grows; and where its new end part begins. */
function growthRanges(image: PatchedImage): { readonly zeroLike: readonly BlockRange[]; readonly end: number } {
  const { analysis, grown, patched, sizeBytes } = image;
  const { gpt } = analysis.tables;
  if (!grown) {
    const volumeEnd = Math.min(...analysis.trees.map(({ volume }) => volume.volumeBlocks));
    const backup = gpt?.backupStartBytes ?? image.base.sizeBytes;
    return { zeroLike: [], end: Math.min(volumeEnd, Math.floor(backup / BLOCK_BYTES)) };
  }
  const old =
    gpt?.backupStartBytes === undefined || gpt.backupEndBytes === undefined
      ? []
      : [{ start: gpt.backupStartBytes, end: gpt.backupEndBytes }];
  const now = gpt && readGpt(patched)?.backupStartBytes;
  return { zeroLike: old, end: Math.floor((now ?? sizeBytes) / BLOCK_BYTES) };
}

/** Blocks of structure that may be written, because this patch changes what stands there. What in them is checked elsewhere. */
function structuralBlocks(image: PatchedImage, faults: string[]): ReadonlySet<number> {
  const blocks = new Set<number>();
  const add = (start: number, count = 1) => {
    for (let block = start; block < start + count; block += 1) blocks.add(block);
  };
  if (image.grown) add(0, SYSTEM_AREA_BLOCKS);
  for (const { before, after } of image.pairs) {
    const { root } = before.volume;
    const change = rootChange(before, after);
    if (change === 'elsewhere' && !image.mayRelocate) faults.push(`${before.volume.kind}: the root is elsewhere`);
    if (image.grown || change !== 'same-place') add(before.volume.block);
    if (change !== 'elsewhere') add(root.block, root.sizeBytes / BLOCK_BYTES);
    if (change === 'same-place') continue;
    for (const directory of before.directories.slice(1)) {
      if (directory.records[1]?.block === root.block) add(directory.block);
    }
    if (change === 'longer') addGrownOver(image, before, after, add, faults);
    else for (const block of Object.values(before.volume.pathTables)) if (block !== 0) add(block);
  }
  return blocks;
}

/** The blocks a root grew over, if only its own moved continuation area stood there. */
function addGrownOver(
  { base, patched, analysis }: PatchedImage,
  before: IsoTree,
  after: IsoTree,
  add: (start: number, count: number) => void,
  faults: string[],
): void {
  const { root, kind } = before.volume;
  const [area, ...others] = before.continuations;
  const [moved] = after.continuations;
  const start = root.block + root.sizeBytes / BLOCK_BYTES;
  const end = root.block + after.volume.root.sizeBytes / BLOCK_BYTES;
  if (end < start || !area?.ofRootSelf || others.length > 0 || area.block < start || area.block >= end) {
    faults.push(`${kind}: the root grows over what is not its own`);
    return;
  }
  const text = base.read(area.block * BLOCK_BYTES + area.offset, area.length);
  const rest = base.read(start * BLOCK_BYTES, (end - start) * BLOCK_BYTES);
  const from = (area.block - start) * BLOCK_BYTES + area.offset;
  if (!isZero(rest.subarray(0, from)) || !isZero(rest.subarray(from + area.length))) {
    faults.push(`${kind}: behind the root there is more than its continuation area`);
  }
  const trees = analysis.trees.map((tree) => (tree === before ? { ...tree, continuations: [] } : tree));
  const content = contentRanges({ volumes: analysis.volumes, trees, bootCatalog: analysis.bootCatalog });
  if (content.some((range) => range.start < end && start < range.end)) {
    faults.push(`${kind}: the root grows over content`);
  }
  const now = moved && patched.read(moved.block * BLOCK_BYTES + moved.offset, moved.length);
  if (!now?.equals(text) || moved === undefined || moved.block < end) {
    faults.push(`${kind}: the continuation area of the root is not where '.' says`);
  }
  add(start, end - start);
}

function occupiedRanges({ analysis }: PatchedImage): readonly BlockRange[] {
  const { volumes, trees, bootCatalog, tables } = analysis;
  const own = tables.partitions.filter(holdsContent);
  return [
    ...contentRanges({ volumes, trees, bootCatalog }),
    ...own.map(({ startBytes, sizeBytes }) => toBlocks(startBytes, sizeBytes)),
  ];
}

/**
 * What a patch writes belongs to something: blocks that no file, directory, continuation area or partition table of the
 * patched image covers are zero, and so is what is left of an old backup GPT.
 */
function checkNothingHidden(image: PatchedImage, structural: ReadonlySet<number>, faults: string[]): void {
  const { analysis, patched, pairs, extents, grown } = image;
  const gpt = grown ? readGpt(patched) : undefined;
  const named = [
    ...contentRanges({ volumes: analysis.volumes, trees: pairs.map(({ after }) => after), bootCatalog: undefined }),
  ];
  if (gpt?.backupStartBytes !== undefined && gpt.backupEndBytes !== undefined) {
    named.push(toBlocks(gpt.backupStartBytes, gpt.backupEndBytes - gpt.backupStartBytes));
  }
  const written = extents.map(({ offset, bytes }) => toBlocks(offset, bytes.length));
  const old = grown ? analysis.tables.gpt : undefined;
  if (old?.backupStartBytes !== undefined && old.backupEndBytes !== undefined) {
    written.push(toBlocks(old.backupStartBytes, old.backupEndBytes - old.backupStartBytes));
  }
  for (const { start, end } of written) {
    for (let block = start; block < end; block += 1) {
      if (structural.has(block) || named.some((range) => range.start <= block && block < range.end)) continue;
      if (!isZero(patched.read(block * BLOCK_BYTES, BLOCK_BYTES)))
        faults.push(`block ${block} is written and belongs to nothing`);
    }
  }
}

/** Behind the last added block there are zeros enough, up to the backup GPT or the end. */
function checkEnd({ patched }: PatchedImage, lastUsed: number, end: number, faults: string[]): void {
  if (lastUsed === 0) return;
  const isClear =
    end - lastUsed >= ZERO_BLOCKS_AT_END &&
    isZero(patched.read(lastUsed * BLOCK_BYTES, ZERO_BLOCKS_AT_END * BLOCK_BYTES));
  if (!isClear) faults.push(`fewer than ${ZERO_BLOCKS_AT_END} zero blocks behind block ${lastUsed}`);
}
