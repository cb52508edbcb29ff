import { createHash } from 'node:crypto';
import { parentPort, Worker } from 'node:worker_threads';

/** SHA-256 of a base, from its start. Updates may be asked for ahead; they are done in order. */
export interface BaseHash {
  /** Resolves when the bytes are no longer needed. */
  update(bytes: Uint8Array): Promise<void>;
  digest(): Promise<string>;
  /** Also without a digest: not all of it came. */
  close(): void;
}

/** Hashing goes in steps this long, so that a transfer that has ended is followed by the next one at once. */
const STEP_BYTES = 512 * 1024;

/** In this thread, in small steps. */
export function hashHere(): BaseHash {
  const hash = createHash('sha256');
  let last: Promise<void> = Promise.resolve();
  const inSteps = async (bytes: Uint8Array) => {
    for (let at = 0; at < bytes.length; at += STEP_BYTES) {
      hash.update(bytes.subarray(at, at + STEP_BYTES));
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return {
    update: (bytes) => {
      last = last.then(() => inSteps(bytes));
      return last;
    },
    digest: () => last.then(() => hash.digest('hex')),
    close: () => undefined,
  };
}

/**
 * In a thread of its own, so that reading and SHA-256, which takes longer, overlap. The bytes should lie in shared memory:
 * others are copied. `programPath`: the flasher itself, which calls {@link serveHash} in that thread. Where there can be
 * no thread, the hashing happens here.
 */
export async function hashInThread(programPath: string): Promise<BaseHash> {
  let worker: Worker;
  try {
    worker = new Worker(programPath);
    await new Promise((resolve, reject) => worker.once('online', resolve).once('error', reject).once('exit', reject));
  } catch {
    return hashHere();
  }
  const asked: { readonly resolve: (answer: string) => void; readonly reject: (error: Error) => void }[] = [];
  worker.on('message', (answer: string) => asked.shift()?.resolve(answer));
  worker.on('error', () => undefined);
  let hasEnded = false;
  worker.on('exit', () => {
    hasEnded = true;
    for (const { reject } of asked.splice(0)) reject(new Error('the hashing thread ended'));
  });
  const ask = (message: Uint8Array | null): Promise<string> =>
    new Promise((resolve, reject) => {
      if (hasEnded) return reject(new Error('the hashing thread ended'));
      asked.push({ resolve, reject });
      worker.postMessage(message);
    });
  return {
    update: async (bytes) => void (await ask(bytes)),
    digest: () => ask(null),
    close: () => void worker.terminate(),
  };
}

/** The other end, in the thread: bytes are hashed, null asks for the digest. */
export function serveHash(): void {
  const hash = createHash('sha256');
  parentPort?.on('message', (bytes: Uint8Array | null) => {
    if (bytes) hash.update(bytes);
    parentPort?.postMessage(bytes ? '' : hash.digest('hex'));
  });
}
