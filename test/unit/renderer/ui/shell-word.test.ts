import { execFileSync } from 'node:child_process';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shellWord } from '../../../../renderer/ui/shell-word.ts';

describe('a word of a command that is shown to be pasted', () => {
  it.each([
    ['/dev/sdb', '/dev/sdb'],
    ['070B4E5C1F', '070B4E5C1F'],
    ['My Site/site.toml', "'My Site/site.toml'"],
    ["Store 'n' Go", `'Store '\\''n'\\'' Go'`],
    ['', "''"],
  ])('%s', (word, shown) => {
    expect(shellWord(word)).toBe(shown);
  });
  it('a real shell reads back exactly what was meant', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.string({ maxLength: 20 }).filter((text) => !/[\0\n\r]/.test(text)),
          { minLength: 1, maxLength: 4 },
        ),
        (words) => {
          const seen = execFileSync('/bin/sh', ['-c', `printf '%s\\0' ${words.map(shellWord).join(' ')}`]).toString();
          expect(seen.split('\0').slice(0, -1)).toEqual(words);
        },
      ),
      { numRuns: 40 },
    );
  });
});
