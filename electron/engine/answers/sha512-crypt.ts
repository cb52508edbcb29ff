import { createHash, randomInt } from 'node:crypto';

const ALPHABET = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const DEFAULT_ROUNDS = 5000;
const SALT_LENGTH = 16;

/** Order in which the digest's bytes are written, three at a time (Drepper, "Unix crypt using SHA-256 and SHA-512"). */
const BYTE_ORDER: readonly (readonly [number, number, number])[] = Array.from({ length: 21 }, (_, index) => {
  const base = [index, index + 21, index + 42] as const;
  const turn = index % 3;
  return [base[turn % 3], base[(turn + 1) % 3], base[(turn + 2) % 3]] as [number, number, number];
});

/**
 * `$6$` hash of a password, as crypt(3) and `openssl passwd -6` make it. The salt is cut at 16 bytes and ends before a `$`;
 * rounds other than 5,000 are clamped to 1,000..999,999,999 and written into the hash.
 */
export function sha512Crypt(password: string, salt: string, rounds: number = DEFAULT_ROUNDS): string {
  const secret = Buffer.from(password, 'utf8');
  const seasoning = Buffer.from(salt.split('$', 1)[0] ?? '', 'utf8').subarray(0, SALT_LENGTH);
  const turns = Math.min(Math.max(Math.trunc(rounds), 1000), 999_999_999);

  const alternate = digest([secret, seasoning, secret]);
  const parts: Buffer[] = [secret, seasoning, repeatTo(alternate, secret.length)];
  for (let bits = secret.length; bits > 0; bits >>>= 1) parts.push(bits & 1 ? alternate : secret);
  let state = digest(parts);

  const secretRun = repeatTo(digest(Array.from({ length: secret.length }, () => secret)), secret.length);
  const saltTimes = 16 + (state[0] ?? 0);
  const saltRun = repeatTo(digest(Array.from({ length: saltTimes }, () => seasoning)), seasoning.length);
  // One buffer and one update a round: making the hash objects is most of the cost.
  const scratch = Buffer.alloc(state.length + 2 * secretRun.length + saltRun.length);
  for (let turn = 0; turn < turns; turn += 1) {
    const isOdd = turn % 2 === 1;
    let end = (isOdd ? secretRun : state).copy(scratch, 0);
    if (turn % 3 !== 0) end += saltRun.copy(scratch, end);
    if (turn % 7 !== 0) end += secretRun.copy(scratch, end);
    end += (isOdd ? state : secretRun).copy(scratch, end);
    state = createHash('sha512').update(scratch.subarray(0, end)).digest();
  }
  const written = turns === DEFAULT_ROUNDS ? '' : `rounds=${turns}$`;
  return `$6$${written}${seasoning.toString('utf8')}$${encode(state)}`;
}

/** A `$6$` hash with a fresh random salt of 16 characters (96 bits). */
export function makePasswordHash(password: string): string {
  const salt = Array.from({ length: SALT_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return sha512Crypt(password, salt);
}

/** Whether the text has the form of a sha512-crypt hash; the only form Sitewright writes into an answer. */
export function isSha512CryptHash(text: string): boolean {
  return /^\$6\$(rounds=[1-9][0-9]{3,8}\$)?[./0-9A-Za-z]{1,16}\$[./0-9A-Za-z]{86}$/.test(text);
}

function digest(parts: readonly Buffer[]): Buffer {
  const hash = createHash('sha512');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

function repeatTo(block: Buffer, lengthBytes: number): Buffer {
  return Buffer.alloc(lengthBytes, lengthBytes > 0 ? block : undefined);
}

function encode(state: Buffer): string {
  const byte = (index: number): number => state[index] ?? 0;
  let text = '';
  for (const [high, middle, low] of BYTE_ORDER) {
    text += letters((byte(high) << 16) | (byte(middle) << 8) | byte(low), 4);
  }
  return text + letters(byte(63), 2);
}

function letters(value: number, count: number): string {
  let text = '';
  for (let index = 0, rest = value; index < count; index += 1, rest >>>= 6) text += ALPHABET[rest & 63];
  return text;
}
