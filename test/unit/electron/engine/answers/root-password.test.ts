import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { KEYBOARDS } from '../../../../../electron/engine/answers/locale-lists.ts';
import {
  generateRootPassword,
  ROOT_PASSWORD_BITS,
  ROOT_PASSWORD_LETTERS,
  ROOT_PASSWORD_SEPARATOR,
} from '../../../../../electron/engine/answers/root-password.ts';

/** What each key of the three letter rows and the space bar types without Shift, by the installer's keyboard. */
const keyboards = JSON.parse(
  readFileSync(new URL('../../../../golden/answers/keyboards.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, readonly string[]>>;

/** The signs that stand on the same key of all these keyboards. */
function sameEverywhere(): readonly string[] {
  const [first = [], ...others] = Object.values(keyboards).map((rows) => rows.map((row) => [...row]));
  return first.flatMap((row, y) => row.filter((sign, x) => others.every((rows) => rows[y]?.[x] === sign)));
}

describe('a generated root password', () => {
  test('is made of exactly the signs that are on the same key of all 25 keyboards of the installer', () => {
    expect(Object.keys(keyboards).sort()).toEqual([...KEYBOARDS].sort());
    expect([...sameEverywhere()].sort()).toEqual([ROOT_PASSWORD_SEPARATOR, ...ROOT_PASSWORD_LETTERS].sort());
  });

  test('has five groups of four letters, no blank at an end, and more than 80 bits', () => {
    expect(ROOT_PASSWORD_BITS).toBeGreaterThan(80);
    for (let round = 0; round < 200; round += 1) {
      const password = generateRootPassword(randomBytes).reveal();
      expect(password).toMatch(/^[bcdeghjklnoprstuv]{4}(?: [bcdeghjklnoprstuv]{4}){4}$/);
      expect(Buffer.byteLength(password)).toBeGreaterThanOrEqual(8);
    }
  });

  test('is uniform: of the 256 bytes every letter comes from 15, and one is drawn again', () => {
    const counts = new Map<string, number>();
    for (let byte = 0; byte < 255; byte += 1) {
      const letter = generateRootPassword((count) => new Uint8Array(count).fill(byte)).reveal()[0] ?? '';
      counts.set(letter, (counts.get(letter) ?? 0) + 1);
    }
    expect([...counts.keys()].sort().join('')).toBe(ROOT_PASSWORD_LETTERS);
    expect(new Set(counts.values())).toEqual(new Set([15]));
    expect(() => generateRootPassword((count) => new Uint8Array(count).fill(255))).toThrow('no usable byte');
    let draws = 0;
    const late = generateRootPassword((count) => new Uint8Array(count).fill(draws++ === 0 ? 255 : 1));
    expect(late.reveal()).toBe('cccc cccc cccc cccc cccc');
  });

  test('uses every byte of its source once, in order', () => {
    const seen: number[] = [];
    const password = generateRootPassword((count) => {
      const bytes = Uint8Array.from({ length: count }, (_, at) => at);
      seen.push(count);
      return bytes;
    });
    expect(password.reveal()).toBe('bcde ghjk lnop rstu vbcd');
    expect(seen).toEqual([20]);
  });

  test('does not show itself in texts and JSON', () => {
    const password = generateRootPassword(randomBytes);
    expect(`${password} ${JSON.stringify({ password })}`).not.toContain(password.reveal());
  });
});
