import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fail } from '../../../../api/diagnostic.ts';
import { errorCode } from '../../../workspace/atomic-file.ts';
import { hexOf } from '../digest.ts';
import type { ImageLayout } from './image-layout.ts';
import { imageParts } from './image-parts.ts';

export interface Pruned {
  readonly files: number;
  readonly bytes: number;
}

/**
 * Removes what no image of index.json needs: blobs, and unfinished downloads. Where an image cannot be read to its end nothing
 * is removed.
 * @param dryRun counts only
 * @throws oci.* of the image that cannot be read
 */
export async function pruneBlobs(
  layout: ImageLayout,
  { dryRun = false }: { readonly dryRun?: boolean } = {},
): Promise<Pruned> {
  const needed = new Set<string>();
  for (const { descriptor, reference } of await layout.images()) {
    const subject = reference ?? descriptor.digest;
    const { documents, blobs } = await imageParts(layout, descriptor, subject, { complete: false });
    for (const { digest } of [...documents, ...blobs]) needed.add(hexOf(digest));
  }
  const folder = join(layout.folder, 'blobs', 'sha256');
  let files = 0;
  let bytes = 0;
  try {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      if (!entry.isFile() || needed.has(entry.name)) continue;
      const path = join(folder, entry.name);
      files += 1;
      bytes += (await stat(path)).size;
      if (!dryRun) await rm(path);
    }
  } catch (error) {
    throw fail('oci.layout-unreadable', {
      params: { folder: layout.folder, why: `blobs: ${errorCode(error)}` },
      subject: { file: layout.folder },
    });
  }
  return { files, bytes };
}
