import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * The same as writeFileAtomic, at once: for small files, where nothing else may happen in between. Temp beside the target,
 * fsync, rename, fsync of the folder, which must exist. Throws the system's error.
 */
export function writeFileAtomicSync(path: string, bytes: Uint8Array, mode: number): void {
  const temporary = temporaryName(path);
  try {
    const fd = openSync(temporary, 'wx', mode);
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at, bytes.length - at, at);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  syncFolderOf(path);
}

let counter = 0;
/** A name beside `path` that no other process or call uses. */
export function temporaryName(path: string): string {
  counter += 1;
  return `${path}.${process.pid}.${counter}.partial`;
}

/** Makes a rename last. Windows has no such thing for folders. */
export function syncFolderOf(path: string): void {
  if (process.platform === 'win32') return;
  const fd = openSync(dirname(path), 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
