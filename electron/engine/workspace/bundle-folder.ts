import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { fail } from '../../api/diagnostic.ts';
import type { BundleView } from '../steps/step.ts';
import type { Asset } from '../transport/port.ts';
import { errorCode, writeFileAtomic } from './atomic-file.ts';

const CacheSchema = z.object({
  version: z.literal(1),
  files: z.record(z.string(), z.object({ identity: z.string(), sha256: z.string().regex(/^[0-9a-f]{64}$/) })),
});
type Cache = z.infer<typeof CacheSchema>['files'];

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
  const cache = await readCache(options.cacheFile);
  const fresh: Cache = {};
  const assets = new Map<string, Asset>();
  const sizes = await Promise.all(paths.map(async (path) => (await stat(join(folder, path))).size));
  const totalBytes = sizes.reduce((sum, size) => sum + size, 0);
  let doneBytes = 0;
  for (const path of paths) {
    options.signal?.throwIfAborted();
    const full = join(folder, path);
    try {
      const entry = await stat(full, { bigint: true });
      const identity = [entry.dev, entry.ino, entry.size, entry.mtimeNs, entry.ctimeNs].join(' ');
      const kept = cache[full];
      const sha256 = kept?.identity === identity ? kept.sha256 : await hashFile(full, options.signal);
      fresh[full] = { identity, sha256 };
      const sizeBytes = Number(entry.size);
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
  if (options.cacheFile !== undefined && JSON.stringify(fresh) !== JSON.stringify(cache)) {
    await writeFileAtomic(options.cacheFile, `${JSON.stringify({ version: 1, files: fresh })}\n`, { mode: 0o600 });
  }
  return bundleView(assets);
}

/** A view over assets by their path inside the bundle. */
export function bundleView(assets: ReadonlyMap<string, Asset>): BundleView {
  const paths = [...assets.keys()].sort();
  return {
    list: (folder) => {
      const prefix = `${folder.replace(/\/+$/, '')}/`;
      return paths.filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length));
    },
    asset: (path) => assets.get(path),
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

async function readCache(path: string | undefined): Promise<Cache> {
  if (path === undefined) return {};
  try {
    return CacheSchema.parse(JSON.parse(await readFile(path, 'utf8'))).files;
  } catch {
    return {};
  }
}
