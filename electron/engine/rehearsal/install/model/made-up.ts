import { createHash } from 'node:crypto';

/** Hexadecimal text that is the same for the same seed, up to 64 digits. */
export function hexOf(seed: string, length: number): string {
  return createHash('sha256').update(seed).digest('hex').slice(0, length);
}

/** A UUID (version 4 in form) that is the same for the same seed. */
export function uuidOf(seed: string): string {
  const hex = hexOf(seed, 32);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** A number below `limit` that is the same for the same seed. */
export function numberOf(seed: string, limit: number): number {
  return createHash('sha256').update(seed).digest().readUInt32BE(0) % limit;
}
