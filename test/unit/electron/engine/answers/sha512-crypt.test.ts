import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import {
  isSha512CryptHash,
  makePasswordHash,
  sha512Crypt,
} from '../../../../../electron/engine/answers/sha512-crypt.ts';
import { needTools } from '../../../../support/needed-tools.ts';

/** One process a batch. `openssl passwd` reads one password a line, and at most 256 bytes of it. */
function opensslHashes(passwords: readonly string[], salt: string): readonly string[] {
  const options = { input: `${passwords.join('\n')}\n`, maxBuffer: 1 << 24 };
  needTools('openssl');
  return execFileSync('openssl', ['passwd', '-6', '-salt', salt, '-stdin'], options).toString().trim().split('\n');
}

const ALPHABET = ['a', 'Z', '0', ' ', "'", '"', '$', '\\', '`', 'ñ', 'é', '€', '😀', '#', '=', '\t'];

/** Passwords of 1 to 60 characters, from a fixed sequence, so that a failure can be repeated. */
function makePasswords(count: number, seed: number): readonly string[] {
  let state = seed;
  const next = (): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    // The high bits: the low ones of this generator repeat soon.
    return state >>> 16;
  };
  return Array.from({ length: count }, (_, index) => {
    const length = 1 + (index % 60);
    return Array.from({ length }, () => ALPHABET[next() % ALPHABET.length]).join('');
  });
}

describe('the hash of a root password', () => {
  test.each([
    ['./AZaz09./AZaz09', 1],
    ['s', 2],
    ['saltsalt', 3],
    ['0123456789abcdefTHIS-IS-CUT', 4],
  ])('passwords of every length with the salt %s hash as openssl hashes them', (salt, seed) => {
    const passwords = makePasswords(60, seed);
    expect(passwords.map((password) => sha512Crypt(password, salt))).toEqual(opensslHashes(passwords, salt));
  });

  test('the empty password hashes as crypt(3) of glibc hashes it, which openssl refuses to do', () => {
    expect(sha512Crypt('', 'abc')).toBe(
      '$6$abc$mJP3a6FyA8uCnzRtlnNypPwjnvpi5TP9qOrInzrfDmwxUQG38PkpCPdqfTb8JQfAngapMxeim4AZ..hSdRRzD.',
    );
  });

  test('a password of 200 bytes hashes as openssl hashes it', () => {
    const password = 'ñ'.repeat(100);
    expect([sha512Crypt(password, 'abc')]).toEqual(opensslHashes([password], 'abc'));
  });

  test('the published vectors with given rounds come out', () => {
    expect(sha512Crypt('Hello world!', 'saltstringsaltstring', 10_000)).toBe(
      '$6$rounds=10000$saltstringsaltst$OW1/O6BYHV6BcXZu8QVeXbDWra3Oeqh0sbHbbMCVNSnCM/UrjmM0Dp8vOuZeHBy/YTBmSK6H9qs/y3RnOaw5v.',
    );
    expect(sha512Crypt('we have a short salt string but not a short password', 'short', 77_777)).toBe(
      '$6$rounds=77777$short$WuQyW2YR.hBNpjjRhpYD/ifIw05xdfeEyQoMxIXbkvr0gge1a1x3yRULJ5CCaUeOxFmtlcGZelFl5CxtgfiAc0',
    );
  });

  test('a made hash has a fresh salt and the only form that is written into answers', () => {
    const hashes = Array.from({ length: 20 }, () => makePasswordHash('correct horse'));
    expect(new Set(hashes).size).toBe(20);
    expect(hashes.every(isSha512CryptHash)).toBe(true);
    const [, , salt = ''] = (hashes[0] ?? '').split('$');
    expect(sha512Crypt('correct horse', salt)).toBe(hashes[0]);
  });

  test.each(['', 'x', '$5$abc$def', '$6$abc$def', '$y$j9T$abc$def', `$6$$${'a'.repeat(86)}`])(
    'the text «%s» is no hash',
    (text) => expect(isSha512CryptHash(text)).toBe(false),
  );
});
