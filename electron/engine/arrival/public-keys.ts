import { hostKeyFingerprint } from '../transport/host-keys.ts';

export interface PublicKey {
  /** The key as on the wire. */
  readonly blob: Uint8Array;
  /** `SHA256:...` as ssh-keygen -l prints it. */
  readonly fingerprint: string;
}

const TYPES = /^(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521))$/;

/** Public key lines (`ssh-ed25519 AAAA... comment`) out of a text, at most eight. What is no key whose own type agrees is passed over. */
export function publicKeys(text: string): readonly PublicKey[] {
  return text
    .split(/\r?\n/)
    .flatMap((line): PublicKey[] => {
      const [type = '', base64 = ''] = line.trim().split(/\s+/);
      if (!TYPES.test(type) || !/^[A-Za-z0-9+/]+=*$/.test(base64)) return [];
      const blob = Buffer.from(base64, 'base64');
      const length = blob.length >= 4 ? blob.readUInt32BE(0) : 0;
      if (blob.toString('latin1', 4, 4 + length) !== type) return [];
      return [{ blob, fingerprint: hostKeyFingerprint(blob) }];
    })
    .slice(0, 8);
}
