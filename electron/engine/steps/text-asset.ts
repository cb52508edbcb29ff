import type { Asset } from '../transport/port.ts';
import { sha256Of } from '../workspace/sha256.ts';

/** A text of ours as something to place on a host. */
export function textAsset(text: string): Asset {
  return bytesAsset(new TextEncoder().encode(text));
}

/** Bytes of ours as something to place on a host. */
export function bytesAsset(bytes: Uint8Array): Asset {
  return { source: { bytes }, sha256: sha256Of(bytes), sizeBytes: bytes.length };
}
