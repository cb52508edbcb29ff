import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bytesSource, fileSource } from '../../../../../electron/engine/compress/range-source.ts';
import { DebError, readDebControl } from '../../../../../electron/engine/debs/deb-file.ts';
import {
  CONTENT_FIELD,
  contentOf,
  repositoryIndexes,
  writeRepository,
} from '../../../../../electron/engine/debs/repository.ts';
import { needRoot, needTools } from '../../../../support/needed-tools.ts';

const folder = mkdtempSync(join(tmpdir(), 'repository-'));
const repository = join(folder, 'apt');
const text = (path: string) => readFileSync(join(repository, path), 'utf8');
let sandbox: readonly string[] = [];

/** A package as dpkg-deb makes it. */
function build(name: string, version: string, packing: string, ...fields: readonly string[]): void {
  const root = join(folder, 'build', name);
  mkdirSync(join(root, 'DEBIAN'), { recursive: true });
  const lines = [
    `Package: ${name}`,
    `Version: ${version}`,
    'Architecture: all',
    'Maintainer: nobody <nobody@example.org>',
    ...fields,
    'Description: made for a test',
    ' with a second line',
    ' .',
    '',
  ];
  writeFileSync(join(root, 'DEBIAN', 'control'), lines.join('\n'));
  const file = `${name}_${version.replace(':', '%3a')}_all.deb`;
  execFileSync('dpkg-deb', ['--build', '--root-owner-group', `-Z${packing}`, root, join(repository, 'pool', file)], {
    stdio: 'pipe',
    env: { ...process.env, SOURCE_DATE_EPOCH: '1700000000' },
  });
}
const apt = (...args: readonly string[]) =>
  spawnSync('unshare', ['-n', 'apt-get', ...sandbox, ...args], { encoding: 'utf8' });

beforeAll(async () => {
  needTools('dpkg-deb', 'apt-get', 'unshare', 'apt-ftparchive');
  needRoot('a place without any network');
  mkdirSync(join(repository, 'pool'), { recursive: true });
  build('daemon', '1:2.0-1', 'xz', 'Depends: library (>= 1.5), virtual-thing');
  build('library', '1.5', 'gzip', 'Multi-Arch: foreign');
  build('thing', '3', 'none', 'Provides: virtual-thing');
  await writeRepository(repository);
  for (const path of ['lists/partial', 'archives/partial']) mkdirSync(join(folder, path), { recursive: true });
  writeFileSync(join(folder, 'status'), '');
  writeFileSync(join(folder, 'our.list'), `deb [trusted=yes] file:${repository} ./\n`);
  writeFileSync(join(folder, 'our.sources'), `Types: deb\nURIs: file:${repository}\nSuites: ./\nTrusted: yes\n`);
  sandbox = [
    ...['-o', 'Dir::Etc::sourceparts=/dev/null', '-o', `Dir::State::lists=${folder}/lists`],
    ...['-o', `Dir::State::status=${folder}/status`, '-o', `Dir::Cache=${folder}`],
    ...['-o', 'Debug::NoLocking=1', '-o', 'APT::Sandbox::User=root', '-o', 'APT::Update::Error-Mode=any'],
    ...['-o', 'Dir::Etc::preferencesparts=/dev/null'],
  ];
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(['our.list', 'our.sources'])(
  'real apt without any network updates from it and installs by name (%s)',
  (entry) => {
    const source = ['-o', `Dir::Etc::sourcelist=${folder}/${entry}`];
    const update = apt(...source, 'update');
    expect(update.stderr).toBe('');
    expect(update.status).toBe(0);
    const simulated = apt(...source, '--simulate', '--no-remove', '--no-install-recommends', 'install', 'daemon');
    expect(
      [...simulated.stdout.matchAll(/^Inst (\S+) \((\S+)/gm)].map(([, name, version]) => `${name} ${version}`).sort(),
    ).toEqual(['daemon 1:2.0-1', 'library 1.5', 'thing 3']);
    const fetched = apt(...source, '-y', '--download-only', 'install', 'daemon');
    expect(fetched.stderr).toBe('');
    expect(fetched.status).toBe(0);
    const list = `${repository.replaceAll('/', '_')}_._Release`;
    expect(readFileSync(join(folder, 'lists', list), 'utf8')).toBe(text('Release'));
  },
);

test('a package whose bytes were changed is refused by apt', () => {
  const path = join(repository, 'pool', 'library_1.5_all.deb');
  copyFileSync(path, join(folder, 'kept'));
  const bytes = readFileSync(path);
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  writeFileSync(path, bytes);
  try {
    const fetched = apt('-o', `Dir::Etc::sourcelist=${folder}/our.list`, '-y', '--download-only', 'install', 'daemon');
    expect(fetched.status).toBe(100);
    expect(fetched.stderr).toContain('Hash Sum mismatch');
  } finally {
    copyFileSync(join(folder, 'kept'), path);
  }
});

test('the index says of every package what apt-ftparchive says', () => {
  const theirs = execFileSync('apt-ftparchive', ['--sha256', 'packages', 'pool'], {
    cwd: repository,
    encoding: 'utf8',
    stdio: 'pipe',
  });
  const fields = (index: string) =>
    index
      .trim()
      .split('\n\n')
      .map((entry) =>
        entry
          .split(/\n(?! )/)
          .filter((line) => !/^(MD5sum|SHA1|SHA512):/.test(line))
          .sort(),
      )
      .sort();
  expect(fields(text('Packages'))).toEqual(fields(theirs));
});

test('the same packages give the same indexes, in any order, and the content has one name', async () => {
  const before = text('Packages') + text('Release');
  await writeRepository(repository);
  expect(text('Packages') + text('Release')).toBe(before);
  const debs = [
    { file: 'b.deb', sha256: 'b'.repeat(64), sizeBytes: 1 },
    { file: 'a.deb', sha256: 'a'.repeat(64), sizeBytes: 2 },
  ];
  expect(contentOf(debs)).toBe(contentOf([...debs].reverse()));
  expect(contentOf(debs)).not.toBe(contentOf([{ ...debs[0], sizeBytes: 3 }, debs[1]] as typeof debs));
  expect(text('Release')).toMatch(new RegExp(`^${CONTENT_FIELD}: [0-9a-f]{64}$`, 'm'));
  expect(text('Release')).toContain('Date: Tue, 14 Nov 2023 22:13:20 UTC\n');
});

test('a repository of nothing is one too', () => {
  const indexes = repositoryIndexes([], () => bytesSource(new Uint8Array()));
  expect(indexes.get('Packages')?.length).toBe(0);
});

test('a file that is no package is named', () => {
  const deb = { file: 'broken.deb', sha256: '0'.repeat(64), sizeBytes: 4 };
  expect(() => repositoryIndexes([deb], () => bytesSource(Buffer.from('none')))).toThrow(
    'packages.deb-damaged: The package file broken.deb cannot be read: not a Debian format archive.',
  );
  const whole = readFileSync(join(repository, 'pool', 'thing_3_all.deb'));
  for (let length = 0; length < whole.length - 200; length += 13)
    expect(() => readDebControl(bytesSource(whole.subarray(0, length)))).toThrow(DebError);
  expect(readDebControl(fileSource(join(repository, 'pool', 'thing_3_all.deb'))).control.get('provides')).toBe(
    'virtual-thing',
  );
});
