import { readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pageFile } from '../../../../electron/server/page-file.ts';

const FOLDER = join(sep, 'opt', 'page');

describe('which file of the page an address names', () => {
  it.each([
    ['/', 'index.html'],
    ['/index.html', 'index.html'],
    ['/assets/index-B2_x9.js', join('assets', 'index-B2_x9.js')],
    ['/assets/two%2Dwords.css', join('assets', 'two-words.css')],
  ])('%s', (path, file) => {
    expect(pageFile(FOLDER, path)).toBe(join(FOLDER, file));
  });

  it.each([
    ['upwards', '/../package.json'],
    ['upwards, escaped', '/%2e%2e/package.json'],
    ['upwards, with the line escaped', '/..%2f..%2fpackage.json'],
    ['upwards, as Windows writes it', '/..%5c..%5cpackage.json'],
    ['upwards on the way', '/assets/../../package.json'],
    ['escaped twice', '/%252e%252e/package.json'],
    ['from the root', '//etc/hostname'],
    ['from the root, escaped', '/%2fetc/hostname'],
    ['a drive of Windows', '/C:/Windows/win.ini'],
    ['a stream of Windows', '/index.html::$DATA'],
    ['a hidden file', '/.htaccess'],
    ['the folder itself', '/.'],
    ['a folder', '/assets/'],
    ['with an end in the middle', '/index.html%00.js'],
    ['what is no escape', '/%zz'],
    ['half a letter', '/%c3'],
    ['nothing', ''],
  ])('none %s', (_, path) => {
    expect(pageFile(FOLDER, path)).toBeUndefined();
  });

  it('is never one outside, whatever is asked for', () => {
    const piece = fc.constantFrom(
      '..',
      '.',
      '/',
      '\\',
      '%2e',
      '%2f',
      '%5c',
      '%00',
      '%',
      ':',
      'C:',
      'a',
      'assets',
      '~',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 12 }), (pieces) => {
        const file = pageFile(FOLDER, `/${pieces.join('')}`);
        if (file === undefined) return;
        const inside = relative(FOLDER, file);
        expect(inside.split(/[/\\]/)).not.toContain('..');
        expect(join(FOLDER, inside)).toBe(file);
        expect(inside).not.toMatch(/[\\:\0]/);
      }),
      { numRuns: 500 },
    );
  });

  it('is each that the build has made', () => {
    const built = 'dist/renderer';
    const files = readdirSync(built, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files.length).toBeGreaterThan(3);
    for (const { parentPath, path, name } of files as readonly { parentPath?: string; path: string; name: string }[]) {
      const file = relative(built, join(parentPath ?? path, name));
      expect(pageFile(built, `/${file.split(sep).map(encodeURIComponent).join('/')}`)).toBe(join(built, file));
    }
  });
});
