import { createHash } from 'node:crypto';
import type { Secret } from '../shell/command.ts';
import { areSignedBy, makePrivateKey, publicHalfOf, signBytes } from './ed25519.ts';

/**
 * The detached signature of a lock: Ed25519 (RFC 8032) with a key that lies in the site's vault. The lock names the digest of
 * everything else, so the signature covers the whole bundle.
 *
 * What it protects from: content or a lock that was changed, mixed with another bundle's or damaged after `bundle make`,
 * wherever it was copied to, as long as the key that is compared with did not come along with it: the site's folder on the
 * laptop keeps the public key, and its fingerprint can be read out.
 * What it does not protect from: somebody who can write both the bundle and the place that the key is compared with; a
 * source that gave wrong content to begin with (that is what published digests and signed archives are for); an older bundle
 * of the same site, which was signed by the same key.
 */
export const SIGNING_KEY = 'bundle-signing-key';

const FIRST_LINE = 'sitewright bundle signature 1';
/** Nothing else that this key may ever sign begins so. */
const CONTEXT = Buffer.from('sitewright bundle lock 1\n');

export interface SigningKey {
  /** The 32 bytes in base64, as a vault keeps them. */
  readonly secret: Secret;
  /** The 32 bytes in base64, as a lock names them. */
  readonly publicKey: string;
}

export function makeSigningKey(): SigningKey {
  return signingKeyOf(makePrivateKey());
}

/** A key as the vault kept it. Throws Error for what is none; nothing of it is in the message. */
export function signingKeyOf(secret: Secret): SigningKey {
  return { secret, publicKey: publicHalfOf(secret) };
}

/** The text of a signature file over the bytes of a lock. */
export function signLock(lockBytes: Uint8Array, key: SigningKey): string {
  return `${FIRST_LINE}\n${signBytes(Buffer.concat([CONTEXT, lockBytes]), key.secret)}\n`;
}

/** Whether a signature file was made over these bytes with this key. */
export function isSignedBy(lockBytes: Uint8Array, signatureText: string, publicKey: string): boolean {
  const found = new RegExp(`^${FIRST_LINE}\\n([A-Za-z0-9+/=]+)\\n$`).exec(signatureText);
  return found !== null && areSignedBy(Buffer.concat([CONTEXT, lockBytes]), found[1] ?? '', publicKey);
}

/** What is read out and compared: `SHA256:` and base64 as ssh shows keys. */
export function keyFingerprint(publicKey: string): string {
  return `SHA256:${createHash('sha256').update(Buffer.from(publicKey, 'base64')).digest('base64').replace(/=+$/, '')}`;
}
