import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  isSignedBy,
  keyFingerprint,
  makeSigningKey,
  signingKeyOf,
  signLock,
} from '../../../../../electron/engine/bundle/signature.ts';
import { Secret } from '../../../../../electron/engine/shell/command.ts';

const lock = Buffer.from('schemaVersion = 1\n');

describe('the signature of a lock', () => {
  it('is made with the secret half and checked with the public half alone', () => {
    const key = makeSigningKey();
    const text = signLock(lock, key);
    expect(isSignedBy(lock, text, key.publicKey)).toBe(true);
    expect(signingKeyOf(key.secret).publicKey).toBe(key.publicKey);
    expect(keyFingerprint(key.publicKey)).toMatch(/^SHA256:[A-Za-z0-9+/]{43}$/);
  });

  it('fits no other lock, no other key and no other text', () => {
    const key = makeSigningKey();
    const text = signLock(lock, key);
    expect(isSignedBy(Buffer.from('schemaVersion = 2\n'), text, key.publicKey)).toBe(false);
    expect(isSignedBy(lock, text, makeSigningKey().publicKey)).toBe(false);
    for (const other of ['', 'x', text.replace('signature 1', 'signature 2'), `${text}\n`, text.slice(0, -3)])
      expect(isSignedBy(lock, other, key.publicKey), JSON.stringify(other)).toBe(false);
    expect(isSignedBy(lock, text, 'AAAA')).toBe(false);
  });

  it('is Ed25519 over the lock behind a first line that nothing else begins with', () => {
    const key = makeSigningKey();
    const signature = Buffer.from(signLock(lock, key).split('\n')[1] ?? '', 'base64');
    const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), Buffer.from(key.publicKey, 'base64')]);
    const publicKey = createPublicKey({ key: der, format: 'der', type: 'spki' });
    expect(verify(null, Buffer.concat([Buffer.from('sitewright bundle lock 1\n'), lock]), publicKey, signature)).toBe(
      true,
    );
    expect(verify(null, lock, publicKey, signature)).toBe(false);
  });

  it('what is no key says nothing of itself', () => {
    expect(() => signingKeyOf(new Secret('c2hvcnQ='))).toThrow('not an Ed25519 key');
  });
});
