import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { FlashFailure, fromSystemError } from './failure.ts';
import { overlaps, readBase } from './image-stream.ts';
import { roundUp } from './target.ts';
import { CHUNK_BYTES, type Pass } from './write-image.ts';

/** Reads under way ahead of the hashing. */
const AHEAD = 3;

/**
 * Reads the whole image back and proves two things with one hash: the patch is on the drive (compared byte by byte), and
 * everything else is the base with the SHA-256 that the overlay names (the base's own bytes are put back under the patch
 * before hashing). So a base altered behind a cached digest is found here at the latest. A complete image has no digest to
 * meet and is compared with its file. Gives back the digest that was proven.
 */
export async function verifyImage({ image, target, buffers, signal, onProgress }: Pass): Promise<string> {
  const { handle, device } = target;
  const hash = createHash('sha256');
  const scratch = Buffer.allocUnsafe(CHUNK_BYTES);
  let position = 0;
  try {
    const reads: Promise<Uint8Array>[] = [];
    let next = 0;
    const ahead = () => {
      const from = next;
      const length = Math.min(CHUNK_BYTES, image.imageSizeBytes - from);
      const buffer = buffers[(from / CHUNK_BYTES) % AHEAD] as Uint8Array;
      const read = readFully(handle, buffer.subarray(0, roundUp(length, target)), from, length);
      read.catch(() => undefined);
      reads.push(read);
      next += length;
    };
    while (reads.length < AHEAD && next < image.imageSizeBytes) ahead();
    for (let done = 0; done < image.imageSizeBytes; ) {
      position = done;
      const bytes = await (reads.shift() as Promise<Uint8Array>);
      if (signal.aborted) throw new FlashFailure('flash.cancelled', { device });
      if (image.baseSha256 === undefined) {
        const expected = scratch.subarray(0, bytes.length);
        await readBase(image, expected, done);
        if (!expected.equals(bytes)) throw new FlashFailure('flash.verify-mismatch', { device, position: done });
      }
      for (const part of overlaps(image, done, bytes.length)) {
        const onDrive = bytes.subarray(part.from - done, part.to - done);
        if (!Buffer.from(part.bytes).equals(onDrive)) {
          throw new FlashFailure('flash.verify-mismatch', { device, position: part.from });
        }
        await readBase(image, onDrive, part.from);
      }
      // Behind the base's end there is nothing of the base to hash (a patch that appends).
      const ofBase = Math.max(0, Math.min(bytes.length, image.baseSizeBytes - done));
      hash.update(bytes.subarray(0, ofBase));
      done += bytes.length;
      if (next < image.imageSizeBytes) ahead();
      onProgress(done);
    }
  } catch (error) {
    throw fromSystemError(error, device, position);
  }
  const seen = hash.digest('hex');
  if (image.baseSha256 === undefined || seen === image.baseSha256) return seen;
  await explainMismatch(image.baseSha256, seen, { image, target, buffers, signal, onProgress });
  return seen;
}

/** The digest differs: is the drive bad, or was the base not what it should be? Only now the base is read once more. */
async function explainMismatch(expected: string, seen: string, { image, target, buffers, signal }: Pass) {
  const { handle, device } = target;
  const mine = Buffer.allocUnsafe(CHUNK_BYTES);
  const buffer = buffers[0] as Uint8Array;
  for (let at = 0; at < image.imageSizeBytes; at += CHUNK_BYTES) {
    if (signal.aborted) throw new FlashFailure('flash.cancelled', { device });
    const length = Math.min(CHUNK_BYTES, image.imageSizeBytes - at);
    const bytes = await readFully(handle, buffer.subarray(0, roundUp(length, target)), at, length);
    const base = mine.subarray(0, length);
    await readBase(image, base, at);
    for (const part of overlaps(image, at, length)) base.set(part.bytes, part.from - at);
    if (!base.equals(bytes)) throw new FlashFailure('flash.verify-mismatch', { device, position: at });
  }
  throw new FlashFailure('flash.base-altered', { device, file: basename(image.basePath), expected, seen });
}

async function readFully(
  handle: Pass['target']['handle'],
  into: Uint8Array,
  position: number,
  length: number,
): Promise<Uint8Array> {
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(into, filled, into.length - filled, position + filled);
    if (bytesRead === 0) throw new Error(`the drive ends at ${position + filled}`);
    filled += bytesRead;
  }
  return into.subarray(0, length);
}
