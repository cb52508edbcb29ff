import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bytesSource } from '../../../../../electron/engine/compress/range-source.ts';
import { readSquashFile, SquashFsError } from '../../../../../electron/engine/compress/squashfs.ts';
import { needTools } from '../../../../support/needed-tools.ts';

const folder = mkdtempSync(join(tmpdir(), 'squashfs-'));
const tree = join(folder, 'tree');
const LIMIT = 64 * 1024 ** 2;
const status = Buffer.from('Package: thing\nStatus: install ok installed\n\n'.repeat(40_000));
const noise = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 2654435761) >>> 24));
const holes = Buffer.concat([Buffer.alloc(600_000), Buffer.from('end')]);

function image(...flags: readonly string[]): Buffer {
  const path = join(folder, `${flags.join('')}.squashfs`.replaceAll('/', ''));
  execFileSync('mksquashfs', [tree, path, '-noappend', '-quiet', '-no-progress', '-processors', '1', ...flags], {
    stdio: 'pipe',
  });
  return readFileSync(path);
}
const read = (data: Buffer, path: string, limit = LIMIT) => readSquashFile(bytesSource(data), path, limit);

beforeAll(() => {
  needTools('mksquashfs');
  mkdirSync(join(tree, 'var/lib/dpkg'), { recursive: true });
  mkdirSync(join(tree, 'many'));
  for (let index = 0; index < 1500; index += 1)
    writeFileSync(join(tree, 'many', `file-${index}`), `content of ${index}\n`);
  writeFileSync(join(tree, 'var/lib/dpkg/status'), status);
  writeFileSync(join(tree, 'noise'), noise);
  writeFileSync(join(tree, 'holes'), holes);
  writeFileSync(join(tree, 'empty'), '');
  symlinkSync('var', join(tree, 'link'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  ['gzip', []],
  ['xz', ['-comp', 'xz']],
  ['gzip without fragments', ['-no-fragments', '-b', '131072']],
  ['gzip in small blocks', ['-b', '4096']],
  ['nothing packed', ['-noI', '-noD', '-noF']],
  ['zstd', ['-comp', 'zstd']],
  ['xz in large blocks', ['-comp', 'xz', '-b', '1M']],
] as const)('files come out of an image as mksquashfs put them in (%s)', (_label, flags) => {
  const data = image(...flags);
  expect(read(data, '/var/lib/dpkg/status')?.equals(status)).toBe(true);
  expect(read(data, 'noise')?.equals(noise)).toBe(true);
  expect(read(data, 'holes')?.equals(holes)).toBe(true);
  expect(read(data, 'empty')?.length).toBe(0);
  for (const index of [0, 7, 777, 1499])
    expect(read(data, `many/file-${index}`)?.toString()).toBe(`content of ${index}\n`);
  for (const path of ['nothing', 'var', 'var/lib/dpkg/status/x', 'link/lib/dpkg/status', ''])
    expect(read(data, path)).toBeUndefined();
});

test('what is not read is told by its name', () => {
  expect(() => read(image('-comp', 'lz4'), 'noise')).toThrow('packed with lz4, which is not read');
  expect(() => read(Buffer.alloc(200), 'noise')).toThrow('no SquashFS image');
  expect(() => read(Buffer.alloc(3), 'noise')).toThrow(SquashFsError);
  expect(() => read(image(), 'noise', 1000)).toThrow('the file has 300000 bytes, more than allowed');
});

test('a damaged image is an error or another content, never an endless loop', () => {
  const whole = image('-b', '4096');
  const right = read(whole, 'var/lib/dpkg/status');
  for (let length = 0; length < whole.length; length += Math.ceil(whole.length / 60)) {
    // what is cut off may be none of this file's: its maker lays things out as they are ready
    let seen: ReturnType<typeof read>;
    try {
      seen = read(whole.subarray(0, length), 'var/lib/dpkg/status');
    } catch (error) {
      expect(error).toBeInstanceOf(SquashFsError);
      continue;
    }
    expect(seen).toEqual(right);
  }
  expect(() => read(whole.subarray(0, whole.length / 2), 'var/lib/dpkg/status')).toThrow(SquashFsError);
  // anywhere, and in the superblock that everything hangs on
  for (const bytes of [whole.length, 96])
    fc.assert(
      fc.property(fc.nat(bytes - 1), fc.nat(255), (at, byte) => {
        const altered = Buffer.from(whole);
        altered[at] = byte;
        try {
          read(altered, 'many/file-7');
        } catch (error) {
          expect(error).toBeInstanceOf(SquashFsError);
        }
      }),
      { numRuns: 300 },
    );
});
