import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fail } from '../../api/diagnostic.ts';
import type { BundleImage, BundleView } from '../steps/step.ts';
import type { Asset } from '../transport/port.ts';
import { errorCode } from './atomic-file.ts';
import { bundleImages } from './bundle-images.ts';
import { openDigestCache } from './digest-cache.ts';

export interface BundleOptions {
  /** JSON file that keeps digests between runs, by device, inode, size and times; absent = hashed anew each time. */
  readonly cacheFile?: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (doneBytes: number, totalBytes: number) => void;
}

/**
 * Reads a bundle folder: every plain file below it, hashed once. The view is complete and still when it is handed out, so
 * that steps can look at it without waiting. A bundle that is not there is an empty one. Links are not followed.
 * Throws workspace.bundle-unreadable.
 */
export async function openBundle(folder: string, options: BundleOptions = {}): Promise<BundleView> {
  const paths = await filesBelow(folder, '');
  const cache = await openDigestCache(options.cacheFile);
  const assets = new Map<string, Asset>();
  // one that is gone meanwhile is told below
  const sizes = await Promise.all(
    paths.map((path) =>
      stat(join(folder, path)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  const totalBytes = sizes.reduce((sum, size) => sum + size, 0);
  let doneBytes = 0;
  for (const path of paths) {
    options.signal?.throwIfAborted();
    const full = join(folder, path);
    try {
      const { size: sizeBytes } = await stat(full);
      const known = await cache.known(full);
      const sha256 = known ?? (await hashFile(full, options.signal));
      if (known === undefined) await cache.remember(full, sha256);
      assets.set(path, { source: { path: full }, sha256, sizeBytes });
      doneBytes += sizeBytes;
      options.onProgress?.(doneBytes, totalBytes);
    } catch (error) {
      if (options.signal?.aborted) throw error;
      throw fail('workspace.bundle-unreadable', {
        params: { path: full, why: errorCode(error) },
        subject: { file: full },
      });
    }
  }
  await cache.save();
  return bundleView(assets, await bundleImages(join(folder, 'images')));
}

/** A view over assets by their path inside the bundle, and images by their whole name (`docker.io/library/postgres:16`). */
export function bundleView(
  assets: ReadonlyMap<string, Asset>,
  images: ReadonlyMap<string, BundleImage> = new Map(),
): BundleView {
  const paths = [...assets.keys()].sort();
  return {
    list: (folder) => {
      const prefix = `${folder.replace(/\/+$/, '')}/`;
      return paths.filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length));
    },
    asset: (path) => assets.get(path),
    images,
  };
}

async function filesBelow(folder: string, inside: string): Promise<readonly string[]> {
  const at = join(folder, inside);
  try {
    const entries = await readdir(at, { withFileTypes: true });
    const nested = await Promise.all(
      entries
        .filter((entry) => !entry.name.startsWith('.'))
        .map(async (entry) => {
          const path = inside === '' ? entry.name : `${inside}/${entry.name}`;
          if (entry.isDirectory()) return filesBelow(folder, path);
          return entry.isFile() ? [path] : [];
        }),
    );
    return nested.flat().sort();
  } catch (error) {
    if (inside === '' && errorCode(error) === 'ENOENT') return [];
    throw fail('workspace.bundle-unreadable', { params: { path: at, why: errorCode(error) }, subject: { file: at } });
  }
}

async function hashFile(path: string, signal: AbortSignal | undefined): Promise<string> {
  const hash = createHash('sha256');
  const stream = createReadStream(path, { highWaterMark: 1024 * 1024, ...(signal ? { signal } : {}) });
  for await (const chunk of stream) hash.update(chunk);
  return hash.digest('hex');
}
