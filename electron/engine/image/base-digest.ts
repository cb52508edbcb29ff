import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { z } from 'zod';
import { fail } from '../../api/diagnostic.ts';
import { Sha256Schema } from '../../api/image.ts';
import { writeFileAtomicSync } from '../workspace/atomic-file-sync.ts';
import { fileStamp } from './file-stamp.ts';

export interface BaseDigest {
  readonly sha256: string;
  readonly sizeBytes: number;
  /** Taken from the cache: the bytes were not read now. Writing a stick reads them again. */
  readonly fromCache: boolean;
  /** Of the file that has this digest ({@link fileStamp}). */
  readonly stamp: string;
}

export interface DigestOptions {
  /** Where digests are remembered; none = always hashed. */
  readonly cacheFolder?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((doneBytes: number, totalBytes: number) => void) | undefined;
  /** Epoch milliseconds; default the machine's clock. */
  readonly now?: () => number;
}

const CHUNK_BYTES = 4 * 1024 * 1024;
/** A file changed this recently could change again without its times showing it (coarse clocks): its digest is not believed. */
const SETTLED_MS = 2000;

const CacheEntrySchema = z.strictObject({
  key: z.string(),
  path: z.string(),
  sha256: Sha256Schema,
  sizeBytes: z.int(),
  /** Its digest is not believed, only where it lay: hashed so soon after it changed that it may have changed again unseen. */
  isPlaceOnly: z.boolean().optional(),
});
type CacheEntry = z.infer<typeof CacheEntrySchema>;

/**
 * SHA-256 of a file, remembered by its {@link fileStamp}. A cache that cannot be read or
 * written is as good as none. Errors: `image.unreadable`, `image.base-changed`, `image.cancelled`.
 */
export async function digestBase(path: string, options: DigestOptions = {}): Promise<BaseDigest> {
  const file = await open(path, 'r').catch((error: unknown) => {
    throw unreadable(path, error);
  });
  try {
    const before = await file.stat({ bigint: true });
    if (!before.isFile()) throw unreadable(path, new Error('not a regular file'));
    const key = fileStamp(before);
    const sizeBytes = Number(before.size);
    const cached = options.cacheFolder === undefined ? undefined : readEntry(options.cacheFolder, key);
    if (cached && !cached.isPlaceOnly) return { sha256: cached.sha256, sizeBytes, fromCache: true, stamp: key };
    const digest = await hashFile(file, sizeBytes, path, options);
    const after = await file.stat({ bigint: true });
    if (fileStamp(after) !== key) throw fail('image.base-changed', { params: { file: basename(path) } });
    const now = (options.now ?? Date.now)();
    const isSettled = now - Number(after.mtimeMs) > SETTLED_MS && now - Number(after.ctimeMs) > SETTLED_MS;
    if (options.cacheFolder !== undefined) {
      const place = isSettled ? {} : { isPlaceOnly: true };
      writeEntry(options.cacheFolder, { key, path: resolve(path), sha256: digest, sizeBytes, ...place });
    }
    return { sha256: digest, sizeBytes, fromCache: false, stamp: key };
  } finally {
    await file.close();
  }
}

/**
 * A file that had this digest when it was last hashed and has, as far as its times show, not changed since; undefined = none
 * is known. Where to look, no proof: {@link digestBase} says whether it has it.
 */
export async function findByDigest(sha256: string, cacheFolder: string): Promise<string | undefined> {
  let names: readonly string[];
  try {
    names = readdirSync(cacheFolder);
  } catch {
    return undefined;
  }
  for (const name of names.filter((entry) => entry.endsWith('.digest.json')).slice(0, 1000)) {
    const entry = parseEntry(join(cacheFolder, name));
    if (entry?.sha256 !== sha256) continue;
    const now = await stat(entry.path, { bigint: true }).catch(() => undefined);
    if (now && fileStamp(now) === entry.key) return entry.path;
  }
  return undefined;
}

async function hashFile(file: FileHandle, sizeBytes: number, path: string, options: DigestOptions): Promise<string> {
  const hash = createHash('sha256');
  const buffers = [Buffer.allocUnsafe(CHUNK_BYTES), Buffer.allocUnsafe(CHUNK_BYTES)] as const;
  // One read is always under way while the bytes of the last one are hashed.
  let pending = file.read(buffers[0], 0, CHUNK_BYTES, 0);
  let done = 0;
  for (let turn = 0; ; turn += 1) {
    const { bytesRead, buffer } = await pending.catch((error: unknown) => {
      throw unreadable(path, error);
    });
    if (options.signal?.aborted) throw fail('image.cancelled');
    if (bytesRead === 0) break;
    done += bytesRead;
    pending = file.read(turn % 2 === 0 ? buffers[1] : buffers[0], 0, CHUNK_BYTES, done);
    hash.update(buffer.subarray(0, bytesRead));
    options.onProgress?.(done, sizeBytes);
  }
  if (done !== sizeBytes) throw fail('image.base-changed', { params: { file: basename(path) } });
  return hash.digest('hex');
}

function entryPath(folder: string, key: string): string {
  return join(folder, `${createHash('sha256').update(key).digest('hex').slice(0, 32)}.digest.json`);
}

function readEntry(folder: string, key: string): CacheEntry | undefined {
  const entry = parseEntry(entryPath(folder, key));
  return entry?.key === key ? entry : undefined;
}

function parseEntry(path: string): CacheEntry | undefined {
  try {
    const parsed = CacheEntrySchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

function writeEntry(folder: string, entry: CacheEntry): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileAtomicSync(entryPath(folder, entry.key), Buffer.from(`${JSON.stringify(entry)}\n`), 0o600);
  } catch {
    // Only a saving of time is lost.
  }
}

function unreadable(path: string, error: unknown) {
  const evidence = [error instanceof Error ? error.message : String(error)];
  return fail('image.unreadable', { params: { file: basename(path) }, evidence, subject: { file: path } });
}
