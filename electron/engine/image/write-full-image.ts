import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { type FileHandle, open, rename } from 'node:fs/promises';
import { basename } from 'node:path';
import { DiagnosticError, fail } from '../../api/diagnostic.ts';
import { syncFolderOf, temporaryName } from '../workspace/atomic-file-sync.ts';
import type { Extent } from './byte-source.ts';

export interface FullImage {
  readonly basePath: string;
  readonly baseSha256: string;
  readonly extents: readonly Extent[];
  readonly imageSizeBytes: number;
  readonly outPath: string;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((doneBytes: number, totalBytes: number) => void) | undefined;
}

const CHUNK_BYTES = 4 * 1024 * 1024;

/**
 * Streams base + patch into a complete ISO file (mode 0600: it holds the answer). The base is hashed on the way, so an
 * altered base never becomes a file. Gives back the image's SHA-256. Errors: `image.base-altered`,
 * `image.write-failed`, `image.cancelled`; the file at `outPath` is then as it was.
 */
export async function writeFullImage(image: FullImage): Promise<{ readonly sha256: string }> {
  const temporary = temporaryName(image.outPath);
  let base: FileHandle | undefined;
  let out: FileHandle | undefined;
  try {
    base = await open(image.basePath, 'r');
    out = await open(temporary, 'wx', 0o600);
    const sha256 = await copy(base, out, image);
    await out.sync();
    await out.close();
    out = undefined;
    await rename(temporary, image.outPath);
    syncFolderOf(image.outPath);
    return { sha256 };
  } catch (error) {
    await out?.close().catch(() => undefined);
    rmSync(temporary, { force: true });
    if (error instanceof DiagnosticError) throw error;
    throw fail('image.write-failed', {
      params: { file: basename(image.outPath) },
      evidence: [error instanceof Error ? error.message : String(error)],
      subject: { file: image.outPath },
    });
  } finally {
    await base?.close();
  }
}

async function copy(base: FileHandle, out: FileHandle, image: FullImage): Promise<string> {
  const baseHash = createHash('sha256');
  const imageHash = createHash('sha256');
  const buffers = [Buffer.allocUnsafe(CHUNK_BYTES), Buffer.allocUnsafe(CHUNK_BYTES)] as const;
  let writing: Promise<unknown> = Promise.resolve();
  for (let at = 0, turn = 0; at < image.imageSizeBytes; turn += 1) {
    const buffer = turn % 2 === 0 ? buffers[0] : buffers[1];
    const length = Math.min(CHUNK_BYTES, image.imageSizeBytes - at);
    const got = await readFully(base, buffer, length, at);
    if (image.signal?.aborted) throw fail('image.cancelled');
    baseHash.update(buffer.subarray(0, got));
    buffer.fill(0, got, length);
    for (const { offset, bytes } of image.extents) {
      const from = Math.max(at, offset);
      const to = Math.min(at + length, offset + bytes.length);
      if (from < to) buffer.set(bytes.subarray(from - offset, to - offset), from - at);
    }
    // The last write may still run while this chunk is read and hashed; its buffer is the other one.
    await writing;
    writing = writeFully(out, buffer, length, at);
    writing.catch(() => undefined);
    imageHash.update(buffer.subarray(0, length));
    at += length;
    image.onProgress?.(at, image.imageSizeBytes);
  }
  await writing;
  const seen = baseHash.digest('hex');
  if (seen !== image.baseSha256) {
    const params = { file: basename(image.basePath), expected: image.baseSha256, seen };
    throw fail('image.base-altered', { params, subject: { file: image.basePath } });
  }
  return imageHash.digest('hex');
}

async function readFully(file: FileHandle, buffer: Buffer, length: number, position: number): Promise<number> {
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(buffer, filled, length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled;
}

async function writeFully(file: FileHandle, buffer: Buffer, length: number, position: number): Promise<void> {
  for (let at = 0; at < length; ) {
    const { bytesWritten } = await file.write(buffer, at, length - at, position + at);
    at += bytesWritten;
  }
}
