import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { FlashFailure, fromSystemError } from './failure.ts';
import { HEAD_BYTES, overlaps } from './image.ts';
import { roundUp } from './target.ts';
import { readFully } from './transfer.ts';
import type { Pass } from './write-image.ts';

/**
 * Reads everything behind the head back, past the page cache, and proves that it is the image: the patch byte by byte,
 * everything else by the tag that the piece of the base had when it was read once (the base's bytes, kept then, are put back
 * under the patch). What has been proven goes into the digest of the base, which must be the one the overlay names. The
 * base is not read. Gives back its SHA-256. Errors: `flash.verify-mismatch` with the place, `flash.base-altered`.
 */
export async function verifyBody(pass: Pass): Promise<string> {
  const { image, base, target, signal } = pass;
  const { tags, head, readBack } = base;
  const end = image.sizeBytes;
  let position = Math.min(HEAD_BYTES, end);
  const { buffers } = pass;
  const reads: Promise<Uint8Array>[] = [];
  let next = position;
  let turn = 0;
  const ahead = (isFree: Promise<void>) => {
    if (next >= end) return;
    const from = next;
    const whole = buffers[turn % buffers.length] as Uint8Array;
    // The first piece begins behind the head, wherever that is in it.
    const length = Math.min(tags.pieceBytes - (from % tags.pieceBytes), end - from);
    const read = isFree.then(() => readBlocks(pass, whole, from, length));
    read.catch(() => undefined);
    reads.push(read);
    next += length;
    turn += 1;
  };
  try {
    for (let index = 0; index < buffers.length; index += 1) ahead(Promise.resolve());
    while (position < end) {
      const bytes = await (reads.shift() as Promise<Uint8Array>);
      if (signal.aborted) throw new FlashFailure('flash.cancelled', { device: target.device });
      const ofBase = bytes.subarray(0, baseBytesIn(pass, position, bytes));
      const inHead = head.subarray(position - (position % tags.pieceBytes), position);
      if (ofBase.length > 0 && !tags.matches(position, inHead, ofBase)) throw mismatch(pass, position);
      const taken = readBack.take(position, ofBase);
      taken.catch(() => undefined);
      position += bytes.length;
      pass.onProgress(position);
      ahead(taken);
    }
  } catch (error) {
    throw fromSystemError(error, target.device, position);
  } finally {
    await Promise.allSettled(reads);
  }
  const seen = await readBack.sha256();
  checkBase(pass, seen);
  return seen;
}

/** Reads the head back and compares it byte by byte. Throws `flash.verify-mismatch`. */
export async function verifyHead(pass: Pass): Promise<void> {
  const { base, target, image } = pass;
  const buffer = pass.buffers[0] as Uint8Array;
  const end = Math.min(HEAD_BYTES, image.sizeBytes);
  let position = 0;
  try {
    while (position < end) {
      const bytes = await readBlocks(pass, buffer, position, Math.min(buffer.length, end - position));
      const ofBase = baseBytesIn(pass, position, bytes);
      const expected = base.head.subarray(position, position + ofBase);
      if (Buffer.compare(expected, bytes.subarray(0, ofBase)) !== 0) throw mismatch(pass, position);
      position += bytes.length;
      pass.onProgress(position);
    }
  } catch (error) {
    throw fromSystemError(error, target.device, position);
  }
}

/**
 * Compares the patch in bytes that were read back and puts the base's own under it. How many of them are the base's; behind
 * its end an image holds its patch and zeros.
 */
function baseBytesIn(pass: Pass, position: number, bytes: Uint8Array): number {
  for (const part of overlaps(pass.image, position, bytes.length)) {
    const seen = bytes.subarray(part.from - position, part.to - position);
    if (Buffer.compare(part.bytes, seen) !== 0) throw mismatch(pass, part.from);
    seen.set(part.replaced);
  }
  const ofBase = Math.max(0, Math.min(bytes.length, pass.image.baseSizeBytes - position));
  if (bytes.subarray(ofBase).some((byte) => byte !== 0)) throw mismatch(pass, position + ofBase);
  return ofBase;
}

/** Reads in whole blocks of the target; a file ends with the image, not with a block. */
async function readBlocks({ target }: Pass, whole: Uint8Array, at: number, length: number): Promise<Uint8Array> {
  const padded = whole.subarray(0, roundUp(length, target));
  if (target.isBlock || padded.length === length) await readFully(target.handle, padded, at);
  else {
    const { bytesRead } = await target.handle.read(padded, 0, padded.length, at);
    if (bytesRead < length) throw new Error(`it ends at ${at + bytesRead}`);
  }
  return whole.subarray(0, length);
}

function mismatch({ target: { device } }: Pass, position: number): FlashFailure {
  return new FlashFailure('flash.verify-mismatch', { device, position });
}

/** The base is the one the overlay names, and its bytes under the patch those that the patch was made against. */
function checkBase({ image, base, target }: Pass, seen: string): void {
  if (image.baseSha256 === undefined) return;
  const file = basename(base.path);
  if (seen !== image.baseSha256) {
    const params = { device: target.device, file, expected: image.baseSha256, seen };
    throw new FlashFailure('flash.base-altered', params);
  }
  const hash = createHash('sha256');
  for (const { offset, replaced } of image.extents) {
    hash.update(replaced.subarray(0, Math.max(0, Math.min(replaced.length, image.baseSizeBytes - offset))));
  }
  if (hash.digest('hex') !== image.replacedSha256) {
    throw new FlashFailure('flash.overlay-bad', { file }, ['the patch was made against other bytes of this base']);
  }
}
