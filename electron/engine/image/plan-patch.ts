import { DiagnosticError, fail } from '../../api/diagnostic.ts';
import { type BaseAnalysis, hasAreaInRoot } from './analyse-base.ts';
import { type ArrangedRoot, arrangeRoot, type NewFile, type PlacedFile, type RootForm } from './arrange-root.ts';
import type { Extent } from './byte-source.ts';
import { growImage, grownSizeBytes } from './grow-image.ts';
import { canGrow } from './growth-room.ts';
import { BLOCK_BYTES, blocksOf } from './iso/sector.ts';
import { nameRoot } from './name-root.ts';
import { PatchCanvas } from './patch-canvas.ts';
import { ADDED_LIMIT_BYTES, BLOCKS_BEFORE, BLOCKS_BEHIND } from './patch-limits.ts';
import { rewriteOffer } from './rewrite-offer.ts';

/** Where the new bytes go. pad: the padding, size unchanged. append: behind it, the image grows. */
export type PatchPlace = 'pad' | 'append';

/** What to write over the base, in order and disjoint; `sizeBytes` is the size of the image afterwards. */
export interface ImagePatch {
  readonly extents: readonly Extent[];
  readonly sizeBytes: number;
  readonly files: readonly PlacedFile[];
  readonly place: PatchPlace;
  /** The form of each root, primary first. */
  readonly roots: readonly RootForm[];
}

export interface PlanOptions {
  /** Asked for by hand: a root may be copied elsewhere, and kinds are patched whose refusal offers it. */
  readonly rewrite?: boolean | undefined;
}

/** Blocks that new files can take in the padding of this base. */
export function freeBlocks(analysis: BaseAnalysis): number {
  return Math.max(0, analysis.padding.end - analysis.padding.start - BLOCKS_BEFORE - BLOCKS_BEHIND);
}

/**
 * Plans the patch that adds `files` to the root of every tree, in the form that changes least: into the zero padding
 * before growing the image, roots edited in place before extended before (only when asked) copied elsewhere. A file of
 * the same name is replaced. Pure and deterministic: equal input, equal bytes. No content moves; volume dates, ids and
 * the boot catalogue are never touched, partition tables only where the image grows.
 *
 * Errors: the base's refusals, `image.no-padding`, `image.added-too-large`, `image.root-full`,
 * `image.unknown-sort-order`.
 */
export function planPatch(analysis: BaseAnalysis, files: readonly NewFile[], options: PlanOptions = {}): ImagePatch {
  const mayRelocate = options.rewrite ?? false;
  const refusal = analysis.refusals.find(({ code }) => !(mayRelocate && rewriteOffer(code) === 'offered'));
  if (refusal) throw new DiagnosticError(refusal);
  const sorted = [...files].sort((a, b) => (a.name < b.name ? -1 : 1));
  const addedBytes = sorted.reduce((sum, { bytes }) => sum + blocksFor(bytes) * BLOCK_BYTES, 0);
  if (addedBytes > ADDED_LIMIT_BYTES) {
    throw fail('image.added-too-large', { params: { addedBytes, limitBytes: ADDED_LIMIT_BYTES } });
  }
  const arranged = analysis.trees.map((tree, index) => {
    const extensionBlocks = analysis.extensions[index]?.blocks ?? 0;
    return arrangeRoot(tree, sorted, { extensionBlocks, mayRelocate, mustRelocate: hasAreaInRoot(tree) });
  });
  const neededBlocks = addedBytes / BLOCK_BYTES + arranged.reduce((sum, root) => sum + blocksInTail(analysis, root), 0);
  const { place, start, sizeBytes } = choosePlace(analysis, neededBlocks);
  const canvas = new PatchCanvas(analysis.keptBlocks);
  if (place === 'append' && canGrow(analysis.growth)) growImage(canvas, analysis, analysis.growth, sizeBytes);
  const placed = placeAll(canvas, analysis, arranged, sorted, start);
  return { extents: canvas.extents(), sizeBytes, files: placed, place, roots: arranged.map(({ form }) => form) };
}

function blocksFor(bytes: Uint8Array): number {
  return Math.max(1, blocksOf(bytes.length));
}

/** What a root needs among the new blocks: its moved continuation area, or itself. */
function blocksInTail(analysis: BaseAnalysis, { form, blocks, tree }: ArrangedRoot): number {
  if (form === 'relocate') return blocks;
  return form === 'extend' ? (analysis.extensions[analysis.trees.indexOf(tree)]?.blocks ?? 0) : 0;
}

function choosePlace(
  analysis: BaseAnalysis,
  neededBlocks: number,
): { readonly place: PatchPlace; readonly start: number; readonly sizeBytes: number } {
  const { growth, padding, sizeBytes } = analysis;
  if (neededBlocks <= freeBlocks(analysis)) return { place: 'pad', start: padding.start + BLOCKS_BEFORE, sizeBytes };
  if (!canGrow(growth)) {
    const params = { neededBytes: neededBlocks * BLOCK_BYTES, freeBytes: freeBlocks(analysis) * BLOCK_BYTES };
    throw fail('image.no-padding', { params, evidence: [growth.reason] });
  }
  const start = growth.tailStart + BLOCKS_BEFORE;
  return { place: 'append', start, sizeBytes: grownSizeBytes(analysis, growth, start + neededBlocks) };
}

/** Lays moved areas, copied roots and files one behind the other, and lets everything name the roots where they are. */
function placeAll(
  canvas: PatchCanvas,
  analysis: BaseAnalysis,
  arranged: readonly ArrangedRoot[],
  files: readonly NewFile[],
  start: number,
): readonly PlacedFile[] {
  let next = start;
  const take = (blocks: number) => {
    next += blocks;
    return next - blocks;
  };
  const places = arranged.map((root, index) => {
    const block = take(blocksInTail(analysis, root));
    const { area } = root.form === 'extend' ? (analysis.extensions[index] ?? {}) : {};
    if (area) canvas.write(block * BLOCK_BYTES, area);
    const rootBlock = root.form === 'relocate' ? block : root.tree.volume.root.block;
    return { rootBlock, areaBlock: area ? block : undefined };
  });
  const placed = files.map((file) => ({ ...file, block: take(blocksFor(file.bytes)) }));
  for (const { block, bytes } of placed) canvas.lay(block, bytes);
  for (const [index, root] of arranged.entries()) {
    const at = places[index] as (typeof places)[number];
    canvas.write(at.rootBlock * BLOCK_BYTES, root.build(at, placed));
    if (root.form !== 'in-place') nameRoot(canvas, root.tree, at.rootBlock, root.blocks * BLOCK_BYTES);
  }
  return placed;
}
