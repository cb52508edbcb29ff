import type { OverlayPatch } from './read-overlay.ts';

/** Partition tables, boot code and the volume descriptors lie in here: without it nothing starts. */
export const HEAD_BYTES = 1024 * 1024;

/** The image to be on the drive: a base, with some bytes laid over it. */
export interface Image {
  readonly baseSizeBytes: number;
  readonly sizeBytes: number;
  readonly extents: readonly ImageExtent[];
  /** SHA-256 the base must have; undefined for a complete image. */
  readonly baseSha256: string | undefined;
  /** SHA-256 of the base's bytes under the extents. */
  readonly replacedSha256: string | undefined;
}

/** Sorted and disjoint. */
export interface ImageExtent {
  readonly offset: number;
  readonly bytes: Uint8Array;
  /** The base's own bytes under it, zeros behind the base's end; filled in as the base passes. */
  readonly replaced: Uint8Array;
}

export function imageOf(baseSizeBytes: number, patch: OverlayPatch | undefined): Image {
  return {
    baseSizeBytes,
    sizeBytes: patch?.imageSizeBytes ?? baseSizeBytes,
    extents: (patch?.extents ?? []).map((extent) => ({ ...extent, replaced: new Uint8Array(extent.bytes.length) })),
    baseSha256: patch?.baseSha256,
    replacedSha256: patch?.replacedSha256,
  };
}

/** The part of an extent that falls into a range of the image. */
export interface Overlap {
  readonly from: number;
  readonly to: number;
  readonly bytes: Uint8Array;
  readonly replaced: Uint8Array;
}

export function overlaps(image: Image, position: number, length: number): readonly Overlap[] {
  const parts: Overlap[] = [];
  for (const { offset, bytes, replaced } of image.extents) {
    const from = Math.max(position, offset);
    const to = Math.min(position + length, offset + bytes.length);
    if (from >= to) continue;
    parts.push({
      from,
      to,
      bytes: bytes.subarray(from - offset, to - offset),
      replaced: replaced.subarray(from - offset, to - offset),
    });
  }
  return parts;
}
