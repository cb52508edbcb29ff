import type { FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { FlashFailure } from './failure.ts';

/**
 * Whether an opened base is the file, unchanged, whose digest was taken: by device, inode, size and times, before anything is
 * written. What changes without them is found when it is read back. Throws `flash.base-changed`.
 */
export async function checkBaseStamp(base: FileHandle, path: string, confirmed: string): Promise<void> {
  const { dev, ino, size, mtimeNs, ctimeNs } = await base.stat({ bigint: true });
  const seen = [dev, ino, size, mtimeNs, ctimeNs].join(':');
  if (seen === confirmed) return;
  const evidence = [`then ${confirmed}`, `now ${seen}`];
  throw new FlashFailure('flash.base-changed', { file: basename(path) }, evidence);
}
