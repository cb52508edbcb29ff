import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { promisify } from 'node:util';

/** A key pair in OpenSSH's file formats. */
export interface SshKeyPair {
  readonly type: 'ssh-ed25519' | 'ecdsa-sha2-nistp256' | 'ssh-rsa';
  /** `-----BEGIN OPENSSH PRIVATE KEY-----` */
  readonly privateText: string;
  /** `ssh-ed25519 AAAA... comment` */
  readonly publicLine: string;
}

const ED25519_PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** An ed25519 pair; from a seed text always the same one. */
export function makeEd25519(comment: string, seed?: string): SshKeyPair {
  const secret = seed === undefined ? randomBytes(32) : createHash('sha256').update(seed).digest();
  const key = createPrivateKey({ key: Buffer.concat([ED25519_PKCS8, secret]), format: 'der', type: 'pkcs8' });
  const jwk = createPublicKey(key).export({ format: 'jwk' });
  const point = Buffer.from(jwk.x ?? '', 'base64url');
  const blob = Buffer.concat([text('ssh-ed25519'), field(point)]);
  return pair(
    'ssh-ed25519',
    blob,
    Buffer.concat([text('ssh-ed25519'), field(point), field(Buffer.concat([secret, point]))]),
    comment,
  );
}

/** An RSA pair; 2048 bits unless said otherwise (a real PVE node makes 4096, which takes seconds). */
export function makeRsa(comment: string, bits = 2048): SshKeyPair {
  return rsaPair(generateKeyPairSync('rsa', { modulusLength: bits }).privateKey, comment);
}

/** As {@link makeRsa}, beside other work: looking for the primes takes a tenth of a second and more. */
export async function makeRsaAside(comment: string, bits = 2048): Promise<SshKeyPair> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: bits });
  return rsaPair(privateKey, comment);
}

function rsaPair(made: KeyObject, comment: string): SshKeyPair {
  const jwk = numbersOf(made);
  const part = (name: 'n' | 'e' | 'd' | 'qi' | 'p' | 'q') => integer(Buffer.from(jwk[name] ?? '', 'base64url'));
  const blob = Buffer.concat([text('ssh-rsa'), part('e'), part('n')]);
  const secret = Buffer.concat([text('ssh-rsa'), part('n'), part('e'), part('d'), part('qi'), part('p'), part('q')]);
  return pair('ssh-rsa', blob, secret, comment);
}

/** An ECDSA pair on P-256, as ssh-keygen makes by default for that kind. */
export function makeEcdsa(comment: string): SshKeyPair {
  const jwk = numbersOf(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);
  const part = (name: 'x' | 'y' | 'd') => Buffer.from(jwk[name] ?? '', 'base64url');
  const point = Buffer.concat([Buffer.from([4]), part('x'), part('y')]);
  const type = 'ecdsa-sha2-nistp256';
  const blob = Buffer.concat([text(type), text('nistp256'), field(point)]);
  return pair(type, blob, Buffer.concat([blob, integer(part('d'))]), comment);
}

/**
 * The numbers of a key that was just made. It is written out and read again first: where Node 20 exports the numbers (JWK) of
 * the very object that it made, a garbage collection in that moment waits for ever for the lock that the export holds
 * (~KeyGenJob), once in some thousand keys.
 */
function numbersOf(made: KeyObject): JsonWebKey {
  const pkcs8 = made.export({ format: 'der', type: 'pkcs8' });
  return createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }).export({ format: 'jwk' });
}

/** `SHA256:...` of a public key line or of its base64 blob. */
export function fingerprint(publicLine: string): string {
  const fields = publicLine.trim().split(/\s+/);
  const blob = fields.find((word) => word.startsWith('AAAA')) ?? fields[0] ?? '';
  return `SHA256:${createHash('sha256').update(Buffer.from(blob, 'base64')).digest('base64').replace(/=+$/, '')}`;
}

/** Bits of a public key, as `ssh-keygen -l` shows them. */
export function keyBits(publicLine: string): number {
  const blob = Buffer.from(/AAAA\S+/.exec(publicLine)?.[0] ?? '', 'base64');
  const type = blob.subarray(4, 4 + blob.readUInt32BE(0)).toString();
  if (type !== 'ssh-rsa') return 256;
  let at = 4 + type.length;
  at += 4 + blob.readUInt32BE(at);
  const modulus = blob.subarray(at + 4, at + 4 + blob.readUInt32BE(at));
  return (modulus[0] === 0 ? modulus.length - 1 : modulus.length) * 8;
}

/** The public key line that belongs to a private key in OpenSSH's own format (unencrypted); undefined otherwise. */
export function publicLineOf(privateText: string): string | undefined {
  const body = privateText.replace(/-----[^-]+-----/g, '').replace(/\s+/g, '');
  const bytes = Buffer.from(body, 'base64');
  if (bytes.subarray(0, 15).toString('latin1') !== 'openssh-key-v1\0') return undefined;
  let at = 15;
  const next = () => {
    const length = bytes.readUInt32BE(at);
    const value = bytes.subarray(at + 4, at + 4 + length);
    at += 4 + length;
    return value;
  };
  if (next().toString() !== 'none') return undefined;
  next();
  next();
  at += 4;
  const blob = next();
  const type = blob.subarray(4, 4 + blob.readUInt32BE(0)).toString();
  return `${type} ${blob.toString('base64')}`;
}

function pair(type: SshKeyPair['type'], blob: Buffer, secret: Buffer, comment: string): SshKeyPair {
  const check = createHash('sha256').update(blob).digest().subarray(0, 4);
  let inner = Buffer.concat([check, check, secret, text(comment)]);
  for (let padding = 1; inner.length % 8 !== 0; padding += 1) inner = Buffer.concat([inner, Buffer.from([padding])]);
  const count = Buffer.from([0, 0, 0, 1]);
  const whole = Buffer.concat([
    Buffer.from('openssh-key-v1\0', 'latin1'),
    text('none'),
    text('none'),
    text(''),
    count,
    field(blob),
    field(inner),
  ]);
  const lines = whole.toString('base64').match(/.{1,70}/g) ?? [];
  return {
    type,
    privateText: `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines.join('\n')}\n-----END OPENSSH PRIVATE KEY-----\n`,
    publicLine: `${type} ${blob.toString('base64')} ${comment}`,
  };
}

function field(bytes: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
function text(value: string): Buffer {
  return field(Buffer.from(value));
}
function integer(bytes: Buffer): Buffer {
  return field((bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);
}
