import { createDecipheriv, getCiphers, scrypt } from 'node:crypto';
import type { Identity } from 'age-encryption';

const LABEL = 'age-encryption.org/v1/scrypt';
const CIPHER = 'chacha20-poly1305';
const MAX_WORK_FACTOR = 20;
const TAG_BYTES = 16;

/** Whether this Node can do it; Electron's BoringSSL leaves the cipher out, and age's own code is used there. */
export const nativePassphraseAvailable = (): boolean => getCiphers().includes(CIPHER);

/**
 * age's scrypt recipient (age-encryption.org/v1, "The scrypt recipient type") with Node's scrypt: on a thread of its own, so
 * that nothing waits while a vault opens, and faster than the same in JavaScript. Same form, same limits.
 */
export function passphraseIdentity(passphrase: string): Identity {
  return {
    unwrapFileKey: async (stanzas) => {
      const stanza = stanzas.find((entry) => entry.args[0] === 'scrypt');
      if (!stanza) return null;
      const [, saltText = '', factorText = ''] = stanza.args;
      const salt = Buffer.from(saltText, 'base64');
      const factor = /^[1-9][0-9]?$/.test(factorText) ? Number(factorText) : MAX_WORK_FACTOR + 1;
      if (stanzas.length !== 1 || stanza.args.length !== 3 || salt.length !== 16 || factor > MAX_WORK_FACTOR)
        throw new Error('invalid scrypt stanza');
      if (stanza.body.length !== 16 + TAG_BYTES) throw new Error('invalid stanza');
      const key = await derive(passphrase, Buffer.concat([Buffer.from(LABEL), salt]), factor);
      return open(stanza.body, key);
    },
  };
}

function derive(passphrase: string, salt: Uint8Array, factor: number): Promise<Uint8Array> {
  const N = 2 ** factor;
  return new Promise((resolve, reject) => {
    scrypt(passphrase, salt, 32, { N, r: 8, p: 1, maxmem: 2 * 128 * 8 * N }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

/** Null = the wrong key, as age wants it said. */
function open(body: Uint8Array, key: Uint8Array): Uint8Array | null {
  const decipher = createDecipheriv(CIPHER, key, new Uint8Array(12), { authTagLength: TAG_BYTES });
  decipher.setAuthTag(body.subarray(body.length - TAG_BYTES));
  try {
    const opened = Buffer.concat([decipher.update(body.subarray(0, body.length - TAG_BYTES)), decipher.final()]);
    return new Uint8Array(opened);
  } catch {
    return null;
  }
}
