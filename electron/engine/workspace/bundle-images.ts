import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DiagnosticError } from '../../api/diagnostic.ts';
import { ImageLayout } from '../bundle/oci/layout/image-layout.ts';
import { imageParts } from '../bundle/oci/layout/image-parts.ts';
import type { BundleImage } from '../steps/step.ts';

/** What a part that is not there as it should be is called: the image counts as absent then, and is said so by who needs it. */
const PART_LACKS = new Set(['oci.blob-missing', 'oci.digest-differs']);

/**
 * The images of an OCI layout by their whole name, each with everything that it consists of; one that lacks a part is left out.
 * No layout is an empty one. Manifests are hashed, layers are only looked at (`bundle verify` and the registry hash those).
 * Throws oci.layout-unreadable, oci.document-invalid.
 */
export async function bundleImages(folder: string): Promise<ReadonlyMap<string, BundleImage>> {
  const there = await stat(join(folder, 'oci-layout')).catch(() => undefined);
  if (!there?.isFile()) return new Map();
  const layout = await ImageLayout.open(folder);
  const found = new Map<string, BundleImage>();
  for (const { reference, descriptor } of await layout.images()) {
    if (reference === undefined) continue;
    const parts = await imageParts(layout, descriptor, reference).catch((error: unknown) => {
      if (error instanceof DiagnosticError && PART_LACKS.has(error.diagnostics[0].code)) return undefined;
      throw error;
    });
    const whole = parts && (await Promise.all(parts.blobs.map((blob) => layout.hasBlob(blob)))).every(Boolean);
    if (!whole) continue;
    const { digest, mediaType, size: manifestBytes } = descriptor;
    found.set(reference, { digest, mediaType, manifestBytes, sizeBytes: parts.sizeBytes, layout: folder });
  }
  return found;
}
