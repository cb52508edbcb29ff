import { createHash } from 'node:crypto';

/** `sha256:` and 64 hex digits. Images name nothing by another algorithm in practice, and none other is taken here. */
export type Digest = `sha256:${string}`;

const DIGEST = /^sha256:[0-9a-f]{64}$/;

export function isDigest(text: string): text is Digest {
  return DIGEST.test(text);
}

export function digestOf(bytes: Uint8Array): Digest {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** The hex digits alone: the name of the blob's file. */
export function hexOf(digest: Digest): string {
  return digest.slice('sha256:'.length);
}
