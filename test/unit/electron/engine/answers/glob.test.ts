import { describe, expect, test } from 'vitest';
import { globMatches, parseGlob } from '../../../../../electron/engine/answers/glob.ts';

function matches(pattern: string, value: string): boolean | undefined {
  const glob = parseGlob(pattern);
  return glob && globMatches(glob, value);
}

describe('a filter pattern', () => {
  test.each([
    ['SAMSUNG*', 'SAMSUNG_MZ7', true],
    ['samsung*', 'SAMSUNG_MZ7', false],
    ['SAMSUNG', 'SAMSUNG_MZ7', false],
    ['*403550', 'S2HRNX0J403550', true],
    ['/dev/sd?', '/dev/sda', true],
    ['/dev/sd?', '/dev/sdaa', false],
    ['*', '', true],
    ['*', '/dev/sda', true],
    ['[ab]', 'b', true],
    ['[a-c]x', 'cx', true],
    ['[!a-c]x', 'cx', false],
    ['[!a-c]x', 'dx', true],
    ['[]]', ']', true],
    ['[!]]', ']', false],
    ['[a-]', '-', true],
    ['**', '/dev/sda', true],
    ['/**/sda', '/dev/block/sda', true],
    ['/**/sda', '/dev/xsda', false],
  ])('%s over the value «%s» matches: %s', (pattern, value, expected) => {
    expect(matches(pattern, value)).toBe(expected);
  });

  test.each(['[abc', '[', '[]', '[!]', '***', 'a**', '**a'])('%s is refused as the installer refuses it', (pattern) => {
    expect(parseGlob(pattern)).toBeUndefined();
  });

  test('many stars over a long value end at once', () => {
    expect(matches(`${'*a'.repeat(200)}b`, 'a'.repeat(2000))).toBe(false);
  });
});
