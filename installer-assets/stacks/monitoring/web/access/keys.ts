import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';

/** What SECRET_KEY is used for; a key of its own for each. */
export interface Keys {
  /** A keyed digest of a text, 32 bytes. */
  digest(purpose: 'session' | 'login-limit', text: string): Buffer;
  /** A keyed digest as base64url. */
  sign(purpose: 'login-form' | 'known-browser' | 'csrf', text: string): string;
  seal(text: string): string;
  /** Undefined: sealed with another key, or altered. */
  unseal(sealed: string): string | undefined;
}

export function keysOf(secretKey: string): Keys {
  const known = new Map<string, Buffer>();
  const key = (purpose: string): Buffer => {
    const found =
      known.get(purpose) ?? Buffer.from(hkdfSync('sha256', secretKey, 'sitewright-monitoring', purpose, 32));
    known.set(purpose, found);
    return found;
  };
  const hmac = (purpose: string, text: string): Buffer => createHmac('sha256', key(purpose)).update(text).digest();
  return {
    digest: hmac,
    sign: (purpose, text) => hmac(purpose, text).toString('base64url'),
    seal(text) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key('settings'), nonce);
      const data = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), data]).toString('base64url');
    },
    unseal(sealed) {
      const bytes = Buffer.from(sealed, 'base64url');
      try {
        const decipher = createDecipheriv('aes-256-gcm', key('settings'), bytes.subarray(0, 12));
        decipher.setAuthTag(bytes.subarray(12, 28));
        return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
      } catch {
        return undefined;
      }
    },
  };
}

/** Compares two texts in a time that depends on neither. */
export function sameText(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHmac('sha256', COMPARE_KEY).update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

const COMPARE_KEY = randomBytes(32);
