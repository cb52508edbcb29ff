import type { FlasherDrive, FlasherEvent, FlashTask } from '../api/drive.ts';
import { checkBaseStamp } from './check-base-stamp.ts';
import { FlashFailure, refuseCancelled } from './failure.ts';
import { HEAD_BYTES, imageOf } from './image.ts';
import { openConfirmed } from './open-confirmed.ts';
import { reporter } from './progress.ts';
import { readOverlayPatch } from './read-overlay.ts';
import type { SharedBase } from './shared-base.ts';
import { verifyBody, verifyHead } from './verify-image.ts';
import { type Pass, wipe, writeBody, writeHead } from './write-image.ts';

export interface Job<T> {
  readonly index: number;
  readonly drive: FlasherDrive;
  readonly task: T;
  readonly signal: AbortSignal;
  readonly emit: (event: FlasherEvent) => void;
}

/** The memory of one drive: transfer buffers and a small one, all page-aligned. */
export interface DriveBuffers {
  readonly transfer: readonly Uint8Array[];
  readonly scratch: Uint8Array;
}

/** A drive that is open, confirmed and follows its base, ready to be written. */
export interface ReadyDrive {
  /** `touching` is called before the first byte changes. */
  write(touching: () => void): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens one drive exclusively, holds the identity of the open handle against the confirmed one and asks by itself whether
 * the drive is in use. Nothing is written yet, and the base is not read: that begins when all drives are ready.
 */
export async function prepareFlash(
  job: Job<FlashTask>,
  base: SharedBase,
  { transfer, scratch }: DriveBuffers,
): Promise<ReadyDrive> {
  const { overlayPath, basePath, baseStamp } = job.task;
  await checkBaseStamp(base.handle, basePath, baseStamp);
  const patch = overlayPath === null ? undefined : readOverlayPatch(overlayPath);
  if (patch && patch.baseSizeBytes !== base.sizeBytes) {
    const params = { file: basePath, seen: base.sizeBytes, expected: patch.baseSizeBytes };
    throw new FlashFailure('flash.base-size', params);
  }
  const image = imageOf(base.sizeBytes, patch);
  const sources = overlayPath === null ? [basePath] : [basePath, overlayPath];
  // On Windows opening takes the drive's partitions away.
  refuseCancelled(job.signal, job.drive.device);
  const target = await openConfirmed(job.drive, sources, image.sizeBytes, 'write');
  const follower = base.join(transfer);
  const { signal } = job;
  const pass: Pass = { image, base, target, buffers: transfer, scratch, signal, onProgress: () => undefined };
  return {
    write: (touching) => write(job, pass, follower, touching),
    async close() {
      follower.leave();
      await target.handle.close().catch(() => undefined);
    },
  };
}

/**
 * Body, proof of the body and of the base, head, proof of the head: a drive becomes bootable only when everything behind its
 * head has been read back and is the base that was meant. Cut off at any point before, it does not boot.
 */
async function write(
  job: Job<FlashTask>,
  pass: Pass,
  follower: ReturnType<SharedBase['join']>,
  touching: () => void,
): Promise<void> {
  const { image, target, base } = pass;
  const { emit, index, signal } = job;
  refuseCancelled(signal, target.device);
  emit({ event: 'opened', drive: index, imageBytes: image.sizeBytes, direct: target.direct });
  touching();
  let lastMs = 0;
  const timed = async <R>(work: () => Promise<R>): Promise<[R, number]> => {
    const startedAt = performance.now();
    return [await work(), performance.now() - startedAt];
  };
  const writing = { ...pass, onProgress: reporter(index, emit, 'write', image.sizeBytes) };
  const [, bodyMs] = await timed(() => writeBody(writing, follower));
  follower.leave();
  await base.passed();
  const total = image.sizeBytes;
  const report = reporter(index, emit, 'verify', total);
  const headBytes = Math.min(HEAD_BYTES, total);
  const [sha256, restMs] = await timed(() => verifyBody({ ...pass, onProgress: (at) => report(at - headBytes) }));
  const [, headMs] = await timed(() => writeHead(pass));
  try {
    const inHead = { ...pass, onProgress: (at: number) => report(total - headBytes + at) };
    [, lastMs] = await timed(() => verifyHead(inHead));
  } catch (error) {
    await wipe(pass).catch(() => undefined);
    throw error;
  }
  emit({
    event: 'done',
    drive: index,
    sha256,
    proof: 'whole',
    imageBytes: total,
    writtenBytes: total,
    writeMs: bodyMs + headMs,
    verifyMs: restMs + lastMs,
    direct: target.direct,
  });
}
