import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileSource } from '../../../../../electron/engine/compress/range-source.ts';
import { licenceOf, packageCopyright } from '../../../../../electron/engine/debs/package-licence.ts';
import { spdxForm, spdxOf } from '../../../../../electron/engine/debs/spdx.ts';
import { needTools } from '../../../../support/needed-tools.ts';

const HEAD = 'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n';
const files = (...licences: readonly string[]) =>
  HEAD +
  licences.map((licence) => `\nFiles: *\nCopyright: 2020 Somebody\nLicense: ${licence}\n Text of it.\n`).join('');

test.each([
  ['GPL-2+', 'GPL-2.0-or-later'],
  ['LGPL-2.1', 'LGPL-2.1-only'],
  ['Expat', 'MIT'],
  ['GPL-2+ or Artistic-2.0', 'GPL-2.0-or-later OR Artistic-2.0'],
  ['Apache-2.0 and Expat', 'Apache-2.0 AND MIT'],
  ['GPL-2+ with OpenSSL exception', 'Debian: GPL-2+ with OpenSSL exception'],
  ['Expat or ISC, and Zlib', 'Debian: Expat or ISC, and Zlib'],
])('«%s» of Debian is «%s»', (debian, ours) => {
  expect(licenceOf(files(debian))).toBe(ours);
});

test('several licences are named once each, in one order', () => {
  expect(licenceOf(files('MPL-2.0', 'Expat', 'MIT', 'GPL-2 or ISC'))).toBe('(GPL-2.0-only OR ISC) AND MIT AND MPL-2.0');
  expect(licenceOf(`${files('Expat')}\nLicense: BSD-3-clause\n Text that nobody names.\n`)).toBe('MIT');
  expect(licenceOf(files('Expat', 'home-grown'))).toBe('Debian: Expat; home-grown');
});

test('a text of another form says nothing', () => {
  for (const text of ['', 'This package was debianized by Somebody.\n', HEAD, `${HEAD}\n broken`])
    expect(licenceOf(text)).toBeUndefined();
});

const folder = mkdtempSync(join(tmpdir(), 'licence-'));
beforeAll(() => needTools('dpkg-deb'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
function build(name: string, place: (docs: string) => void): string {
  const root = join(folder, name);
  mkdirSync(join(root, 'DEBIAN'), { recursive: true });
  mkdirSync(join(root, 'usr/share/doc'), { recursive: true });
  writeFileSync(
    join(root, 'DEBIAN/control'),
    `Package: ${name}\nVersion: 1\nArchitecture: all\nMaintainer: x <x@example.org>\nDescription: x\n`,
  );
  place(join(root, 'usr/share/doc', name));
  const file = join(folder, `${name}.deb`);
  execFileSync('dpkg-deb', ['--build', '--root-owner-group', root, file], { stdio: 'pipe' });
  return file;
}

test('the licence is read out of a package as dpkg makes it; a package that points to another’s says which', async () => {
  const own = build('own', (docs) => {
    mkdirSync(docs);
    writeFileSync(join(docs, 'copyright'), files('GPL-3+'));
  });
  expect(await packageCopyright(fileSource(own))).toEqual({ licence: 'GPL-3.0-or-later' });
  expect(await packageCopyright(fileSource(build('borrowed', (docs) => symlinkSync('own', docs))))).toEqual({
    sharedWith: 'own',
  });
  const linked = build('linked', (docs) => {
    mkdirSync(docs);
    symlinkSync('../own/copyright', join(docs, 'copyright'));
  });
  expect(await packageCopyright(fileSource(linked))).toEqual({ sharedWith: 'own' });
  expect(await packageCopyright(fileSource(build('silent', () => undefined)))).toEqual({
    licence: 'Debian: the package has no copyright file',
  });
});

test('what is written freely is named by its file and the digest of it', async () => {
  const text = 'This package was debianized by Somebody.\n';
  const free = build('free', (docs) => {
    mkdirSync(docs);
    writeFileSync(join(docs, 'copyright'), text);
  });
  const digest = createHash('sha256').update(text).digest('hex');
  expect(await packageCopyright(fileSource(free))).toEqual({
    licence: `Debian: /usr/share/doc/free/copyright (SHA-256 ${digest})`,
  });
});

test('a copyright file that is made to keep us busy, or to write into the lock, does neither', () => {
  const many = Array.from({ length: 2000 }, (_, index) => `home-grown-${index}`);
  const text = licenceOf(files(...many)) ?? '';
  expect(text).toMatch(/^Debian: home-grown-0; .*; and \d+ more$/);
  expect(text.length).toBeLessThan(1600);
  expect(licenceOf(files(`a${' '.repeat(500_000)}or b`))).toBe('Debian: a');
  expect(licenceOf(files('x\u001b[31m"\u202ey; z'))).toBe('Debian: x [31m" y  z');
  expect(licenceOf(files(`GPL-9+ or ${'Expat or '.repeat(100_000)}`))?.length).toBeLessThan(300);
  const spdx = Array.from({ length: 600 }, (_, index) => (index % 2 ? 'Expat or ISC' : 'ISC or Zlib'));
  expect(licenceOf(files(...spdx))).toBe('(ISC OR Zlib) AND (MIT OR ISC)');
});

test('only what SPDX lists is called an SPDX expression', () => {
  for (const text of ['MIT', 'GPL-2.0-or-later']) expect(spdxForm(text)).toBe('identifier');
  for (const text of ['MIT AND ISC', '(ISC OR Zlib) AND MIT']) expect(spdxForm(text)).toBe('expression');
  for (const text of ['', 'AGPL-2.0-only', 'MIT AND mine', 'Debian: x', 'MIT, ISC', 'AND'])
    expect(spdxForm(text)).toBeUndefined();
  expect([spdxOf('AGPL-2'), spdxOf('constructor'), spdxOf('LGPL-2.1+')]).toEqual([
    undefined,
    undefined,
    'LGPL-2.1-or-later',
  ]);
});
