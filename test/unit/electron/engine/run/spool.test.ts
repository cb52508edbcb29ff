import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openSpool } from '../../../../../electron/engine/run/spool.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

const texts = fc.array(
  fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 300 }),
    fc.constant('x'.repeat(70_000)),
    fc.constant('ñ'.repeat(20_000)),
  ),
  { maxLength: 40 },
);
const whole = (said: readonly string[]): Buffer => Buffer.from(said.join(''));

describe('a file that only grows', () => {
  it('gives back what was appended from any place to any other, written or not', async () => {
    await fc.assert(
      fc.asyncProperty(
        texts,
        fc.integer({ min: 1, max: 9 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (said, turn, share) => {
          const path = join(temporaryFolder('spool'), 'log');
          const spool = await openSpool(path);
          let bytes = 0;
          for (const [index, text] of said.entries()) {
            bytes += spool.append(text);
            const from = Math.floor(bytes * share);
            if (index % turn === 0)
              expect((await spool.read(from, bytes)).equals(whole(said.slice(0, index + 1)).subarray(from))).toBe(true);
          }
          expect((await spool.read(0, bytes)).equals(whole(said))).toBe(true);
          await spool.close();
          expect(readFileSync(path).equals(whole(said))).toBe(true);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('keeps what does not get into the file of a full disk', async () => {
    const spool = await openSpool('/dev/full');
    let bytes = spool.append('one\n');
    await new Promise((resolve) => setTimeout(resolve, 20));
    bytes += spool.append('two\n');
    expect((await spool.read(0, bytes)).toString()).toBe('one\ntwo\n');
    await spool.close();
  });
});
