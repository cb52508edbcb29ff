import { blankParts, headParts } from './boot-order.ts';
import { FlashFailure, fromSystemError } from './failure.ts';
import type { Follower } from './follower.ts';
import { HEAD_BYTES, type Image, overlaps } from './image.ts';
import type { SharedBase } from './shared-base.ts';
import { roundUp, type Target } from './target.ts';
import { writeFully } from './transfer.ts';

/** Patched blocks are put together in here; everything else is written from where the base was read to. */
export const SCRATCH_BYTES = 64 * 1024;

/**
 * While one write ends, the next one is under way: the drive never waits for us. They are adjacent and begin in order, so a
 * stick that likes its writes one after the other gets them so.
 */
const WRITES_AT_ONCE = 2;

/** What one drive works with. */
export interface Pass {
  readonly image: Image;
  readonly base: SharedBase;
  readonly target: Target;
  /** Page-aligned: three for transfers, and a small one for patched blocks. */
  readonly buffers: readonly Uint8Array[];
  readonly scratch: Uint8Array;
  readonly signal: AbortSignal;
  readonly onProgress: (doneBytes: number) => void;
}

/** Streams everything behind the head onto the target and makes it durable; the head stays wiped. */
export async function writeBody(pass: Pass, follower: Follower): Promise<void> {
  const { image, target, signal } = pass;
  const { handle, device } = target;
  const end = roundUp(image.sizeBytes, target);
  let position = 0;
  let done = 0;
  const writing: Promise<void>[] = [];
  try {
    await wipe(pass);
    for await (const piece of follower.pieces(end)) {
      const isPatched = keepReplaced(image, piece.position, piece.bytes);
      // Patched blocks go through the one scratch buffer.
      while (writing.length >= (isPatched ? 1 : WRITES_AT_ONCE)) await writing.shift();
      if (signal.aborted) throw new FlashFailure('flash.cancelled', { device });
      position = Math.max(HEAD_BYTES, piece.position);
      const bytes = piece.bytes.subarray(position - piece.position);
      const write = writePatched(pass, bytes, position).finally(() => piece.release());
      write.then(
        () => {
          done = Math.max(done, Math.min(image.sizeBytes, piece.position + piece.bytes.length));
          pass.onProgress(done);
        },
        () => undefined,
      );
      writing.push(write);
      if (isPatched) await writing.shift();
    }
    await Promise.all(writing);
    await handle.sync();
    if (!target.isBlock) await handle.truncate(image.sizeBytes);
  } catch (error) {
    await Promise.allSettled(writing);
    throw fromSystemError(error, device, position);
  }
}

/** Writes the head, which makes the drive bootable, and makes it durable: its first sectors last. */
export async function writeHead(pass: Pass): Promise<void> {
  const { base, target, image } = pass;
  const buffer = pass.buffers[0] as Uint8Array;
  try {
    for (const { from, to } of headParts(Math.min(HEAD_BYTES, image.sizeBytes))) {
      for (let at = from; at < to; at += buffer.length) {
        const piece = buffer.subarray(0, Math.min(buffer.length, roundUp(to - at, target)));
        piece.fill(0);
        piece.set(base.head.subarray(at, Math.min(at + piece.length, base.head.length)));
        await writePatched(pass, piece, at);
      }
      if (!target.isBlock) await target.handle.truncate(image.sizeBytes);
      await target.handle.sync();
    }
  } catch (error) {
    throw fromSystemError(error, target.device, 0);
  }
}

/**
 * Zeros over the head, its first sectors before the others, and over the drive's last MiB where the image does not reach: an
 * old backup GPT. All of it is durable then.
 */
export async function wipe({ image, target, buffers }: Pick<Pass, 'image' | 'target' | 'buffers'>): Promise<void> {
  const zeros = (buffers[0] as Uint8Array).fill(0);
  const put = async (from: number, to: number) => {
    for (let at = from; at < to; at += zeros.length) {
      await writeFully(target.handle, zeros.subarray(0, Math.min(zeros.length, to - at)), at);
    }
    await target.handle.sync();
  };
  const end = roundUp(image.sizeBytes, target);
  if (!target.isBlock) await target.handle.truncate(end);
  const sizeBytes = target.isBlock ? target.identity.sizeBytes : end;
  for (const { from, to } of blankParts(Math.min(HEAD_BYTES, sizeBytes))) await put(from, to);
  if (target.isBlock) await put(Math.max(end, roundUp(sizeBytes - HEAD_BYTES, target)), sizeBytes);
}

/** Writes image bytes: those of the base as they lie, blocks with a patch over them through the scratch buffer. */
async function writePatched({ image, target, scratch }: Pass, bytes: Uint8Array, position: number): Promise<void> {
  const end = position + bytes.length;
  let written = position;
  const put = async (from: number, to: number) => {
    if (from < to) await writeFully(target.handle, bytes.subarray(from - position, to - position), from);
    written = to;
  };
  for (const { from, to } of overlaps(image, position, bytes.length)) {
    const firstBlock = Math.max(written, from - (from % target.blockBytes));
    const lastBlock = Math.min(end, roundUp(to, target));
    await put(written, firstBlock);
    for (let at = firstBlock; at < lastBlock; at += scratch.length) {
      const block = scratch.subarray(0, Math.min(scratch.length, lastBlock - at));
      block.set(bytes.subarray(at - position, at - position + block.length));
      for (const part of overlaps(image, at, block.length)) block.set(part.bytes, part.from - at);
      await writeFully(target.handle, block, at);
      written = at + block.length;
    }
  }
  await put(written, end);
}

/** Keeps the base's bytes that the patch will cover; whether there are any here. */
function keepReplaced(image: Image, position: number, bytes: Uint8Array): boolean {
  const parts = overlaps(image, position, bytes.length);
  for (const part of parts) part.replaced.set(bytes.subarray(part.from - position, part.to - position));
  return parts.length > 0;
}
