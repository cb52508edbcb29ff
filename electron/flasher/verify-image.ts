import { CHUNK_BYTES } from './chunk-tags.ts';
import { FlashFailure, fromSystemError } from './failure.ts';
import { overlaps } from './image.ts';
import { roundUp } from './target.ts';
import { readFully } from './transfer.ts';
import type { Pass } from './write-image.ts';

/**
 * Reads chunks `fromChunk` to before `toChunk` back and proves that the image is on the target: the patch byte by byte,
 * everything else by the digest that the chunk of the base had when it was read once (the base's bytes, kept then, are
 * put back under the patch). The base is not read. Throws `flash.verify-mismatch` with the place.
 */
export async function verifyChunks(pass: Pass, fromChunk: number, toChunk: number): Promise<void> {
  const { image, base, target, signal } = pass;
  const { handle, device } = target;
  const end = Math.min(toChunk * CHUNK_BYTES, image.sizeBytes);
  let position = fromChunk * CHUNK_BYTES;
  const mismatch = (at: number) => new FlashFailure('flash.verify-mismatch', { device, position: at });
  const reads: Promise<Uint8Array>[] = [];
  let next = position;
  let turn = 0;
  const ahead = () => {
    if (next >= end) return;
    const whole = pass.buffers[turn % pass.buffers.length] as Uint8Array;
    // Pieces divide a chunk, so none crosses from one chunk into the next.
    const length = Math.min(whole.length, end - next);
    const padded = whole.subarray(0, roundUp(length, target));
    const read = readPadded(pass, padded, next, length).then(() => whole.subarray(0, length));
    read.catch(() => undefined);
    reads.push(read);
    next += length;
    turn += 1;
  };
  try {
    for (let index = 0; index < pass.buffers.length; index += 1) ahead();
    let tag = base.tags.begin(fromChunk);
    while (position < end) {
      const bytes = await (reads.shift() as Promise<Uint8Array>);
      if (signal.aborted) throw new FlashFailure('flash.cancelled', { device });
      for (const part of overlaps(image, position, bytes.length)) {
        const seen = bytes.subarray(part.from - position, part.to - position);
        if (!Buffer.from(part.bytes).equals(seen)) throw mismatch(part.from);
        seen.set(part.replaced);
      }
      const ofBase = Math.max(0, Math.min(bytes.length, image.baseSizeBytes - position));
      tag.update(bytes.subarray(0, ofBase));
      // Behind the base's end an image holds its patch and zeros.
      if (bytes.subarray(ofBase).some((byte) => byte !== 0)) throw mismatch(position + ofBase);
      const chunk = Math.floor(position / CHUNK_BYTES);
      position += bytes.length;
      if (position === end || position % CHUNK_BYTES === 0) {
        const seen = tag.finish();
        if (chunk < base.chunks && !base.tags.matches(chunk, seen)) throw mismatch(chunk * CHUNK_BYTES);
        tag = base.tags.begin(chunk + 1);
      }
      pass.onProgress(position);
      ahead();
    }
  } catch (error) {
    throw fromSystemError(error, device, position);
  } finally {
    await Promise.allSettled(reads);
  }

  /** A file ends with the image, not with a whole block. */
  async function readPadded(of: Pass, padded: Uint8Array, at: number, length: number): Promise<void> {
    if (of.target.isBlock || padded.length === length) await readFully(handle, padded, at);
    else {
      const { bytesRead } = await handle.read(padded, 0, padded.length, at);
      if (bytesRead < length) throw new Error(`it ends at ${at + bytesRead}`);
    }
  }
}
