import type { FileHandle } from 'node:fs/promises';
import { FlashFailure } from './failure.ts';
import type { DriveBuffers } from './flash-drive.ts';
import type { Image } from './image.ts';
import type { Target } from './target.ts';
import { readFully } from './transfer.ts';
import type { Range } from './zones.ts';

/** System area and volume descriptors (ECMA-119 6.2): while they are zeros, nothing starts from the drive. */
export const BOOT_BYTES = 64 * 1024;

/** What the steps of a re-target work with. */
export interface Retarget {
  readonly image: Image;
  readonly base: FileHandle;
  readonly basePath: string;
  readonly target: Target;
  /** Where a patch of ours may have been, or will be; sorted and disjoint. */
  readonly zones: readonly Range[];
  /** The same behind system area and descriptors, in whole blocks of the target: what is written. */
  readonly blocks: readonly Range[];
  readonly buffers: DriveBuffers;
  readonly signal: AbortSignal;
}

export function otherBase(device: string, position: number): FlashFailure {
  return new FlashFailure('flash.retarget-other-base', { device, position });
}

/** Image bytes of a range: the base's (zeros behind its end), the patch over them. */
export async function imageBytes({ image, base }: Retarget, { from, to }: Range): Promise<Buffer> {
  const bytes = Buffer.alloc(to - from);
  const ofBase = Math.max(0, Math.min(bytes.length, image.baseSizeBytes - from));
  await readFully(base, bytes.subarray(0, ofBase), from);
  for (const { offset, bytes: patch } of image.extents) {
    const start = Math.max(from, offset);
    const end = Math.min(to, offset + patch.length);
    if (start < end) bytes.set(patch.subarray(start - offset, end - offset), start - from);
  }
  return bytes;
}

/** What is on the target now; zeros behind the end of a file. Read through the aligned buffers, in their steps. */
export async function targetBytes({ target, buffers }: Retarget, { from, to }: Range): Promise<Buffer> {
  const bytes = Buffer.alloc(to - from);
  const buffer = buffers.transfer[0] as Uint8Array;
  for (let at = from; at < to; at += buffer.length) {
    const step = buffer.subarray(0, Math.min(buffer.length, to - at)).fill(0);
    if (target.isBlock) await readFully(target.handle, step, at);
    else await target.handle.read(step, 0, step.length, at);
    bytes.set(step, at - from);
  }
  return bytes;
}
