import type { FileHandle } from 'node:fs/promises';

/** The image to be on the drive: a base, with some bytes laid over it. */
export interface ImageSource {
  readonly base: FileHandle;
  readonly basePath: string;
  readonly baseSizeBytes: number;
  readonly imageSizeBytes: number;
  /** Sorted and disjoint; empty for a complete image. */
  readonly extents: readonly { readonly offset: number; readonly bytes: Uint8Array }[];
  /** SHA-256 the base must have; undefined for a complete image, which is compared byte by byte. */
  readonly baseSha256: string | undefined;
}

/** Fills `into` with base bytes from `position`; zeros behind the base's end. */
export async function readBase(image: ImageSource, into: Uint8Array, position: number): Promise<void> {
  const available = Math.max(0, Math.min(into.length, image.baseSizeBytes - position));
  for (let at = 0; at < available; ) {
    const { bytesRead } = await image.base.read(into, at, available - at, position + at);
    if (bytesRead === 0) throw new Error(`the base ends at ${position + at}`);
    at += bytesRead;
  }
  into.fill(0, available);
}

/** Fills `into` with image bytes: base, then the patch over it. */
export async function readImage(image: ImageSource, into: Uint8Array, position: number): Promise<void> {
  await readBase(image, into, position);
  for (const { from, bytes } of overlaps(image, position, into.length)) into.set(bytes, from - position);
}

/** The parts of the extents that fall into a range of the image. */
export function overlaps(
  image: ImageSource,
  position: number,
  length: number,
): readonly { readonly from: number; readonly to: number; readonly bytes: Uint8Array }[] {
  const parts: { from: number; to: number; bytes: Uint8Array }[] = [];
  for (const { offset, bytes } of image.extents) {
    const from = Math.max(position, offset);
    const to = Math.min(position + length, offset + bytes.length);
    if (from < to) parts.push({ from, to, bytes: bytes.subarray(from - offset, to - offset) });
  }
  return parts;
}
