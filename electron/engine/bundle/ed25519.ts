import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { Secret } from '../shell/command.ts';

/** DER around the 32 bytes of an Ed25519 key (RFC 8410). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');

/** The 32 bytes of a new private key, in base64. */
export function makePrivateKey(): Secret {
  const { privateKey } = generateKeyPairSync('ed25519');
  return new Secret(privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(PKCS8.length).toString('base64'));
}

/** The 32 bytes of its public half, in base64. Throws Error for what is no key; nothing of it is in the message. */
export function publicHalfOf(privateKey: Secret): string {
  const spki = createPublicKey(keyObjectOf(privateKey)).export({ format: 'der', type: 'spki' });
  return spki.subarray(SPKI.length).toString('base64');
}

/** The signature (RFC 8032) in base64. */
export function signBytes(bytes: Uint8Array, privateKey: Secret): string {
  return sign(null, bytes, keyObjectOf(privateKey)).toString('base64');
}

/** Whether this is the signature over these bytes by the key with that public half. Anything that is no key or signature: false. */
export function areSignedBy(bytes: Uint8Array, signature: string, publicKey: string): boolean {
  const raw = Buffer.from(publicKey, 'base64');
  if (!/^[A-Za-z0-9+/]{86}==$/.test(signature) || raw.length !== 32) return false;
  const key = createPublicKey({ key: Buffer.concat([SPKI, raw]), format: 'der', type: 'spki' });
  return verify(null, bytes, key, Buffer.from(signature, 'base64'));
}

function keyObjectOf(secret: Secret) {
  const raw = Buffer.from(secret.reveal(), 'base64');
  if (raw.length !== 32) throw new Error('not an Ed25519 key');
  return createPrivateKey({ key: Buffer.concat([PKCS8, raw]), format: 'der', type: 'pkcs8' });
}
