import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fail } from '../../../api/diagnostic.ts';
import { errorCode, makeFolder, syncFolder } from '../../workspace/atomic-file.ts';
import { hashFile } from '../verify/hash-files.ts';

export interface CopyOrder {
  readonly from: string;
  readonly to: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  /** Octal, of a new file; default 0o644. */
  readonly mode?: number;
  readonly signal?: AbortSignal | undefined;
  /** Bytes of it that are in their place since the last call. */
  readonly onBytes?: (bytes: number) => void;
}

/**
 * Copies a file that is known, whole or not at all: temp beside the target, hashed as it flows, fsync, rename. What is there and
 * right stays untouched (false). Throws bundle.file-missing, bundle.file-altered, workspace.not-writable.
 */
export async function copyVerified(order: CopyOrder): Promise<boolean> {
  const { from, to, sizeBytes, sha256, mode = 0o644, signal, onBytes } = order;
  const present = await stat(to).catch(() => undefined);
  if (present?.isFile() && present.size === sizeBytes) {
    if ((await hashFile({ path: to, sizeBytes }, signal ? { signal } : {})) === sha256) {
      onBytes?.(sizeBytes);
      return false;
    }
  }
  const temp = join(dirname(to), `.${basename(to)}.${randomBytes(4).toString('hex')}.tmp`);
  const hash = createHash('sha256');
  try {
    await makeFolder(dirname(to));
    const target = await open(temp, 'wx', mode);
    try {
      const source = createReadStream(from, { highWaterMark: 1024 * 1024, ...(signal ? { signal } : {}) });
      for await (const chunk of source) {
        await target.writeFile(chunk);
        hash.update(chunk);
        onBytes?.(chunk.length);
      }
      await target.sync();
    } finally {
      await target.close();
    }
    const seen = hash.digest('hex');
    if (seen !== sha256) {
      const why = `sha256 ${seen.slice(0, 16)}…, ${sha256.slice(0, 16)}…`;
      throw fail('bundle.file-altered', { params: { path: from, why }, subject: { file: from } });
    }
    await rename(temp, to);
    await syncFolder(dirname(to));
    return true;
  } catch (error) {
    await rm(temp, { force: true }).catch(() => undefined);
    signal?.throwIfAborted();
    const code = errorCode(error);
    if (code === 'unknown') throw error;
    if (code === 'ENOENT') throw fail('bundle.file-missing', { params: { path: from }, subject: { file: from } });
    throw fail('workspace.not-writable', { params: { path: to, why: code }, subject: { file: to } });
  }
}

/** Throws bundle.out-not-empty for a folder that holds anything; one that is not there is empty. */
export async function refuseFilled(folder: string): Promise<void> {
  const entries = await readdir(folder).catch(() => []);
  if (entries.length > 0) throw fail('bundle.out-not-empty', { params: { folder }, subject: { file: folder } });
}
