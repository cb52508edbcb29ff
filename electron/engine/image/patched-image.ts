import type { BaseAnalysis } from './analyse-base.ts';
import { type ByteSource, type Extent, patchedByteSource } from './byte-source.ts';
import { readVolumeDescriptors } from './iso/volume-descriptors.ts';
import { type IsoTree, walkTree } from './iso/walk-tree.ts';

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

/** Reads base and patch as one image; a sentence when it has other trees than the base. */
export function readPatched(patch: PatchToVerify, sizeBytes: number): PatchedImage | string {
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

/** How a root stands to the base's. */
export function rootChange(before: IsoTree, after: IsoTree): 'same-place' | 'longer' | 'elsewhere' {
  const [old, now] = [before.volume.root, after.volume.root];
  if (old.block !== now.block) return 'elsewhere';
  return old.sizeBytes === now.sizeBytes ? 'same-place' : 'longer';
}
