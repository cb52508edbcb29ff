import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
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
    await mkdir(folder, { recursive: true });
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
