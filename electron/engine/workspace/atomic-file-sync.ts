import { closeSync, fsyncSync, openSync, readdirSync, renameSync, rmSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

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

/** Removes what a power cut or a kill left beside `path`: half files of processes that are gone. Never throws. */
export function removeLeftovers(path: string): void {
  const folder = dirname(path);
  let names: readonly string[];
  try {
    names = readdirSync(folder);
  } catch {
    return;
  }
  const start = `${basename(path)}.`;
  for (const name of names) {
    if (!name.startsWith(start)) continue;
    const owner = /^(\d+)\.\d+\.partial$/.exec(name.slice(start.length))?.[1];
    if (owner !== undefined && !isAlive(Number(owner))) rmSync(join(folder, name), { force: true });
  }
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    // Somebody else's process of that number: alive.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
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
