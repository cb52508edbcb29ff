import { DiagnosticError, fail } from '../../api/diagnostic.ts';
import type { BaseAnalysis } from './analyse-base.ts';
import { type ByteSource, type Extent, patchedByteSource } from './byte-source.ts';
import { readVolumeDescriptors } from './iso/volume-descriptors.ts';
import { type IsoTree, walkTree } from './iso/walk-tree.ts';
import { checkDescriptors } from './verify-descriptors.ts';
import { checkExtents, checkOrder } from './verify-extents.ts';
import { checkTables } from './verify-tables.ts';
import { checkFiles, checkPathTables, checkRoot, compareTrees } from './verify-trees.ts';

export interface PatchToVerify {
  readonly base: ByteSource;
  /** The structure of the base as read from it (not from the plan). */
  readonly analysis: BaseAnalysis;
  readonly extents: readonly Extent[];
  /** Size of the image afterwards; default that of the base. */
  readonly sizeBytes?: number | undefined;
  /** What must be in the root afterwards, by name. */
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  /** Whether a root may have been copied elsewhere: only where it was asked for. */
  readonly mayRelocate?: boolean | undefined;
}

/** A base and the same image with the patch over it, both read anew. */
export interface PatchedImage extends PatchToVerify {
  readonly sizeBytes: number;
  readonly patched: ByteSource;
  readonly grown: boolean;
  /** Trees before and after, primary first. */
  readonly pairs: readonly { readonly before: IsoTree; readonly after: IsoTree }[];
}

/**
 * Checks a patch without trusting who made it: reads base and patch together as one image and compares with the base.
 * Gives back what does not hold, in English, as evidence; empty = the patch is good. Nothing of the plan but its bytes
 * is looked at. The rules are those of `iso-findings.md`, "What a validator should check".
 */
export function findPatchFaults(patch: PatchToVerify): readonly string[] {
  const faults: string[] = [];
  const sizeBytes = patch.sizeBytes ?? patch.base.sizeBytes;
  if (sizeBytes < patch.base.sizeBytes) return [`the image shrinks to ${sizeBytes} bytes`];
  checkOrder(patch.extents, sizeBytes, faults);
  if (faults.length > 0) return faults;
  try {
    const image = readPatched(patch, sizeBytes);
    if (typeof image === 'string') return [image];
    checkExtents(image, faults);
    if (faults.length > 0) return faults;
    checkDescriptors(image, faults);
    checkTables(image, faults);
    for (const { before, after } of image.pairs) {
      compareTrees(image, before, after, faults);
      checkRoot(image, before, after, faults);
      checkPathTables(image, before, after, faults);
      checkFiles(image, after, faults);
    }
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    faults.push(`the patched image cannot be read: ${error.message} ${error.diagnostics[0].evidence.join(' ')}`);
  }
  return faults;
}

/** Reads base and patch as one image; a sentence when it has other trees than the base. */
function readPatched(patch: PatchToVerify, sizeBytes: number): PatchedImage | string {
  const { base, analysis } = patch;
  const patched = patchedByteSource(base, patch.extents, sizeBytes);
  const volumes = readVolumeDescriptors(patched);
  const trees = [volumes.primary, ...(volumes.joliet ? [volumes.joliet] : [])].map((volume) =>
    walkTree(patched, volume),
  );
  if (trees.length !== analysis.trees.length || volumes.endBlock !== analysis.volumes.endBlock) {
    return `${trees.length} trees instead of ${analysis.trees.length}`;
  }
  const pairs = analysis.trees.map((before, index) => ({ before, after: trees[index] as IsoTree }));
  return { ...patch, sizeBytes, patched, grown: sizeBytes > base.sizeBytes, pairs };
}

/** As {@link findPatchFaults}, throwing `image.patch-refused` with the faults as evidence. */
export function verifyPatch(patch: PatchToVerify): void {
  const faults = findPatchFaults(patch);
  if (faults.length > 0) throw fail('image.patch-refused', { evidence: faults.slice(0, 20) });
}

/** How a root stands to the base's. */
export function rootChange(before: IsoTree, after: IsoTree): 'same-place' | 'longer' | 'elsewhere' {
  const [old, now] = [before.volume.root, after.volume.root];
  if (old.block !== now.block) return 'elsewhere';
  return old.sizeBytes === now.sizeBytes ? 'same-place' : 'longer';
}
