import { FlashFailure, fromSystemError } from './failure.ts';
import { type ImageSource, readImage } from './image-stream.ts';
import { roundUp, type Target } from './target.ts';

export const CHUNK_BYTES = 4 * 1024 * 1024;
/** Partition tables, boot code and the volume descriptors lie in here: without it nothing starts. */
export const HEAD_BYTES = 1024 * 1024;
/** Transfers under way at once: one writes while the next is read from the base. */
const SLOTS = 3;

export interface Pass {
  readonly image: ImageSource;
  readonly target: Target;
  readonly buffers: readonly Uint8Array[];
  readonly signal: AbortSignal;
  readonly onProgress: (doneBytes: number) => void;
}

/**
 * Streams the image onto the target. The head is wiped first and written last, each made durable: a write that is
 * cut off at any point leaves a drive that does not boot, never one that half works. An old backup GPT at the drive's
 * end is wiped too. No hashing here: that belongs to the read-back.
 */
export async function writeImage(pass: Pass): Promise<void> {
  const { image, target, buffers } = pass;
  const { handle, device } = target;
  const buffer = buffers[0] as Uint8Array;
  let position = 0;
  try {
    await wipe(pass);
    await handle.sync();
    let done = 0;
    // Slots take turns; a slot reads while another writes, and writes go out in order.
    let lastWrite: Promise<unknown> = Promise.resolve();
    const slots: Promise<void>[] = [];
    for (let at = Math.min(HEAD_BYTES, image.imageSizeBytes), turn = 0; at < image.imageSizeBytes; turn += 1) {
      const slot = turn % SLOTS;
      await slots[slot];
      if (pass.signal.aborted) throw new FlashFailure('flash.cancelled', { device });
      const length = Math.min(CHUNK_BYTES, image.imageSizeBytes - at);
      const from = at;
      const filled = fill(image, buffers[slot] as Uint8Array, from, length, target);
      const previous = lastWrite;
      lastWrite = slots[slot] = (async () => {
        const bytes = await filled;
        await previous;
        position = from;
        await writeFully(target, bytes, from);
        done += length;
        pass.onProgress(done);
      })();
      slots[slot]?.catch(() => undefined);
      at += length;
    }
    await lastWrite;
    await handle.sync();
    if (pass.signal.aborted) throw new FlashFailure('flash.cancelled', { device });
    position = 0;
    const head = Math.min(HEAD_BYTES, image.imageSizeBytes);
    await writeFully(target, await fill(image, buffer, 0, head, target), 0);
    if (!target.isBlock) await handle.truncate(image.imageSizeBytes);
    await handle.sync();
    pass.onProgress(image.imageSizeBytes);
  } catch (error) {
    throw fromSystemError(error, device, position);
  }
}

/** Zeros over the head, and over the drive's last MiB where the image does not reach. */
export async function wipe({ image, target, buffers }: Pass): Promise<void> {
  const zeros = (buffers[0] as Uint8Array).subarray(0, HEAD_BYTES).fill(0);
  if (!target.isBlock) {
    await target.handle.truncate(roundUp(image.imageSizeBytes, target));
    await writeFully(target, zeros.subarray(0, Math.min(zeros.length, roundUp(image.imageSizeBytes, target))), 0);
    return;
  }
  const { sizeBytes } = target.identity;
  await writeFully(target, zeros.subarray(0, Math.min(HEAD_BYTES, sizeBytes)), 0);
  const imageEnd = roundUp(image.imageSizeBytes, target);
  const tail = Math.max(imageEnd, roundUp(sizeBytes - HEAD_BYTES, target));
  if (tail < sizeBytes) await writeFully(target, zeros.subarray(0, sizeBytes - tail), tail);
}

async function fill(
  image: ImageSource,
  buffer: Uint8Array,
  position: number,
  length: number,
  target: Target,
): Promise<Uint8Array> {
  const bytes = buffer.subarray(0, roundUp(length, target));
  await readImage(image, bytes.subarray(0, length), position);
  bytes.fill(0, length);
  return bytes;
}

async function writeFully({ handle }: Target, bytes: Uint8Array, position: number): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, at, bytes.length - at, position + at);
    if (bytesWritten === 0) throw new Error('nothing was written');
    at += bytesWritten;
  }
}
