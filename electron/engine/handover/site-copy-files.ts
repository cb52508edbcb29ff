import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fail } from '../../api/diagnostic.ts';
import { RESERVED_NAME } from '../bundle/layout.ts';
import { hashFiles } from '../bundle/verify/hash-files.ts';
import type { ListedFile } from './digest-list.ts';

/** A file of the site on its way. */
export interface CopiedFile extends ListedFile {
  /** On this laptop. */
  readonly from: string;
  readonly sizeBytes: number;
  readonly mode: number;
}

export interface CopySource {
  readonly root: string;
  readonly siteFile: string;
  /** One folder a run; of a rehearsal they lie elsewhere than beside site.toml. */
  readonly runs: string;
  /** Runs that are being written. */
  readonly isLive: (runId: string) => boolean;
  /** Below the root, with `/`: what stacks bring. */
  readonly brought: readonly string[];
  readonly withVault: boolean;
}

/** Beside site.toml, files or folders with all below them; what is not there is left out. */
const PLACES = [
  'sources.toml',
  'host-keys.json',
  'bundle/bundle.lock.toml',
  'bundle/bundle.lock.toml.sig',
  'inventory',
  'reports',
];
const MOST_DEPTH = 8;
const NAME = /^[A-Za-z0-9_+%=,@-][A-Za-z0-9_.+%=,@-]{0,199}$/;
const RUN = /^\d{8}T\d{6}Z-[0-9a-f]{6}$/;

/**
 * What a copy of a site holds, with its digests: plan, lock, listings, journals, reports, pinned host keys, what stacks bring; the vault
 * only where it is asked for, the passphrase of an example never. Media and the content of the bundle stay. Links and devices stay.
 * Throws sites.archive-name, vault.missing, workspace.unreadable-file.
 */
export async function siteCopyFiles(source: CopySource, signal?: AbortSignal): Promise<readonly CopiedFile[]> {
  const found: Omit<CopiedFile, 'sha256'>[] = [];
  const take = async (path: string, from: string, depth = 0): Promise<void> => {
    const seen = await lstat(from).catch(() => undefined);
    if (seen?.isDirectory() && depth < MOST_DEPTH) {
      for (const name of (await readdir(from)).sort())
        if (!name.startsWith('.')) await take(`${path}/${name}`, join(from, name), depth + 1);
      return;
    }
    if (!seen?.isFile()) return;
    if (path.split('/').some((name) => !NAME.test(name) || name.endsWith('.') || RESERVED_NAME.test(name)))
      throw fail('sites.archive-name', { params: { path }, subject: { file: from } });
    found.push({ path, from, sizeBytes: seen.size, mode: path === 'secrets.age' ? 0o600 : 0o644 });
  };
  const below = (path: string) => join(source.root, ...path.split('/'));
  await take('site.toml', source.siteFile);
  for (const path of [...PLACES, ...source.brought]) await take(path, below(path));
  for (const runId of (await readdir(source.runs).catch(() => [])).sort())
    if (RUN.test(runId) && !source.isLive(runId)) await take(`runs/${runId}`, join(source.runs, runId));
  if (source.withVault) {
    await take('secrets.age', below('secrets.age'));
    if (found.at(-1)?.path !== 'secrets.age')
      throw fail('vault.missing', { params: { path: below('secrets.age') }, subject: { file: below('secrets.age') } });
  }
  const digests = await hashFiles(
    found.map(({ from, sizeBytes }) => ({ path: from, sizeBytes })),
    signal ? { signal } : {},
  );
  return found.map((file, index): CopiedFile => {
    const hashed = digests[index];
    if (hashed && 'digest' in hashed) return { ...file, sha256: hashed.digest, sizeBytes: hashed.sizeBytes };
    const why = hashed?.error ?? 'unread';
    throw fail('workspace.unreadable-file', { params: { path: file.from, why }, subject: { file: file.from } });
  });
}

export function sumOf(files: readonly { readonly sizeBytes: number }[]): number {
  return files.reduce((bytes, { sizeBytes }) => bytes + sizeBytes, 0);
}
