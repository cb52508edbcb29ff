import { createHash, randomInt } from 'node:crypto';
import { basename } from 'node:path';
import type { RetargetTask } from '../api/drive.ts';
import { FlashFailure } from './failure.ts';
import { HEAD_BYTES } from './image.ts';
import { BOOT_BYTES, otherBase, type Retarget, targetBytes } from './retarget-work.ts';
import { readFully } from './transfer.ts';
import { blankOut, type Range } from './zones.ts';

const SAMPLES = 64;
const SAMPLE_BYTES = 64 * 1024;
const STEP_BYTES = 1024 * 1024;
/** Of an ISO 9660 volume. */
const BLOCK_BYTES = 2048;
/** Where the first volume descriptor tells the volume's size (ECMA-119 8.4.8). */
const VOLUME_SIZE = { from: 16 * BLOCK_BYTES + 80, to: 16 * BLOCK_BYTES + 88 };

export interface BaseProof {
  readonly kind: RetargetTask['verify'];
  /** An older image was longer than the base, or it cannot be told. */
  readonly mayHaveTail: boolean;
}

/**
 * Proves, without writing, that the target carries this base outside of the zones. The head is always compared; of the rest
 * samples at places nobody can foretell, one in each 64th, and the end; or all of it. Blocks of system area and descriptors
 * may be zeros: a re-target that was cut off leaves them so; then everything is compared, since a full write that was cut
 * off looks alike. `whole` proves the base by its SHA-256 too. Throws `flash.retarget-other-base` with the place.
 */
export async function proveBase(
  work: Retarget,
  verify: RetargetTask['verify'],
  onProgress: (doneBytes: number) => void,
): Promise<BaseProof> {
  const boot = await compareBoot(work);
  const { baseSizeBytes } = work.image;
  const headEnd = Math.min(HEAD_BYTES, baseSizeBytes);
  await compare(work, { from: BOOT_BYTES, to: headEnd });
  const kind = boot.wasCutOff ? 'whole' : verify;
  if (kind === 'whole') await compareAll(work, onProgress);
  else {
    for (const [index, range] of samples(headEnd, baseSizeBytes).entries()) {
      await compare(work, range);
      onProgress(Math.round(((index + 1) / SAMPLES) * baseSizeBytes));
    }
  }
  onProgress(baseSizeBytes);
  return { kind, mayHaveTail: boot.wasCutOff || boot.isOtherSize };
}

async function compareBoot(work: Retarget): Promise<{ wasCutOff: boolean; isOtherSize: boolean }> {
  const range = { from: 0, to: Math.min(BOOT_BYTES, work.image.baseSizeBytes) };
  const seen = await targetBytes(work, range);
  const base = await readFully(work.base, Buffer.alloc(range.to), 0);
  const isOtherSize = !seen
    .subarray(VOLUME_SIZE.from, VOLUME_SIZE.to)
    .equals(base.subarray(VOLUME_SIZE.from, VOLUME_SIZE.to));
  let wasCutOff = false;
  for (let at = 0; at < range.to; at += BLOCK_BYTES) {
    const [mine, expected] = [seen.subarray(at, at + BLOCK_BYTES), Buffer.from(base.subarray(at, at + BLOCK_BYTES))];
    const isBlank = mine.every((byte) => byte === 0);
    if (isBlank && !expected.equals(mine)) wasCutOff = true;
    if (isBlank) continue;
    for (const bytes of [mine, expected]) blankOut(bytes, at, work.zones);
    if (!mine.equals(expected)) throw otherBase(work.target.device, at);
  }
  return { wasCutOff, isOtherSize };
}

async function compare(work: Retarget, { from, to }: Range): Promise<void> {
  for (let at = from; at < to; at += STEP_BYTES) {
    const range = { from: at, to: Math.min(to, at + STEP_BYTES) };
    if (work.signal.aborted) throw new FlashFailure('flash.cancelled', { device: work.target.device });
    const expected = await readFully(work.base, Buffer.alloc(range.to - at), at);
    await compareWith(work, range, expected);
  }
}

async function compareWith(work: Retarget, range: Range, expected: Buffer): Promise<void> {
  const seen = await targetBytes(work, inBlocks(range, work.target.blockBytes));
  const mine = seen.subarray(range.from % work.target.blockBytes).subarray(0, expected.length);
  if (mine.equals(expected)) return;
  for (const bytes of [mine, expected]) blankOut(bytes, range.from, work.zones);
  if (mine.equals(expected)) return;
  const first = mine.findIndex((byte, index) => byte !== expected[index]);
  throw otherBase(work.target.device, range.from + first);
}

/** Everything behind the system area and descriptors, which were compared before; and the base's own digest. */
async function compareAll(work: Retarget, onProgress: (doneBytes: number) => void): Promise<void> {
  const { image, base, basePath, target } = work;
  const hash = createHash('sha256');
  const read = (at: number) => readFully(base, Buffer.alloc(Math.min(STEP_BYTES, image.baseSizeBytes - at)), at);
  let reading = read(0);
  for (let at = 0; at < image.baseSizeBytes; at += STEP_BYTES) {
    if (work.signal.aborted) throw new FlashFailure('flash.cancelled', { device: target.device });
    const expected = await reading;
    if (at + STEP_BYTES < image.baseSizeBytes) {
      reading = read(at + STEP_BYTES);
      reading.catch(() => undefined);
    }
    hash.update(expected);
    const skipped = Math.max(0, BOOT_BYTES - at);
    if (skipped < expected.length) {
      await compareWith(work, { from: at + skipped, to: at + expected.length }, expected.subarray(skipped));
    }
    onProgress(at + expected.length);
  }
  const seen = hash.digest('hex');
  if (seen === image.baseSha256) return;
  const params = { device: target.device, file: basename(basePath), expected: image.baseSha256 ?? '', seen };
  throw new FlashFailure('flash.base-altered', params);
}

function samples(from: number, to: number): readonly Range[] {
  const stride = Math.floor((to - from) / SAMPLES);
  if (stride <= SAMPLE_BYTES) return [{ from, to }];
  const inner = Array.from({ length: SAMPLES }, (_, index) => {
    const block = randomInt(Math.floor((stride - SAMPLE_BYTES) / BLOCK_BYTES) + 1);
    const start = from + index * stride + block * BLOCK_BYTES;
    return { from: start, to: start + SAMPLE_BYTES };
  });
  return [...inner, { from: to - SAMPLE_BYTES, to }];
}

function inBlocks({ from, to }: Range, blockBytes: number): Range {
  return { from: Math.floor(from / blockBytes) * blockBytes, to: Math.ceil(to / blockBytes) * blockBytes };
}
