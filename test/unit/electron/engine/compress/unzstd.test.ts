import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { decompress } from '../../../../../electron/engine/compress/decompress.ts';
import { unzstd } from '../../../../../electron/engine/compress/unzstd.ts';
import { needTools } from '../../../../support/needed-tools.ts';

beforeAll(() => needTools('zstd'));
const zstd = (input: Uint8Array, ...flags: readonly string[]) =>
  execFileSync('zstd', ['-c', '-q', ...flags], { input, maxBuffer: 1e8 });
const LIMIT = 1e8;

const noise = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 2654435761) >>> 24));
const words = [
  'node',
  'cluster',
  'quorum',
  'vote',
  'link',
  'witness',
  'answer',
  'file',
  'template',
  '\n',
  ' ',
  '0',
  '1',
];
/** Text with the habits of text: few letters, some repetitions, long ones too. */
const text = Buffer.from(
  Array.from({ length: 120_000 }, (_, index) => words[((index * 2654435761) >>> 7) % (3 + (index % 11))]).join(''),
);

test.each(['-1', '-3', '-9', '-19', '--fast=5', '--no-check', '--ultra -22', '--long=20'])(
  'what zstd packed comes back, of every kind of data (%s)',
  (flags) => {
    for (const data of [
      Buffer.alloc(0),
      Buffer.from('a'),
      Buffer.alloc(500_000, 'x'),
      noise,
      text,
      Buffer.concat([text, noise, text.subarray(0, 5000), Buffer.alloc(70_000), text]),
      Buffer.from('the same words again and again, '.repeat(20_000)),
    ])
      expect(Buffer.compare(unzstd(zstd(data, ...flags.split(' ')), LIMIT), data)).toBe(0);
  },
);

test('several frames and skipped ones are read one after the other', () => {
  const skipped = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);
  const all = Buffer.concat([zstd(text), skipped, zstd(Buffer.from('end'))]);
  expect(Buffer.from(decompress(all, LIMIT)).toString()).toBe(`${text.toString()}end`);
});

test('generated data comes back', () => {
  const letters = fc.array(fc.integer({ min: 97, max: 101 }), { maxLength: 400 });
  const bytes = fc.uint8Array({ maxLength: 400 });
  fc.assert(
    fc.property(fc.oneof(letters, bytes), fc.nat(30), fc.constantFrom('-1', '-5', '-19'), (piece, times, level) => {
      const data = Buffer.concat(
        Array.from({ length: times + 1 }, () => Buffer.from(piece as ArrayLike<number> as number[])),
      );
      expect(Buffer.compare(unzstd(zstd(data, level), LIMIT), data)).toBe(0);
    }),
    { numRuns: 60 },
  );
});

test('more than the allowed output is refused before it is made', () => {
  const bomb = zstd(Buffer.alloc(20_000_000));
  expect(bomb.length).toBeLessThan(10_000);
  expect(() => unzstd(bomb, 1_000_000)).toThrow('more than 1000000 bytes');
});

test('cut off or altered data is an error or other data, never an endless loop', () => {
  const whole = zstd(
    Buffer.concat([text.subarray(0, 9000), noise.subarray(0, 500), text.subarray(0, 9000)]),
    '--no-check',
  );
  for (let length = 0; length < whole.length; length += 11)
    expect(() => unzstd(whole.subarray(0, length), LIMIT)).toThrow();
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, byte) => {
      const altered = Buffer.from(whole);
      altered[at] = byte;
      try {
        return unzstd(altered, 100_000).length <= 100_000;
      } catch (error) {
        return error instanceof Error;
      }
    }),
    { numRuns: 1000 },
  );
});
