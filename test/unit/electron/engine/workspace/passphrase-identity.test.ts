import { Decrypter, Encrypter } from 'age-encryption';
import { describe, expect, it } from 'vitest';
import {
  nativePassphraseAvailable,
  passphraseIdentity,
} from '../../../../../electron/engine/workspace/passphrase-identity.ts';

async function sealed(passphrase: string, workFactor: number): Promise<Uint8Array> {
  const encrypter = new Encrypter();
  encrypter.setScryptWorkFactor(workFactor);
  encrypter.setPassphrase(passphrase);
  return encrypter.encrypt('what is kept');
}

function open(bytes: Uint8Array, passphrase: string): Promise<string> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(passphraseIdentity(passphrase));
  return decrypter.decrypt(bytes, 'text');
}

describe("the passphrase with Node's scrypt", () => {
  it('is available on the Node of the command line', () => {
    expect(nativePassphraseAvailable()).toBe(true);
  });

  it.each([
    ['plain words', 10],
    ['ñ "quotes" $HOME \\ 🔑', 12],
    ['a work factor of the product', 17],
  ])('opens what age itself sealed with %s (2^%i)', async (passphrase, factor) => {
    expect(await open(await sealed(passphrase, factor), passphrase)).toBe('what is kept');
  });

  it('says of a wrong passphrase what age says', async () => {
    await expect(open(await sealed('right passphrase', 10), 'wrong passphrase')).rejects.toThrow('no identity matched');
  });

  it('refuses a work factor that would hold the laptop for minutes', async () => {
    const stanza = { args: ['scrypt', Buffer.alloc(16).toString('base64'), '21'], body: new Uint8Array(32) };
    await expect(passphraseIdentity('x').unwrapFileKey([stanza as never])).rejects.toThrow('invalid scrypt stanza');
  });
});
