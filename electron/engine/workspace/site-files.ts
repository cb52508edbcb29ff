import { constants } from 'node:fs';
import { lstat, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fail } from '../../api/diagnostic.ts';
import { errorCode } from './atomic-file.ts';
import { type ArchivedFile, isArchivePath, MOST_ARCHIVE_BYTES, MOST_ARCHIVE_FILES } from './site-archive.ts';

const MOST_DEPTH = 8;

/**
 * Files of a site folder that go along when the site is carried as one file, by their paths below it: plain files only, what is
 * a link or a device stays. A place that is not there has nothing. Throws sites.archive-too-large, sites.archive-name,
 * workspace.unreadable-file.
 * @param places files, or folders with all below them
 */
export async function readSiteFiles(root: string, places: readonly string[]): Promise<readonly ArchivedFile[]> {
  const files: ArchivedFile[] = [];
  let sizeBytes = 0;
  const take = async (path: string, depth: number): Promise<void> => {
    const full = join(root, ...path.split('/'));
    const found = await lstat(full).catch(() => undefined);
    if (found?.isDirectory() && depth < MOST_DEPTH) {
      for (const name of (await readdir(full)).sort())
        if (!name.startsWith('.')) await take(`${path}/${name}`, depth + 1);
      return;
    }
    if (!found?.isFile()) return;
    if (!isArchivePath(path)) throw fail('sites.archive-name', { params: { path }, subject: { file: full } });
    sizeBytes += found.size;
    assertFits(files.length + 1, sizeBytes);
    files.push({ path, bytes: await readPlain(full, found.size) });
  };
  for (const place of places) await take(place, 0);
  return files;
}

/** Throws sites.archive-too-large. */
export function assertFits(files: number, sizeBytes: number): void {
  if (files <= MOST_ARCHIVE_FILES && sizeBytes <= MOST_ARCHIVE_BYTES) return;
  const mib = (bytes: number) => Math.ceil(bytes / 1024 ** 2);
  const most = { mostFiles: MOST_ARCHIVE_FILES, mostMib: mib(MOST_ARCHIVE_BYTES) };
  throw fail('sites.archive-too-large', { params: { files, mib: mib(sizeBytes), ...most } });
}

/** As long as it was when it was looked at; it may have become something else since. */
async function readPlain(path: string, sizeBytes: number): Promise<Uint8Array> {
  try {
    const handle = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    try {
      const buffer = Buffer.alloc(sizeBytes);
      const { bytesRead } = await handle.read(buffer, 0, sizeBytes, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw fail('workspace.unreadable-file', { params: { path, why: errorCode(error) }, subject: { file: path } });
  }
}
