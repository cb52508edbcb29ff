import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import type { FlasherDrive, FlasherEvent } from '../api/drive.ts';
import { alignedBuffers } from './aligned-buffers.ts';
import { checkIdentity } from './drive-identity.ts';
import { FlashFailure, fromSystemError } from './failure.ts';
import type { ImageSource } from './image-stream.ts';
import { readOverlayPatch } from './read-overlay.ts';
import { refuseUsedDrive } from './system-drive.ts';
import { openTarget, type Target } from './target.ts';
import { verifyImage } from './verify-image.ts';
import { CHUNK_BYTES, type Pass, wipe, writeImage } from './write-image.ts';

const BUFFERS = 3;
const PROGRESS_EVERY_MS = 200;
/** Every ISO 9660 image has this in its first volume descriptor (ECMA-119 8.4.2). */
const ISO_MARK = Buffer.from('CD001', 'latin1');
const ISO_MARK_POSITION = 16 * 2048 + 1;

export interface FlashJob {
  readonly index: number;
  readonly basePath: string;
  readonly drive: FlasherDrive;
  readonly signal: AbortSignal;
  readonly emit: (event: FlasherEvent) => void;
}

/**
 * Writes and verifies one drive. Opens it exclusively, then compares the identity of the open handle with the confirmed
 * one and asks by itself whether the drive is in use; only then the first byte is written. Never throws: says `done` or
 * `failed`.
 */
export async function flashDrive(job: FlashJob): Promise<void> {
  const { drive, emit, index, signal } = job;
  let touched = false;
  let target: Target | undefined;
  let image: ImageSource | undefined;
  try {
    image = await openImage(job.basePath, drive.overlayPath);
    const isNewFile = drive.identity.kind === 'file' && drive.identity.sequence === null;
    target = await openTarget(drive.device, isNewFile);
    if (!isNewFile) checkIdentity(drive.identity, target.identity, drive.device);
    if (target.isBlock) await refuse(target, job, image);
    const { imageSizeBytes } = image;
    emit({ event: 'opened', drive: index, imageBytes: imageSizeBytes, direct: target.direct });
    touched = true;
    const buffers = alignedBuffers(BUFFERS, CHUNK_BYTES);
    const pass = { image, target, buffers, signal };
    const writeStart = performance.now();
    await writeImage({ ...pass, onProgress: reporter(job, 'write', imageSizeBytes) });
    const verifyStart = performance.now();
    const sha256 = await verifyOrWipe({ ...pass, onProgress: reporter(job, 'verify', imageSizeBytes) });
    const [writeMs, verifyMs] = [verifyStart - writeStart, performance.now() - verifyStart];
    emit({ event: 'done', drive: index, sha256, imageBytes: imageSizeBytes, writeMs, verifyMs, direct: target.direct });
  } catch (error) {
    const { code, params, evidence } = fromSystemError(error, drive.device, 0);
    emit({ event: 'failed', drive: index, code, params, evidence: [...evidence], touched });
  } finally {
    await target?.handle.close().catch(() => undefined);
    await image?.base.close().catch(() => undefined);
  }
}

/** A drive whose content is not proven must not boot. */
async function verifyOrWipe(pass: Pass): Promise<string> {
  try {
    return await verifyImage(pass);
  } catch (error) {
    await wipe(pass)
      .then(() => pass.target.handle.sync())
      .catch(() => undefined);
    throw error;
  }
}

async function refuse(target: Target, job: FlashJob, image: ImageSource): Promise<void> {
  const { device } = job.drive;
  const sources = job.drive.overlayPath === null ? [job.basePath] : [job.basePath, job.drive.overlayPath];
  refuseUsedDrive(await target.handle.stat(), device, sources);
  const { sizeBytes } = target.identity;
  if (sizeBytes < image.imageSizeBytes) {
    throw new FlashFailure('flash.too-small', { device, sizeBytes, neededBytes: image.imageSizeBytes });
  }
}

async function openImage(basePath: string, overlayPath: string | null): Promise<ImageSource> {
  const patch = overlayPath === null ? undefined : readOverlayPatch(overlayPath);
  const base = await open(basePath, 'r').catch((error: unknown) => {
    throw fromSystemError(error, basePath, 0);
  });
  try {
    const stat = await base.stat();
    if (!stat.isFile()) throw new FlashFailure('flash.not-found', { device: basePath });
    if (patch && patch.baseSizeBytes !== stat.size) {
      const params = { file: basename(basePath), seen: stat.size, expected: patch.baseSizeBytes };
      throw new FlashFailure('flash.base-size', params);
    }
    // Started as root it must not copy just any file onto a stick.
    const { buffer } = await base.read(Buffer.alloc(ISO_MARK.length), 0, ISO_MARK.length, ISO_MARK_POSITION);
    if (!buffer.equals(ISO_MARK)) throw new FlashFailure('flash.not-an-image', { file: basename(basePath) });
    return {
      base,
      basePath,
      baseSizeBytes: stat.size,
      imageSizeBytes: patch?.imageSizeBytes ?? stat.size,
      extents: patch?.extents ?? [],
      baseSha256: patch?.baseSha256,
    };
  } catch (error) {
    await base.close();
    throw error;
  }
}

/** Progress at most five times a second, and always the first chunk and the end. Rate is the mean of the pass so far. */
function reporter({ emit, index }: FlashJob, phase: 'write' | 'verify', totalBytes: number) {
  const startedAt = performance.now();
  let lastAt = Number.NEGATIVE_INFINITY;
  return (doneBytes: number): void => {
    const now = performance.now();
    if (now - lastAt < PROGRESS_EVERY_MS && doneBytes < totalBytes) return;
    lastAt = now;
    const bytesPerSecond = Math.round((doneBytes / Math.max(1, now - startedAt)) * 1000);
    const secondsLeft = bytesPerSecond > 0 ? Math.ceil((totalBytes - doneBytes) / bytesPerSecond) : 0;
    emit({ event: 'progress', drive: index, phase, doneBytes, totalBytes, bytesPerSecond, secondsLeft });
  };
}
