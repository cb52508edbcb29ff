import { type DiagnosticError, fail } from '../../../api/diagnostic.ts';

/** ECMA-119 logical sector and, here, block size: images with another block size are refused. */
export const BLOCK_BYTES = 2048;
/** The system area: 16 sectors which ISO 9660 leaves to partition tables and boot code. */
export const SYSTEM_AREA_BLOCKS = 16;

export function blocksOf(sizeBytes: number): number {
  return Math.ceil(sizeBytes / BLOCK_BYTES);
}

/** `where` is a block number; `seen` says in English what does not hold, as evidence. */
export function broken(where: number, seen: string): DiagnosticError {
  return fail('image.broken-structure', { params: { block: where }, evidence: [seen] });
}

/** A number stored both little- and big-endian (ECMA-119 7.3.3): both must agree. */
export function readBoth32(bytes: Buffer, offset: number, block: number, what: string): number {
  const little = bytes.readUInt32LE(offset);
  const big = bytes.readUInt32BE(offset + 4);
  if (little !== big) throw broken(block, `${what}: little-endian ${little}, big-endian ${big}`);
  return little;
}

/** The 16-bit form (ECMA-119 7.2.3). */
export function readBoth16(bytes: Buffer, offset: number, block: number, what: string): number {
  const little = bytes.readUInt16LE(offset);
  const big = bytes.readUInt16BE(offset + 2);
  if (little !== big) throw broken(block, `${what}: little-endian ${little}, big-endian ${big}`);
  return little;
}

export function writeBoth32(bytes: Buffer, offset: number, value: number): void {
  bytes.writeUInt32LE(value, offset);
  bytes.writeUInt32BE(value, offset + 4);
}

const ZEROS = Buffer.alloc(64 * 1024);

export function isZero(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at += ZEROS.length) {
    const length = Math.min(ZEROS.length, bytes.length - at);
    if (bytes[at] !== 0 || ZEROS.compare(bytes, at, at + length, 0, length) !== 0) return false;
  }
  return true;
}
