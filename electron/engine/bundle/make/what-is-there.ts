import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DigestCache } from '../../workspace/digest-cache.ts';
import type { LockedFile } from '../lock/lock.ts';
import { hashFiles } from '../verify/hash-files.ts';

/** A file that a lock names, with the digest that its source published where that is not SHA-256. */
export interface ExpectedFile extends LockedFile {
  readonly published?: string;
}

/**
 * Which files lie in the folder already and are the right ones: SHA-256 by path. What was not changed since it was hashed the
 * last time is not read again; everything else is, on all cores.
 */
export async function whatIsThere(
  folder: string,
  files: readonly ExpectedFile[],
  digests: DigestCache,
  options: { readonly signal?: AbortSignal; readonly onBytes?: (bytes: number) => void } = {},
): Promise<ReadonlyMap<string, string>> {
  const there = new Map<string, string>();
  const unknown: { readonly file: ExpectedFile; readonly path: string }[] = [];
  for (const file of files) {
    const path = join(folder, ...file.path.split('/'));
    const found = await stat(path).catch(() => undefined);
    if (!found?.isFile() || found.size !== file.sizeBytes) continue;
    const known = file.sha256 === undefined ? undefined : await digests.known(path);
    if (known === undefined) unknown.push({ file, path });
    else if (known === file.sha256) there.set(file.path, known);
  }
  const toHash = unknown.map(({ file, path }) => ({ path, sizeBytes: file.sizeBytes }));
  const hashed = await hashFiles(toHash, options);
  const published = unknown.filter(({ file }) => file.sha256 === undefined && file.published?.startsWith('sha512:'));
  const compared = await hashFiles(
    published.map(({ file, path }) => ({ path, sizeBytes: file.sizeBytes, algorithm: 'sha512' as const })),
    options,
  );
  const fits = new Map<string, boolean>();
  for (const [index, { file }] of published.entries()) {
    const seen = compared[index];
    fits.set(file.path, seen !== undefined && 'digest' in seen && `sha512:${seen.digest}` === file.published);
  }
  for (const [index, { file, path }] of unknown.entries()) {
    const seen = hashed[index];
    if (!seen || 'error' in seen) continue;
    await digests.remember(path, seen.digest);
    if (file.sha256 === undefined ? fits.get(file.path) === true : seen.digest === file.sha256)
      there.set(file.path, seen.digest);
  }
  return there;
}
