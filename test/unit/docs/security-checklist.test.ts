import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const text = readFileSync('docs/security-checklist.md', 'utf8');
/** Each file of tests that is named, with the titles behind it. */
const named = [...text.matchAll(/`(test\/[^`]+)`:\s((?:“[^”]+”(?:,\s)?)+)/g)].map(([, file = '', titles = '']) => ({
  file,
  titles: [...titles.matchAll(/“([^”]+)”/g)].map(([, title = '']) => title),
}));

describe('the list of what is secured', () => {
  it('has Electron’s twenty points, each with a test or the word that it is the same', () => {
    const rows = [...text.matchAll(/^\| (\d+) .*\|$/gm)];
    expect(rows.map(([, number]) => Number(number))).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    for (const [row] of rows) expect(row).toMatch(/“.+”|\| the same \|$/);
  });

  it.each(named)('names tests that are in $file', ({ file, titles }) => {
    expect(existsSync(file)).toBe(true);
    const tests = readFileSync(file, 'utf8');
    for (const title of titles) expect(tests).toContain(title);
  });
});
