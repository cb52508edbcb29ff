import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import type { RetargetTask } from '../api/drive.ts';
import { blankParts, headParts } from './boot-order.ts';
import { checkBaseStamp } from './check-base-stamp.ts';
import { FlashFailure, fromSystemError, refuseCancelled } from './failure.ts';
import type { DriveBuffers, Job } from './flash-drive.ts';
import { type Image, imageOf } from './image.ts';
import { openConfirmed } from './open-confirmed.ts';
import { reporter } from './progress.ts';
import { proveBase } from './prove-base.ts';
import { readOverlayPatch } from './read-overlay.ts';
import { BOOT_BYTES, imageBytes, otherBase, type Retarget, targetBytes } from './retarget-work.ts';
import { roundUp, type Target } from './target.ts';
import { readFully, writeFully } from './transfer.ts';
import { alignZones, type Range } from './zones.ts';

/** What an appended patch can leave behind the base: an overlay has at most 16 MiB, a cylinder 8 MiB. */
const OLD_TAIL_BYTES = 24 * 1024 * 1024;
/** What differs is written in steps of this; no drive has larger sectors. */
const STEP_BYTES = 4096;

/**
 * Makes a drive with one node's image into another's: proves that it carries the base outside of the zones, makes it
 * unbootable, writes the zones that differ (base bytes with the new patch over them) and zeros over what an older, longer
 * image left behind, then the head, and reads all of it back. The result equals a fresh image. Cut off at any moment it
 * either does not boot or is finished: everything but the head is durable before the head is written.
 */
export async function retargetDrive(
  job: Job<RetargetTask>,
  buffers: DriveBuffers,
  touching: () => void,
): Promise<void> {
  const { task, drive, emit, index, signal } = job;
  const { basePath, baseStamp, overlayPath } = task;
  const { device } = drive;
  const patch = readOverlayPatch(overlayPath);
  const base = await open(basePath, 'r').catch((error: unknown) => {
    throw fromSystemError(error, basePath, 0);
  });
  let target: Target | undefined;
  try {
    await checkBaseStamp(base, basePath, baseStamp);
    const { size } = await base.stat();
    if (size !== patch.baseSizeBytes) {
      const params = { file: basename(basePath), seen: size, expected: patch.baseSizeBytes };
      throw new FlashFailure('flash.base-size', params);
    }
    const image = imageOf(size, patch);
    refuseCancelled(signal, device);
    target = await openConfirmed(drive, [basePath, overlayPath], image.sizeBytes, 'edit');
    if (target.identity.sizeBytes < size) throw otherBase(device, target.identity.sizeBytes);
    const all = [...task.zones, ...extentsOf(image)];
    const zones = alignZones(all, 1, image.sizeBytes, 0);
    const blocks = alignZones(all, target.blockBytes, image.sizeBytes, BOOT_BYTES);
    const work: Retarget = { image, base, basePath, target, zones, blocks, buffers, signal };
    await checkReplaced(work);
    const startedAt = performance.now();
    const report = reporter(index, emit, 'compare', size);
    const proof = await proveBase(work, task.verify, report);
    const verifyStart = performance.now();
    refuseCancelled(signal, device);
    emit({ event: 'opened', drive: index, imageBytes: image.sizeBytes, direct: target.direct });
    touching();
    const done = await rewrite(work, proof.mayHaveTail);
    emit({
      event: 'done',
      drive: index,
      sha256: patch.baseSha256,
      proof: proof.kind,
      imageBytes: image.sizeBytes,
      writtenBytes: done.writtenBytes,
      writeMs: performance.now() - verifyStart - done.readBackMs,
      verifyMs: verifyStart - startedAt + done.readBackMs,
      direct: target.direct,
    });
  } catch (error) {
    throw fromSystemError(error, device, 0);
  } finally {
    await target?.handle.close().catch(() => undefined);
    await base.close();
  }
}

