import { stat, statfs } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fail } from '../../../api/diagnostic.ts';
import type { LockedFile } from '../lock/lock.ts';

/** Indexes, SBOM, lock, and what a file system takes for each file. */
const MARGIN_BYTES = 32 * 1024 * 1024;
const PER_FILE_BYTES = 8 * 1024;

/**
 * Looks before the start whether what is to be brought has room. Throws bundle.no-space with what is needed and what is free.
 * @param besidesBytes what is written besides, from what is brought
 * What a killed try has left of a file counts as there. A system that does not say how much is free is not an obstacle.
 */
export async function checkFreeSpace(folder: string, missing: readonly LockedFile[], besidesBytes = 0): Promise<void> {
  if (missing.length === 0) return;
  let neededBytes = MARGIN_BYTES + besidesBytes;
  for (const { path, sizeBytes } of missing) {
    const parts = path.split('/');
    const name = parts.pop() ?? '';
    const part = await stat(join(folder, ...parts, `.${name}.part`)).catch(() => undefined);
    neededBytes += Math.max(0, sizeBytes - (part?.size ?? 0)) + PER_FILE_BYTES;
  }
  const freeBytes = await freeBytesAt(folder);
  if (freeBytes !== undefined && freeBytes < neededBytes) {
    throw fail('bundle.no-space', {
      params: { folder, needed: megabytes(neededBytes), free: megabytes(freeBytes) },
      subject: { file: folder },
    });
  }
}

/** Bytes that may be written below a path, which need not be there yet. */
export async function freeBytesAt(path: string): Promise<number | undefined> {
  for (let at = resolve(path); ; at = dirname(at)) {
    try {
      const { bavail, bsize } = await statfs(at);
      return bavail * bsize;
    } catch {
      if (dirname(at) === at) return undefined;
    }
  }
}

/** Rounded up: what is called enough is enough. */
function megabytes(bytes: number): number {
  return Math.ceil(bytes / 1e6);
}
