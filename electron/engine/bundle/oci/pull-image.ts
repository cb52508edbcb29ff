import type { Descriptor, Platform } from './image-documents.ts';
import { formatImageReference, type ImageReference } from './image-reference.ts';
import { inParallel } from './in-parallel.ts';
import type { ImageLayout } from './layout/image-layout.ts';
import type { RegistryClient } from './registry-client.ts';

export interface PullOptions {
  readonly platform?: Platform;
  /** Layers at a time; default 3. */
  readonly parallel?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: { readonly doneBytes: number; readonly totalBytes: number }) => void;
}

export interface PulledImage {
  /** Of the image for the platform: what the site pulls by. */
  readonly descriptor: Descriptor;
  /** Manifest, config and layers. */
  readonly sizeBytes: number;
  /** What had to be fetched of it. */
  readonly fetchedBytes: number;
}

/**
 * Brings the image of one platform into a layout: layers that lie there already are not fetched, those that were cut go on
 * where they stopped. The image is named there last, by its tag and without its digest.
 * @throws registry.*, download.*, oci.*
 */
export async function pullImage(
  client: RegistryClient,
  reference: ImageReference,
  layout: ImageLayout,
  options: PullOptions = {},
): Promise<PulledImage> {
  const { signal, platform, parallel = 3 } = options;
  const { bytes, descriptor, manifest } = await client.platformManifest(reference, platform, signal);
  const parts = [...new Map([manifest.config, ...manifest.layers].map((part) => [part.digest, part])).values()];
  const totalBytes = parts.reduce((sum, { size }) => sum + size, descriptor.size);
  const done = new Map<string, number>();
  let fetchedBytes = descriptor.size;
  const tell = (): void => {
    const doneBytes = [...done.values()].reduce((sum, value) => sum + value, descriptor.size);
    options.onProgress?.({ doneBytes, totalBytes });
  };
  await inParallel(parts, parallel, signal, async (part, stop) => {
    const fetched = await layout.bringBlob(part, (target) =>
      client.blobToFile(reference.repository, part, target, {
        signal: stop,
        onProgress: ({ doneBytes }) => {
          done.set(part.digest, doneBytes);
          tell();
        },
      }),
    );
    if (fetched) fetchedBytes += part.size;
    done.set(part.digest, part.size);
    tell();
  });
  await layout.putBlob(bytes, descriptor.mediaType);
  const { registry, repository, tag } = reference;
  const named = tag === undefined ? undefined : formatImageReference({ registry, repository, tag });
  await layout.addImage(descriptor, named ?? formatImageReference(reference));
  return { descriptor, sizeBytes: totalBytes, fetchedBytes };
}