async function rewrite(work: Retarget, mayHaveTail: boolean): Promise<{ writtenBytes: number; readBackMs: number }> {
  const { target, image } = work;
  const boot: Range = { from: 0, to: Math.min(BOOT_BYTES, roundUp(image.sizeBytes, target)) };
  let writtenBytes = 0;
  const put = async (range: Range, bytes: Uint8Array) => {
    await writeAligned(work, range.from, bytes);
    writtenBytes += bytes.length;
  };
  const blankBoot = async () => {
    for (const part of blankParts(boot.to)) {
      await put(part, Buffer.alloc(part.to - part.from));
      await target.handle.sync();
    }
  };
  const putWhereDifferent = async (range: Range, bytes: Buffer) => {
    for (const { from, to } of differences(bytes, await targetBytes(work, range))) {
      await put({ from: range.from + from, to: range.from + to }, bytes.subarray(from, to));
    }
  };
  await blankBoot();
  const tail = mayHaveTail && target.isBlock ? tailOf(work) : [];
  for (const zone of work.blocks) await putWhereDifferent(zone, await imageBytes(work, zone));
  for (const range of tail) await putWhereDifferent(range, Buffer.alloc(range.to - range.from));
  if (!target.isBlock) await target.handle.truncate(image.sizeBytes);
  await target.handle.sync();
  for (const part of headParts(boot.to)) {
    await put(part, await imageBytes(work, part));
    if (!target.isBlock) await target.handle.truncate(image.sizeBytes);
    await target.handle.sync();
  }
  const startedAt = performance.now();
  for (const range of [boot, ...work.blocks]) {
    if ((await imageBytes(work, range)).equals(await targetBytes(work, range))) continue;
    await blankBoot();
    throw new FlashFailure('flash.verify-mismatch', { device: target.device, position: range.from });
  }
  return { writtenBytes, readBackMs: performance.now() - startedAt };
}

/** Where two buffers of one length differ, in steps that are whole blocks of any drive. */
function differences(wanted: Buffer, seen: Buffer): readonly Range[] {
  const ranges: Range[] = [];
  for (let from = 0; from < wanted.length; from += STEP_BYTES) {
    const to = Math.min(from + STEP_BYTES, wanted.length);
    if (wanted.subarray(from, to).equals(seen.subarray(from, to))) continue;
    const last = ranges.at(-1);
    if (last?.to === from) ranges[ranges.length - 1] = { from: last.from, to };
    else ranges.push({ from, to });
  }
  return ranges;
}

/** Behind the image, up to where an older image of this base can have reached; in steps of a MiB. */
function tailOf({ image, target }: Retarget): readonly Range[] {
  const end = Math.min(target.identity.sizeBytes, roundUp(image.baseSizeBytes + OLD_TAIL_BYTES, target));
  const ranges: Range[] = [];
  for (let from = roundUp(image.sizeBytes, target); from < end; from += 1024 * 1024) {
    ranges.push({ from, to: Math.min(end, from + 1024 * 1024) });
  }
  return ranges;
}

async function writeAligned({ target, buffers }: Retarget, position: number, bytes: Uint8Array): Promise<void> {
  const buffer = buffers.transfer[0] as Uint8Array;
  for (let at = 0; at < bytes.length; at += buffer.length) {
    const step = buffer.subarray(0, Math.min(buffer.length, bytes.length - at));
    step.set(bytes.subarray(at, at + step.length));
    await writeFully(target.handle, step, position + at);
  }
}

function extentsOf({ extents, baseSizeBytes, sizeBytes }: Image) {
  const ranges = extents.map(({ offset, bytes }) => ({ offset, length: bytes.length }));
  // Behind the base's end everything belongs to the patch.
  return sizeBytes > baseSizeBytes ? [...ranges, { offset: baseSizeBytes, length: sizeBytes - baseSizeBytes }] : ranges;
}

/** The base's bytes under the new patch are those the overlay was made against. */
async function checkReplaced({ image, base, basePath, target }: Retarget): Promise<void> {
  const hash = createHash('sha256');
  for (const { offset, bytes } of image.extents) {
    const length = Math.max(0, Math.min(bytes.length, image.baseSizeBytes - offset));
    hash.update(await readFully(base, Buffer.alloc(length), offset));
  }
  const seen = hash.digest('hex');
  if (seen === image.replacedSha256) return;
  const params = { device: target.device, file: basename(basePath), expected: image.replacedSha256 ?? '', seen };
  throw new FlashFailure('flash.base-altered', params);
}
