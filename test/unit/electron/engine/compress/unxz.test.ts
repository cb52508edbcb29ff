import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { decompress } from '../../../../../electron/engine/compress/decompress.ts';
import { unxz } from '../../../../../electron/engine/compress/unxz.ts';
import { needTools } from '../../../../support/needed-tools.ts';

beforeAll(() => needTools('xz'));
const xz = (input: Uint8Array, ...flags: readonly string[]) =>
  execFileSync('xz', ['-c', ...flags], { input, maxBuffer: 1e8 });

const noise = Buffer.from(Array.from({ length: 200_000 }, (_, index) => (index * 2654435761) >>> 24));
const text = Buffer.from('the same words again and again, '.repeat(20_000));

test('what xz packed comes back, in several blocks, levels and kinds of data', () => {
  for (const data of [Buffer.alloc(0), Buffer.from('a'), noise, text, Buffer.concat([text, noise, text])]) {
    for (const flags of [['-0'], ['-9'], ['--block-size=65536'], ['-Csha256'], ['-Cnone']])
      expect(Buffer.compare(unxz(xz(data, ...flags)), data)).toBe(0);
  }
});

test('several streams in one file are read one after the other, with padding between them', () => {
  const both = Buffer.concat([xz(text), Buffer.alloc(8), xz(Buffer.from('end'))]);
  expect(Buffer.from(unxz(both)).toString()).toBe(`${text.toString()}end`);
});

test('more than the allowed output is refused before it is made', () => {
  const bomb = xz(Buffer.alloc(20_000_000));
  expect(bomb.length).toBeLessThan(10_000);
  expect(() => unxz(bomb, 1_000_000)).toThrow('more than 1000000 bytes');
  expect(() => decompress(bomb, 1_000_000)).toThrow('more than 1000000 bytes');
});

test('cut off or altered data is an error or other data, never an endless loop', () => {
  const whole = xz(Buffer.concat([noise.subarray(0, 3000), text.subarray(0, 3000)]));
  for (let length = 0; length < whole.length; length += 7) expect(() => unxz(whole.subarray(0, length))).toThrow();
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 }), (at, byte) => {
      const altered = Buffer.from(whole);
      altered[at] = byte;
      try {
        return unxz(altered, 100_000).length <= 100_000;
      } catch (error) {
        return error instanceof Error;
      }
    }),
    { numRuns: 300 },
  );
});
