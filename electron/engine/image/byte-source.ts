import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import { fail } from '../../api/diagnostic.ts';
import { BLOCK_BYTES } from './iso/sector.ts';

/**
 * Random access to the bytes of an image. Reading past the end is a Diagnostic (`image.truncated`), never a short
 * answer: a parser above it can't run off the end of a hostile file.
 */
export interface ByteSource {
  readonly sizeBytes: number;
  /** Exactly `length` bytes from `position`, in a buffer of its own. */
  read(position: number, length: number): Buffer;
}

export interface FileByteSource extends ByteSource {
  readonly path: string;
  /** A drive: larger than the image on it. */
  readonly isDevice: boolean;
  close(): void;
}

/** No structure an ISO parser looks at in one piece is larger than this. */
const READ_LIMIT_BYTES = 64 * 1024 * 1024;

function checkRange(position: number, length: number, sizeBytes: number): void {
  const sane = Number.isSafeInteger(position) && Number.isSafeInteger(length) && position >= 0 && length >= 0;
  if (!sane || length > READ_LIMIT_BYTES || position + length > sizeBytes) {
    throw fail('image.truncated', { params: { position, length, sizeBytes } });
  }
}

/**
 * Opens a file or a drive for reading. Linux tells a drive's size; elsewhere it is that of the ISO volume on it, which
 * has not been tried on a real machine. Errors: `image.unreadable`.
 */
export function openByteSource(path: string): FileByteSource {
  let fd: number;
  let sizeBytes: number;
  let isDevice: boolean;
  try {
    fd = openSync(path, 'r');
  } catch (error) {
    throw unreadable(path, error);
  }
  try {
    const stat = fstatSync(fd);
    if (stat.isDirectory()) throw new Error('EISDIR: is a directory');
    isDevice = !stat.isFile();
    if (!isDevice) sizeBytes = stat.size;
    else if (process.platform === 'linux' && stat.isBlockDevice()) sizeBytes = linuxDeviceSizeBytes(stat.rdev);
    else sizeBytes = isoVolumeBytes(fd);
  } catch (error) {
    closeSync(fd);
    throw unreadable(path, error);
  }
  const readFully = (position: number, length: number): Buffer => {
    const bytes = Buffer.allocUnsafe(length);
    let filled = 0;
    while (filled < length) {
      const got = readOnce(fd, bytes, filled, length - filled, position + filled, path);
      if (got === 0) throw fail('image.truncated', { params: { position, length, sizeBytes: position + filled } });
      filled += got;
    }
    return bytes;
  };
  return {
    path,
    sizeBytes,
    isDevice,
    read(position, length) {
      checkRange(position, length, sizeBytes);
      if (!isDevice) return readFully(position, length);
      const start = Math.floor(position / DEVICE_UNIT_BYTES) * DEVICE_UNIT_BYTES;
      const end = Math.min(sizeBytes, Math.ceil((position + length) / DEVICE_UNIT_BYTES) * DEVICE_UNIT_BYTES);
      return readFully(start, end - start).subarray(position - start, position - start + length);
    },
    close() {
      closeSync(fd);
    },
  };
}

/** Raw devices of macOS and Windows take whole sectors only. */
const DEVICE_UNIT_BYTES = 4096;

/** Size of the ISO volume on a drive, by its descriptor at block 16 (ECMA-119 8.4.8); 0 when there is none. */
function isoVolumeBytes(fd: number): number {
  const bytes = Buffer.alloc(DEVICE_UNIT_BYTES);
  const got = readSync(fd, bytes, 0, bytes.length, 16 * BLOCK_BYTES);
  if (got < BLOCK_BYTES || bytes.toString('latin1', 1, 6) !== 'CD001') return 0;
  return bytes.readUInt32LE(80) * BLOCK_BYTES;
}

/** The first bytes of a source as a source of their own: an image on a drive that is larger. */
export function firstBytesOf(source: ByteSource, sizeBytes: number): ByteSource {
  return {
    sizeBytes,
    read(position, length) {
      checkRange(position, length, sizeBytes);
      return source.read(position, length);
    },
  };
}

function readOnce(fd: number, into: Buffer, offset: number, length: number, position: number, path: string): number {
  try {
    return readSync(fd, into, offset, length, position);
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unreadable(path: string, error: unknown) {
  return fail('image.unreadable', {
    params: { file: basename(path) },
    evidence: [error instanceof Error ? error.message : String(error)],
    subject: { file: path },
  });
}

/** fstat says 0 for a block device; the kernel counts it in 512-byte sectors whatever the device's own sector size. */
function linuxDeviceSizeBytes(rdev: number): number {
  const major = ((rdev >>> 8) & 0xfff) | 0;
  const minor = (rdev & 0xff) | ((rdev >>> 12) & 0xfff00);
  return Number(readFileSync(`/sys/dev/block/${major}:${minor}/size`, 'utf8')) * 512;
}

/** A source over bytes in memory. */
export function memoryByteSource(bytes: Uint8Array): ByteSource {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    sizeBytes: view.length,
    read(position, length) {
      checkRange(position, length, view.length);
      return Buffer.from(view.subarray(position, position + length));
    },
  };
}

/** Some bytes of an image and where they belong, in bytes from its start. */
export interface Extent {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/**
 * What the image reads like with a patch laid over it, without making it. `extents` are sorted and disjoint; `sizeBytes`
 * may be larger than the base (zeros between), for patches that append.
 */
export function patchedByteSource(
  base: ByteSource,
  extents: readonly Extent[],
  sizeBytes = base.sizeBytes,
): ByteSource {
  return {
    sizeBytes,
    read(position, length) {
      checkRange(position, length, sizeBytes);
      const fromBase = Math.max(0, Math.min(length, base.sizeBytes - position));
      const bytes = fromBase > 0 && fromBase === length ? base.read(position, length) : Buffer.alloc(length);
      if (fromBase > 0 && fromBase < length) bytes.set(base.read(position, fromBase));
      for (const extent of extents) {
        const from = Math.max(position, extent.offset);
        const to = Math.min(position + length, extent.offset + extent.bytes.length);
        if (from < to) bytes.set(extent.bytes.subarray(from - extent.offset, to - extent.offset), from - position);
      }
      return bytes;
    },
  };
}
