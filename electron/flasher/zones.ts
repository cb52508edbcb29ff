import type { Zone } from '../api/drive.ts';
import { FlashFailure } from './failure.ts';

/** From `from` to before `to`, in bytes. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

const ZONES_LIMIT_BYTES = 64 * 1024 * 1024;

/**
 * Zones as sorted, disjoint ranges in whole blocks, cut to what lies between `start` and the end of the image (rounded up
 * to a block). More than 64 MiB in all is no re-target any more: `flash.request-bad`.
 */
export function alignZones(
  zones: readonly Zone[],
  blockBytes: number,
  imageBytes: number,
  start: number,
): readonly Range[] {
  const end = Math.ceil(imageBytes / blockBytes) * blockBytes;
  const ranges = zones
    .map(({ offset, length }) => ({
      from: Math.max(start, Math.floor(offset / blockBytes) * blockBytes),
      to: Math.min(end, Math.ceil((offset + length) / blockBytes) * blockBytes),
    }))
    .filter(({ from, to }) => from < to)
    .sort((a, b) => a.from - b.from);
  const merged: Range[] = [];
  for (const range of ranges) {
    const last = merged.at(-1);
    if (last && range.from <= last.to) merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, range.to) };
    else merged.push(range);
  }
  const total = merged.reduce((sum, { from, to }) => sum + to - from, 0);
  if (total > ZONES_LIMIT_BYTES) throw new FlashFailure('flash.request-bad', {}, ['zones']);
  return merged;
}

/** Fills with zeros what of `bytes`, which lie at `position`, falls into a range. */
export function blankOut(bytes: Uint8Array, position: number, ranges: readonly Range[]): void {
  for (const { from, to } of ranges) {
    if (to <= position || from >= position + bytes.length) continue;
    bytes.fill(0, Math.max(0, from - position), Math.min(bytes.length, to - position));
  }
}
