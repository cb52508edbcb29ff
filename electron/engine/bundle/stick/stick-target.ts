import { realpath, stat, statfs } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join, parse } from 'node:path';
import { fail } from '../../../api/diagnostic.ts';
import { freeBytesAt } from '../make/free-space.ts';
import type { StickFile } from './stick-files.ts';

/** `f_type` of vfat (linux/magic.h). Other systems do not say it here; there the write itself is refused. */
const FAT_TYPE = 0x4d44;
const FAT_MOST_BYTES = 2 ** 32 - 1;
/** Manifest, notes, folders. */
const MARGIN_BYTES = 16 * 1024 * 1024;
/** What a file system takes for each file, with the large clusters of sticks. */
const PER_FILE_BYTES = 32 * 1024;

/**
 * Whether this is where a stick is mounted. A mount that failed leaves an empty folder behind, and gigabytes would go onto the
 * laptop's own disk without anybody seeing it. Throws deploy.not-there, deploy.not-mounted.
 */
export async function requireMounted(folder: string, plainFolder: boolean): Promise<void> {
  const about = { params: { folder }, subject: { file: folder } };
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory()) throw fail('deploy.not-there', about);
  if (plainFolder) return;
  const own = [parse(await realpath(folder)).root, homedir(), tmpdir()];
  const root = own[0] as string;
  // On Windows a stick has a root of its own; its number is compared with the disk of the user's folder.
  const compared = process.platform === 'win32' ? own.slice(1) : [root, homedir()];
  for (const place of compared) {
    const known = await stat(place).catch(() => undefined);
    if (known && known.dev === found.dev) throw fail('deploy.not-mounted', about);
  }
}

/**
 * Room and the largest file, before anything is written. Throws deploy.no-space, deploy.file-too-large.
 * @param staleBytes of what is removed before anything is written
 */
export async function requireRoom(folder: string, files: readonly StickFile[], staleBytes = 0): Promise<void> {
  const isFat = await statfs(folder).then(
    ({ type }) => type === FAT_TYPE,
    () => false,
  );
  let neededBytes = MARGIN_BYTES;
  for (const { path, sizeBytes } of files) {
    if (isFat && sizeBytes > FAT_MOST_BYTES) throw tooLarge(folder, path, sizeBytes);
    const there = await stat(join(folder, ...path.split('/'))).catch(() => undefined);
    // What is there in its size is most likely right; what differs is written beside it before it goes.
    if (there?.size !== sizeBytes) neededBytes += sizeBytes + PER_FILE_BYTES;
  }
  const freeBytes = await freeBytesAt(folder);
  if (freeBytes !== undefined && freeBytes + staleBytes < neededBytes) {
    throw fail('deploy.no-space', {
      params: { folder, needed: Math.ceil(neededBytes / 1e6), free: Math.floor(freeBytes / 1e6) },
      subject: { file: folder },
    });
  }
}

export function tooLarge(folder: string, path: string, sizeBytes: number): Error {
  const params = { folder, path, size: Math.ceil(sizeBytes / 1e6) };
  return fail('deploy.file-too-large', { params, subject: { file: path } });
}
