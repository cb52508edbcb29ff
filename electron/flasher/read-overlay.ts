import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { FlashFailure } from './failure.ts';

/** What of an overlay the flasher needs. The format is written down in `electron/engine/image/overlay.ts`. */
export interface OverlayPatch {
  readonly baseSha256: string;
  readonly baseSizeBytes: number;
  readonly imageSizeBytes: number;
  readonly replacedSha256: string;
  readonly extents: readonly { readonly offset: number; readonly bytes: Buffer }[];
}

const MAGIC = Buffer.from('SWOVLY\r\n', 'latin1');
const LIMIT_BYTES = 16 * 1024 * 1024;
const DIGEST = /^[0-9a-f]{64}$/;

/** Reads an overlay file: second, independent reader of format 1, all lengths bounded. */
export function readOverlayPatch(path: string): OverlayPatch {
  const broken = (seen: string) => new FlashFailure('flash.overlay-bad', { file: basename(path) }, [seen]);
  let bytes: Buffer;
  try {
    if (statSync(path).size > LIMIT_BYTES) throw new Error('too large');
    bytes = readFileSync(path);
  } catch (error) {
    throw broken(error instanceof Error ? error.message : String(error));
  }
  const end = bytes.length - 32;
  if (end < 16 || !bytes.subarray(0, 8).equals(MAGIC) || bytes.readUInt32LE(8) !== 1) throw broken('format');
  if (!createHash('sha256').update(bytes.subarray(0, end)).digest().equals(bytes.subarray(end)))
    throw broken('SHA-256');
  const bodyStart = 16 + bytes.readUInt32LE(12);
  if (bodyStart > end) throw broken('header');
  let header: Partial<Record<string, unknown>>;
  try {
    header = JSON.parse(bytes.toString('utf8', 16, bodyStart)) as Partial<Record<string, unknown>>;
  } catch {
    throw broken('header');
  }
  const base = (header.base ?? {}) as Partial<Record<string, unknown>>;
  const { imageSizeBytes, replacedSha256, extents } = header;
  if (!isSize(base.sizeBytes) || !isSize(imageSizeBytes) || imageSizeBytes < base.sizeBytes) throw broken('sizes');
  if (!isDigest(base.sha256) || !isDigest(replacedSha256)) throw broken('digests');
  if (!Array.isArray(extents) || extents.length > 4096) throw broken('extents');
  let at = bodyStart;
  let last = 0;
  const pieces = extents.map((entry: unknown) => {
    const { offset, length } = (entry ?? {}) as Partial<Record<string, unknown>>;
    if (!isSize(length) || typeof offset !== 'number' || !Number.isSafeInteger(offset)) throw broken('extents');
    if (offset < last || offset + length > imageSizeBytes || at + length > end) throw broken('extents');
    last = offset + length;
    at += length;
    return { offset, bytes: bytes.subarray(at - length, at) };
  });
  if (at !== end) throw broken('length');
  return { baseSha256: base.sha256, baseSizeBytes: base.sizeBytes, imageSizeBytes, replacedSha256, extents: pieces };
}

function isSize(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
}

function isDigest(value: unknown): value is string {
  return typeof value === 'string' && DIGEST.test(value);
}
