/**
 * The program of one hashing thread. Text, because it has to be the same in a bundled program, in the engine's process and in
 * a test, and a thread is started from a file or from text. It is given `{ id, path, algorithm }` and answers with
 * `{ id, bytes }` on the way and `{ id, digest, sizeBytes }` or `{ id, error }` at the end. It reads into one buffer, so that
 * the memory of a thread does not grow with its files.
 */
export const HASH_WORKER = `
const { parentPort } = require('node:worker_threads');
const { createHash } = require('node:crypto');
const { closeSync, openSync, readSync } = require('node:fs');
const buffer = Buffer.allocUnsafe(1024 * 1024);
parentPort.on('message', ({ id, path, algorithm }) => {
  try {
    const file = openSync(path, 'r');
    try {
      const hash = createHash(algorithm);
      let sizeBytes = 0;
      let told = 0;
      for (;;) {
        const count = readSync(file, buffer, 0, buffer.length, null);
        if (count === 0) break;
        hash.update(count === buffer.length ? buffer : buffer.subarray(0, count));
        sizeBytes += count;
        if (sizeBytes - told >= 33554432) {
          parentPort.postMessage({ id, bytes: sizeBytes - told });
          told = sizeBytes;
        }
      }
      parentPort.postMessage({ id, bytes: sizeBytes - told });
      parentPort.postMessage({ id, digest: hash.digest('hex'), sizeBytes });
    } finally {
      closeSync(file);
    }
  } catch (error) {
    parentPort.postMessage({ id, error: error.code || error.message });
  }
});
`;
