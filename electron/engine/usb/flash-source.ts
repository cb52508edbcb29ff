import { statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { fail } from '../../api/diagnostic.ts';
import { type BaseDigest, digestBase, findByDigest } from '../image/base-digest.ts';
import { openByteSource } from '../image/byte-source.ts';
import { fileStamp } from '../image/file-stamp.ts';
import { BLOCK_BYTES } from '../image/iso/sector.ts';
import { readVolumeDescriptors } from '../image/iso/volume-descriptors.ts';
import { isOverlayFile, type OverlayHeader, readOverlay } from '../image/overlay.ts';

export interface FlashSource {
  /** The base of an overlay, or the complete image. */
  readonly basePath: string;
  /** Of the base, as it was when its digest was taken. */
  readonly baseStamp: string;
  readonly overlayPath: string | null;
  readonly overlay: OverlayHeader | undefined;
  readonly imageBytes: number;
}

export interface FlashSourceOptions {
  /** The base of an overlay; without it the last known place of a file with the overlay's digest. */
  readonly basePath?: string | undefined;
  readonly cacheFolder?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onDigest?: ((doneBytes: number, totalBytes: number) => void) | undefined;
  /** Bases hashed in this run already, by path: several images of one base hash it once, also without a cache. */
  readonly digests?: Map<string, BaseDigest> | undefined;
}

/**
 * An overlay with its base, or a complete ISO, found and looked at. The base's digest may come from the cache: writing reads
 * and proves it again. Errors: `image.*`, `flash.base-needed`.
 */
export async function openFlashSource(imagePath: string, options: FlashSourceOptions): Promise<FlashSource> {
  const { cacheFolder, signal } = options;
  if (!isOverlayFile(imagePath)) {
    const source = openByteSource(imagePath);
    try {
      const { primary } = readVolumeDescriptors(source);
      const imageBytes = source.sizeBytes;
      const length = primary.volumeBlocks * BLOCK_BYTES;
      // A download that broke off would be written, read back and found equal.
      if (length > imageBytes)
        throw fail('image.truncated', { params: { position: 0, length, sizeBytes: imageBytes } });
      const baseStamp = fileStamp(statSync(imagePath, { bigint: true }));
      return { basePath: resolve(imagePath), baseStamp, overlayPath: null, overlay: undefined, imageBytes };
    } finally {
      source.close();
    }
  }
  const { header } = readOverlay(imagePath);
  const known = cacheFolder === undefined ? undefined : await findByDigest(header.base.sha256, cacheFolder);
  const basePath = options.basePath ?? known;
  if (basePath === undefined) {
    throw fail('flash.base-needed', { params: { file: basename(imagePath), sha256: header.base.sha256 } });
  }
  const seen =
    options.digests?.get(basePath) ??
    (await digestBase(basePath, { cacheFolder, signal, onProgress: options.onDigest }));
  options.digests?.set(basePath, seen);
  if (seen.sha256 !== header.base.sha256) {
    const params = { file: basename(imagePath), expected: header.base.sha256, seen: seen.sha256 };
    throw fail('image.overlay-other-base', { params, subject: { file: imagePath } });
  }
  return {
    basePath: resolve(basePath),
    baseStamp: seen.stamp,
    overlayPath: resolve(imagePath),
    overlay: header,
    imageBytes: header.imageSizeBytes,
  };
}

/** Files that must not lie on the drive that is written. */
export function sourcePathsOf({ basePath, overlayPath }: FlashSource): readonly string[] {
  return overlayPath === null ? [basePath] : [basePath, overlayPath];
}
