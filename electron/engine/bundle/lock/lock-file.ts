import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { fail } from '../../../api/diagnostic.ts';
import { errorCode, writeFileAtomic } from '../../workspace/atomic-file.ts';
import { LOCK_FILE } from '../layout.ts';
import type { Lock } from './lock.ts';
import { lockText, MAX_LOCK_BYTES, parseLock } from './lock-text.ts';

/** A lock and the bytes that it was read from: a signature is over those. */
export interface LockOnDisk {
  readonly lock: Lock;
  readonly bytes: Uint8Array;
}

/** The lock of a bundle folder; undefined = it has none. Throws bundle.lock-broken, bundle.lock-newer, workspace.unreadable-file. */
export async function readLock(folder: string): Promise<LockOnDisk | undefined> {
  const file = join(folder, LOCK_FILE);
  const bytes = await readBounded(file, MAX_LOCK_BYTES);
  if (bytes === undefined) return undefined;
  return { lock: parseLock(Buffer.from(bytes).toString('utf8'), file), bytes };
}

/** As {@link readLock}; throws bundle.no-lock where there is none. */
export async function requireLock(folder: string): Promise<LockOnDisk> {
  const found = await readLock(folder);
  if (!found) throw fail('bundle.no-lock', { params: { folder }, subject: { file: join(folder, LOCK_FILE) } });
  return found;
}

/** Writes it whole or not at all, and only where it differs. Gives its bytes. Throws workspace.not-writable. */
export async function writeLock(folder: string, lock: Lock): Promise<Uint8Array> {
  const bytes = Buffer.from(lockText(lock));
  const file = join(folder, LOCK_FILE);
  const before = await readBounded(file, MAX_LOCK_BYTES).catch(() => undefined);
  if (before === undefined || !bytes.equals(before)) await writeFileAtomic(file, bytes);
  return bytes;
}

/** A file of at most so many bytes; undefined = it is not there. Throws workspace.unreadable-file. */
export async function readBounded(file: string, maxBytes: number): Promise<Uint8Array | undefined> {
  try {
    const handle = await open(file, 'r');
    try {
      const { size } = await handle.stat();
      if (size > maxBytes) {
        const why = `${size} B > ${maxBytes} B`;
        throw fail('workspace.unreadable-file', { params: { path: file, why }, subject: { file } });
      }
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    if (errorCode(error) === 'unknown') throw error;
    throw fail('workspace.unreadable-file', { params: { path: file, why: errorCode(error) }, subject: { file } });
  }
}
