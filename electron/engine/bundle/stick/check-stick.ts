import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fail } from '../../../api/diagnostic.ts';
import type { DigestCache } from '../../workspace/digest-cache.ts';
import { hashFiles } from '../verify/hash-files.ts';
import { readStickManifest, STICK_MANIFEST, type StickManifest } from './stick-manifest.ts';

const MOST_NAMED = 20;

export interface CheckStickOptions {
  /** Saves reading gigabytes at every start; the bundle's own reading shares it. */
  readonly digests: DigestCache;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (doneBytes: number, totalBytes: number) => void;
}

/** The manifest of a stick that has all its files in their sizes: seen at once. Throws deploy.half-copied. */
export async function wholeStick(root: string): Promise<StickManifest> {
  const manifest = await readStickManifest(root);
  if (!manifest) throw halfCopied(root, STICK_MANIFEST, []);
  const place = placeIn(root);
  const lacking: string[] = [];
  for (const { path, sizeBytes } of manifest.files) {
    const found = await stat(place(path)).catch(() => undefined);
    if (found?.isFile() !== true || found.size !== sizeBytes) lacking.push(path);
  }
  for (const { path } of manifest.living) {
    const found = await stat(place(path)).catch(() => undefined);
    if (found?.isFile() !== true || found.size === 0) lacking.push(path);
  }
  if (lacking[0] !== undefined) throw halfCopied(root, lacking[0], lacking);
  return manifest;
}

/**
 * Whether a stick is what was written to it: every file there, in its size, with its digest; what work changes is only there.
 * Gives its manifest. Throws deploy.half-copied (no manifest, files that lack or are short), deploy.damaged.
 */
export async function checkStick(root: string, options: CheckStickOptions): Promise<StickManifest> {
  const manifest = await wholeStick(root);
  const place = placeIn(root);
  const unknown: StickManifest['files'][number][] = [];
  for (const file of manifest.files) {
    const known = await options.digests.known(place(file.path));
    if (known === undefined) unknown.push(file);
    else if (known !== file.sha256) throw damaged(root, file.path);
  }
  const totalBytes = unknown.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  let doneBytes = 0;
  const hashed = await hashFiles(
    unknown.map(({ path, sizeBytes }) => ({ path: place(path), sizeBytes })),
    {
      ...(options.signal ? { signal: options.signal } : {}),
      onBytes: (bytes) => {
        doneBytes += bytes;
        options.onProgress?.(doneBytes, totalBytes);
      },
    },
  );
  for (const [index, { path, sha256 }] of unknown.entries()) {
    const seen = hashed[index];
    if (!seen || !('digest' in seen) || seen.digest !== sha256) throw damaged(root, path);
    await options.digests.remember(place(path), sha256);
  }
  // Where it cannot be kept (a read-only system) the next start reads again.
  await options.digests.save().catch(() => undefined);
  return manifest;
}

function placeIn(root: string): (path: string) => string {
  return (path) => join(root, ...path.split('/'));
}

function halfCopied(root: string, first: string, all: readonly string[]): Error {
  const more = all.length > 1 ? ` (+${all.length - 1})` : '';
  return fail('deploy.half-copied', {
    params: { folder: root, what: `${first}${more}` },
    evidence: all.slice(0, MOST_NAMED),
    subject: { file: join(root, ...first.split('/')) },
  });
}

function damaged(root: string, path: string): Error {
  return fail('deploy.damaged', {
    params: { folder: root, path },
    subject: { file: join(root, ...path.split('/')) },
  });
}
