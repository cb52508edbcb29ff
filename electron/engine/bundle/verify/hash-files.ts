import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { errorCode } from '../../workspace/atomic-file.ts';
import { HASH_WORKER } from './hash-worker.ts';

export interface FileToHash {
  /** On this laptop. */
  readonly path: string;
  /** For the order alone: the largest begin first, so that no thread is left with one at the end. */
  readonly sizeBytes: number;
  readonly algorithm?: 'sha256' | 'sha512';
}

export type HashedFile =
  | { readonly digest: string; readonly sizeBytes: number }
  /** Node's code: ENOENT, EIO. */
  | { readonly error: string };

type Answer =
  | { readonly id: number; readonly bytes: number }
  | { readonly id: number; readonly digest: string; readonly sizeBytes: number }
  | { readonly id: number; readonly error: string };

export interface HashOptions {
  /** Threads; default one a core, never more than files. */
  readonly threads?: number;
  readonly signal?: AbortSignal;
  /** Bytes read since the last call. */
  readonly onBytes?: (bytes: number) => void;
}

/** Less than this is read before a thread has started. */
const NO_THREAD_BYTES = 16 * 1024 * 1024;

/** Digests of files, on all cores at once, in the order given. Rejects only when stopped. */
export async function hashFiles(
  files: readonly FileToHash[],
  options: HashOptions = {},
): Promise<readonly HashedFile[]> {
  options.signal?.throwIfAborted();
  const totalBytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if (totalBytes < NO_THREAD_BYTES && options.threads === undefined) return hashHere(files, options);
  const results: HashedFile[] = files.map(() => ({ error: 'unread' }));
  const waiting = files
    .map((_, index) => index)
    .sort((a, b) => (files[a]?.sizeBytes ?? 0) - (files[b]?.sizeBytes ?? 0));
  const threads = Math.min(options.threads ?? availableParallelism(), files.length);
  const workers = Array.from({ length: threads }, () => new Worker(HASH_WORKER, { eval: true }));
  const stopped = new AbortController();
  const onAbort = () => stopped.abort();
  options.signal?.addEventListener('abort', onAbort, { once: true });
  try {
    await Promise.all(
      workers.map(
        (worker) =>
          new Promise<void>((resolve, reject) => {
            const next = (): void => {
              const id = waiting.pop();
              const file = id === undefined ? undefined : files[id];
              if (id === undefined || !file) resolve();
              else worker.postMessage({ id, path: file.path, algorithm: file.algorithm ?? 'sha256' });
            };
            worker.on('message', (answer: Answer) => {
              if ('bytes' in answer) return options.onBytes?.(answer.bytes);
              const { id, ...result } = answer;
              results[id] = result;
              next();
            });
            worker.on('error', reject);
            stopped.signal.addEventListener('abort', () => reject(options.signal?.reason), { once: true });
            next();
          }),
      ),
    );
  } finally {
    options.signal?.removeEventListener('abort', onAbort);
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  return results;
}

async function hashHere(
  files: readonly FileToHash[],
  { signal, onBytes }: HashOptions,
): Promise<readonly HashedFile[]> {
  const results: HashedFile[] = [];
  for (const { path, algorithm = 'sha256' } of files) {
    try {
      const hash = createHash(algorithm);
      let sizeBytes = 0;
      for await (const chunk of createReadStream(path, signal ? { signal } : {})) {
        hash.update(chunk);
        sizeBytes += chunk.length;
        onBytes?.(chunk.length);
      }
      results.push({ digest: hash.digest('hex'), sizeBytes });
    } catch (error) {
      signal?.throwIfAborted();
      results.push({ error: errorCode(error) });
    }
  }
  return results;
}

/** Digest of one file. Throws as reading does. */
export async function hashFile(file: FileToHash, options: HashOptions = {}): Promise<string> {
  const [result] = await hashFiles([file], options);
  if (result && 'digest' in result) return result.digest;
  throw Object.assign(new Error(`cannot read ${file.path}`), { code: result?.error ?? 'unknown' });
}
