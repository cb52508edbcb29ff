import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fail } from '../../api/diagnostic.ts';

export interface AtomicWriteOptions {
  /** Octal mode of the new file. */
  readonly mode?: number;
}

/**
 * Writes a file so that a power cut leaves the old content or the new one, never a part: temp file beside the target,
 * fsync, rename, fsync of the folder. Missing folders are made. Throws `workspace.not-writable`.
 */
export async function writeFileAtomic(
  path: string,
  content: string | Uint8Array,
  { mode = 0o644 }: AtomicWriteOptions = {},
): Promise<void> {
  const folder = dirname(path);
  const temp = join(folder, `.${basename(path)}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`);
  try {
    await makeFolder(folder);
    const file = await open(temp, 'wx', mode);
    try {
      await file.writeFile(content);
      // The umask may have taken bits away; the mode that was asked for is the mode that is kept.
      if (process.platform !== 'win32') await file.chmod(mode);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temp, path);
  } catch (error) {
    await rm(temp, { force: true }).catch(() => undefined);
    throw fail('workspace.not-writable', { params: { path, why: errorCode(error) }, subject: { file: path } });
  }
  await syncFolder(folder);
}

/**
 * Makes a folder and those above it. Node's own `recursive` never ends where the system answers ENOENT although the
 * parent is there (/proc on Linux, Node 18 to 20); this one gives that error.
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const code = errorCode(error);
    if (code === 'EEXIST' && (await stat(path)).isDirectory()) return;
    if (code === 'EEXIST') throw Object.assign(new Error('not a folder'), { code: 'ENOTDIR' });
    if (code !== 'ENOENT' || dirname(path) === path) throw error;
    await makeFolder(dirname(path));
    await mkdir(path).catch((second: unknown) => {
      if (errorCode(second) !== 'EEXIST') throw second;
    });
  }
}

/** Makes a rename durable. Windows and some network file systems cannot sync a folder: nothing more can be done there. */
export async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!['EPERM', 'EISDIR', 'EINVAL', 'EACCES', 'ENOTSUP'].includes(errorCode(error))) throw error;
  }
}

/** Node's code of a failed call, for a person: `EACCES`. */
export function errorCode(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown';
}
