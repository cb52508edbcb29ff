import { createHash } from 'node:crypto';
import type { Asset } from '../transport/port.ts';

/** A text of ours as something to place on a host. */
export function textAsset(text: string): Asset {
  return bytesAsset(new TextEncoder().encode(text));
}

/** Bytes of ours as something to place on a host. */
export function bytesAsset(bytes: Uint8Array): Asset {
  return { source: { bytes }, sha256: createHash('sha256').update(bytes).digest('hex'), sizeBytes: bytes.length };
}
