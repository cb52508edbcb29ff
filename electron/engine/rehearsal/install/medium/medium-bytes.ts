import { createHash } from 'node:crypto';
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import type { RehearsedStick } from '../rehearsed-machines.ts';

export const SECTOR_BYTES = 2048;

/** The bytes of what is plugged in, as a block device gives them: behind its end there is nothing. */
export interface MediumBytes {
  /** At most `length` bytes; fewer at the end. Throws an Error with the kernel's word where the medium cannot be read. */
  read(position: number, length: number): Buffer;
  close(): void;
}

/** Opens a stick, an image file, a block device, or a base with an overlay laid over it. Throws where there is none. */
export function openMedium(stick: RehearsedStick): MediumBytes {
  if ('imagePath' in stick) return openFile(stick.imagePath);
  const { extents, baseSizeBytes } = readOverlayFile(stick.overlayPath);
  const base = openFile(stick.basePath);
  const imageSize = extents.reduce((size, { offset, bytes }) => Math.max(size, offset + bytes.length), baseSizeBytes);
  return {
    read: (position, length) => {
      const wanted = Math.max(0, Math.min(length, imageSize - position));
      const bytes = Buffer.alloc(wanted);
      base.read(position, wanted).copy(bytes);
      for (const extent of extents) {
        const from = Math.max(position, extent.offset);
        const to = Math.min(position + wanted, extent.offset + extent.bytes.length);
        if (from < to) extent.bytes.copy(bytes, from - position, from - extent.offset, to - extent.offset);
      }
      return bytes;
    },
    close: () => base.close(),
  };
}

function openFile(path: string): MediumBytes {
  const fd = openSync(path, 'r');
  return {
    read: (position, length) => {
      const bytes = Buffer.alloc(length);
      let filled = 0;
      while (filled < length) {
        const got = readSync(fd, bytes, filled, length - filled, position + filled);
        if (got === 0) break;
        filled += got;
      }
      return bytes.subarray(0, filled);
    },
    close: () => closeSync(fd),
  };
}

interface OverlayFile {
  readonly baseSizeBytes: number;
  readonly extents: readonly { readonly offset: number; readonly bytes: Buffer }[];
}

/** Reads an overlay file (format 1): what a stick holds that was written from it. Nothing of the maker's code is used here. */
function readOverlayFile(path: string): OverlayFile {
  const whole = readFileSync(path);
  const body = whole.subarray(0, -32);
  if (whole.subarray(0, 8).toString('latin1') !== 'SWOVLY\r\n' || whole.readUInt32LE(8) !== 1)
    throw new Error(`${path} is no overlay`);
  if (!createHash('sha256').update(body).digest().equals(whole.subarray(-32))) throw new Error(`${path} is damaged`);
  const headerEnd = 16 + whole.readUInt32LE(12);
  const header = JSON.parse(whole.toString('utf8', 16, headerEnd)) as {
    readonly imageSizeBytes: number;
    readonly extents: readonly { readonly offset: number; readonly length: number }[];
  };
  let at = headerEnd;
  const extents = header.extents.map(({ offset, length }) => {
    const bytes = body.subarray(at, at + length);
    at += length;
    return { offset, bytes };
  });
  return { baseSizeBytes: header.imageSizeBytes, extents };
}
