import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Diagnostic, DiagnosticError, describeDiagnostic } from '../../../../../../electron/api/diagnostic.ts';
import type { ArchiveSource } from '../../../../../../electron/engine/debs/archive/archive-source.ts';
import type { ArchiveFetch } from '../../../../../../electron/engine/debs/archive/fetch-port.ts';
import { lockPackages } from '../../../../../../electron/engine/debs/archive/lock-packages.ts';
import type { LockRequest, PackageTarget } from '../../../../../../electron/engine/debs/archive/lock-types.ts';
import { readStanza } from '../../../../../../electron/engine/debs/control.ts';
import { recordOf } from '../../../../../../electron/engine/debs/package-record.ts';
import { type LocalArchive, type LocalPackage, localArchive } from './support/local-archive.ts';
import { plainFetch } from './support/plain-fetch.ts';
import { type SigningKeys, signingKeys } from './support/signing-keys.ts';

const NOW = new Date('2026-09-20T12:00:00Z');
const DATE = 'Sat, 12 Sep 2026 07:55:41 UTC';
const AT = '20260912T080000';
const SUITE = 'river';

/** A system with an init that gives what the daemon wants, and a small package that gives the same to an empty one. */
const MAIN: readonly LocalPackage[] = [
  { name: 'libc', version: '2.41-12', priority: 'required' },
  { name: 'init', version: '1', priority: 'important', depends: ['systemd'] },
  { name: 'systemd', version: '257', depends: ['libc'], provides: ['sysusers'], priority: 'important' },
  { name: 'alone-sysusers', version: '257', depends: ['libc'], provides: ['sysusers'] },
  { name: 'unrelated', version: '1', priority: 'required' },
  { name: 'daemon', version: '1:2.0-1', depends: ['libc (>= 2.40)', 'alone-sysusers | systemd', 'libfine'] },
  { name: 'libfine', version: '0.9', depends: ['libc'] },
  { name: 'tool', version: '1.29', depends: ['libfine'] },
  { name: 'broken', version: '1', depends: ['not-there (>= 3)'] },
];

let keys: SigningKeys;
let archive: LocalArchive;
let cacheFolder = '';
beforeAll(() => {
  keys = signingKeys();
  for (const name of ['good', 'other']) keys.make(name, { from: '20250101T000000' });
});
beforeEach(async () => {
  archive = await localArchive();
  cacheFolder = mkdtempSync(join(tmpdir(), 'archive-cache-'));
  archive.put(SUITE, 'main', MAIN);
  publish();
  return async () => {
    await archive.close();
    rmSync(cacheFolder, { recursive: true, force: true });
  };
});
afterAll(() => keys.close());

function publish(
  fields: Readonly<Record<string, string>> = {},
  signers: readonly string[] = ['good'],
  suite = SUITE,
): void {
  archive.write(suite, 'InRelease', keys.inline(archive.release(suite, { Date: DATE, ...fields }), signers, AT));
}
const source = (overrides: Partial<ArchiveSource> = {}): ArchiveSource => ({
  id: 'debian',
  url: archive.url(),
  suite: SUITE,
  components: ['main'],
  keys: [keys.publicKey('good')],
  ...overrides,
});
const target = (names: readonly string[], overrides: Partial<PackageTarget> = {}): PackageTarget => ({
  folder: 'debs/guest',
  release: 'River 1',
  architecture: 'amd64',
  sources: [source()],
  base: { kind: 'minimal' },
  wanted: names.map((name) => ({ name, why: [`for ${name}`] })),
  ...overrides,
});
const lock = (request: Partial<LockRequest> = {}) =>
  lockPackages({ targets: [target(['daemon'])], fetch: plainFetch(), cacheFolder, now: NOW, ...request });
async function failures(work: Promise<unknown>): Promise<readonly Diagnostic[]> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof DiagnosticError)) throw error ?? new Error('it did not fail');
  return error.diagnostics;
}
const codes = async (work: Promise<unknown>) => (await failures(work)).map(({ code }) => code);

test('a wanted package comes with everything that a bare system of the release needs for it, and with nothing else', async () => {
  const { packages, archives, diagnostics } = await lock();
  expect(packages.map(({ name }) => name)).toEqual(['daemon', 'libc', 'libfine', 'systemd']);
  expect(diagnostics).toEqual([]);
  const [daemon, libc] = packages;
  expect(daemon).toEqual({
    folder: 'debs/guest',
    name: 'daemon',
    version: '1:2.0-1',
    architecture: 'all',
    archive: { id: 'debian', suite: SUITE },
    path: `pool/${SUITE}/main/daemon_2.0-1_all.deb`,
    url: `${archive.url()}/pool/${SUITE}/main/daemon_2.0-1_all.deb`,
    file: 'daemon_1%3a2.0-1_all.deb',
    sizeBytes: expect.any(Number),
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    why: ['for daemon'],
  });
  expect(libc).toMatchObject({ neededBy: 'daemon', why: ['for daemon'] });
  expect(archives).toEqual([
    expect.objectContaining({
      id: 'debian',
      suite: SUITE,
      date: new Date('2026-09-12T07:55:41Z'),
      signedBy: [expect.stringMatching(/^[0-9A-F]{40}$/)],
    }),
  ]);
  const file = join(cacheFolder, 'daemon.deb');
  await plainFetch().download(daemon?.url ?? '', file, {
    sizeBytes: daemon?.sizeBytes ?? 0,
    sha256: daemon?.sha256 ?? '',
  });
});

test('on hosts whose packages are known only what they lack is brought', async () => {
  const record = (text: string) => recordOf(readStanza(text));
  const records = ['libc\nVersion: 2.40', 'systemd\nVersion: 252\nProvides: sysusers'].map((text) =>
    record(`Package: ${text}\nArchitecture: all\n`),
  );
  const { packages } = await lock({ targets: [target(['daemon'], { base: { kind: 'installed', records } })] });
  expect(packages.map(({ name, neededBy }) => [name, neededBy])).toEqual([
    ['daemon', undefined],
    ['libfine', 'daemon'],
  ]);
});

test('a package that two wanted ones need says so', async () => {
  const { packages } = await lock({ targets: [target(['daemon', 'tool'])] });
  expect(packages.find(({ name }) => name === 'libfine')?.why).toEqual(['for daemon', 'for tool']);
  expect(packages.find(({ name }) => name === 'systemd')?.why).toEqual(['for daemon']);
});

test('a package that cannot be had is told, and the others come all the same', async () => {
  const { packages, diagnostics } = await lock({ targets: [target(['broken', 'tool', 'nowhere'])] });
  expect(packages.map(({ name }) => name)).toEqual(['libc', 'libfine', 'tool']);
  expect(diagnostics.map(({ code, params }) => [code, params.package])).toEqual([
    ['packages.unsatisfied', 'broken'],
    ['packages.unsatisfied', 'nowhere'],
  ]);
});

test('an archive that has only an older version than is wanted is told', async () => {
  const wanted = [{ name: 'tool', why: ['x'], atLeast: '2' }];
  const { diagnostics } = await lock({ targets: [target([], { wanted })] });
  expect(diagnostics.map((each) => describeDiagnostic(each, 'en').summary)).toEqual([
    'tool is wanted from version 2; River 1 has 1.29.',
  ]);
});

test('of two suites the newer version counts, and it is of the suite that has it', async () => {
  archive.put('river-security', 'main', [{ name: 'libfine', version: '0.9.1', depends: ['libc'] }]);
  publish({}, ['other'], 'river-security');
  const security = source({ id: 'debian-security', suite: 'river-security', keys: [keys.publicKey('other', true)] });
  const { packages, archives } = await lock({ targets: [target(['daemon'], { sources: [security, source()] })] });
  expect(packages.find(({ name }) => name === 'libfine')).toMatchObject({
    version: '0.9.1',
    archive: { id: 'debian-security', suite: 'river-security' },
  });
  expect(archives.map(({ suite }) => suite)).toEqual([SUITE, 'river-security']);
});

test('a second locking asks for the signed file alone, and takes a 304 for the copy that it has', async () => {
  const first = plainFetch();
  const one = await lock({ fetch: first });
  expect(first.asked.map((line) => line.replace(/[0-9a-f]{64}/, 'DIGEST'))).toEqual([
    `200 /dists/${SUITE}/InRelease`,
    `200 /dists/${SUITE}/main/binary-amd64/by-hash/SHA256/DIGEST`,
  ]);
  const second = plainFetch();
  expect(await lock({ fetch: second })).toEqual(one);
  expect(second.asked).toEqual([`304 /dists/${SUITE}/InRelease`]);
});

test('without a network the copy is enough, and without a copy that is said', async () => {
  const none: ArchiveFetch = {
    bytes: () => Promise.reject(new Error('no network')),
    download: () => Promise.reject(new Error('no network')),
  };
  expect(await codes(lock({ fetch: none, network: 'never' }))).toEqual(['archive.not-in-cache']);
  const asked = await lock();
  expect(await lock({ fetch: none, network: 'never' })).toEqual(asked);
  const [failed] = await failures(lock({ fetch: none }));
  expect(failed).toMatchObject({
    code: 'archive.unreachable',
    retryable: true,
    params: { archive: 'debian river', why: 'no network' },
  });
});

test('without a network a copy past its time is warned of and taken; with one it is refused', async () => {
  publish({ 'Valid-Until': 'Sat, 19 Sep 2026 07:55:41 UTC' });
  const early = new Date('2026-09-15T00:00:00Z');
  const { packages } = await lock({ now: early });
  const late = await lock({ network: 'never' });
  expect(late.packages).toEqual(packages);
  expect(late.diagnostics.map(({ code, severity }) => [code, severity])).toEqual([
    ['archive.past-its-time', 'warning'],
  ]);
  expect(await codes(lock())).toEqual(['archive.past-its-time']);
});

test('an archive without InRelease is read by Release and Release.gpg', async () => {
  const text = archive.release(SUITE, { Date: DATE });
  archive.write(SUITE, 'Release', text);
  archive.write(SUITE, 'Release.gpg', keys.detached(text, ['good'], { at: AT }));
  const { packages } = await lock();
  expect(packages).toHaveLength(4);
  expect((await lock({ network: 'never' })).packages).toEqual(packages);
  archive.remove(SUITE, 'Release.gpg');
  expect(await codes(lock())).toEqual(['archive.unsigned']);
  archive.remove(SUITE, 'Release');
  expect(await codes(lock())).toEqual(['archive.absent']);
});

test.each([
  ['archive.key-unknown', () => publish({}, ['other'])],
  ['archive.other-suite', () => publish({ Codename: 'lake', Suite: 'lake-name' })],
  ['archive.of-the-future', () => publish({ Date: 'Tue, 22 Sep 2026 07:55:41 UTC' })],
  ['archive.past-its-time', () => publish({ 'Valid-Until': 'Sun, 20 Sep 2026 11:59:00 UTC' })],
  ['archive.release-damaged', () => publish({ Date: 'yesterday' })],
  ['archive.release-damaged', () => archive.write(SUITE, 'InRelease', '<html>Log in</html>')],
  [
    'archive.no-component',
    () => {
      archive.remove(SUITE, 'main');
      publish();
    },
  ],
  ['archive.index-absent', () => archive.remove(SUITE, 'main')],
  [
    'archive.index-differs',
    () => {
      publish({ 'Acquire-By-Hash': 'no' });
      archive.write(SUITE, 'main/binary-amd64/Packages.gz', readFileSync(join(archive.folder, 'override')));
    },
  ],
  [
    'archive.signature-wrong',
    () => {
      const path = join(archive.folder, 'dists', SUITE, 'InRelease');
      archive.write(
        SUITE,
        'InRelease',
        readFileSync(path, 'utf8').replace('Architectures: amd64', 'Architectures: arm64'),
      );
    },
  ],
] as const)('%s: the archive is named in both languages, and nothing of it is kept', async (code, spoil) => {
  spoil();
  const [found, ...more] = await failures(lock());
  expect([found?.code, more]).toEqual([code, []]);
  for (const language of ['en', 'es'] as const) {
    const { summary, hint } = describeDiagnostic(found as Diagnostic, language);
    expect(summary).toContain('river');
    expect(`${summary} ${hint}`).not.toMatch(/[{}]/);
  }
  expect(await codes(lock({ network: 'never' }))).toEqual(['archive.not-in-cache']);
});

test('a key that is no key, and no key at all, are told', async () => {
  const keyed = (files: readonly Uint8Array[]) =>
    lock({ targets: [target(['daemon'], { sources: [source({ keys: files })] })] });
  expect(await codes(keyed([Buffer.from('not a key')]))).toEqual(['archive.keyring-damaged']);
  expect(await codes(keyed([]))).toEqual(['archive.no-keys']);
});

test('everything that is wrong with several archives is told at once', async () => {
  const missing = source({ id: 'other', suite: 'lake' });
  const untrusted = source({ id: 'third', keys: [keys.publicKey('other')] });
  const found = await failures(lock({ targets: [target(['daemon'], { sources: [missing, untrusted, source()] })] }));
  expect(found.map(({ code, params }) => [code, params.archive])).toEqual([
    ['archive.absent', 'other lake'],
    ['archive.key-unknown', 'third river'],
  ]);
});

test('a name that would lead out of the cache or out of the archive is refused before anything is asked', async () => {
  const fetch = plainFetch();
  for (const wrong of [
    { id: '..' },
    { suite: '../x' },
    { components: ['a/../b'] },
    { components: [] },
    { url: 'file:///x' },
  ])
    expect(await codes(lock({ fetch, targets: [target(['daemon'], { sources: [source(wrong)] })] }))).toEqual([
      'archive.source-wrong',
    ]);
  expect(fetch.asked).toEqual([]);
});

test('a mirror that falls behind what was seen is not followed, and that is said', async () => {
  const before = readFileSync(join(archive.folder, 'dists', SUITE, 'InRelease'));
  archive.put(SUITE, 'main', [...MAIN, { name: 'libfine', version: '1.0', depends: ['libc'] }]);
  publish({ Date: 'Sun, 13 Sep 2026 07:55:41 UTC' });
  const { packages } = await lock();
  archive.write(SUITE, 'InRelease', before);
  const again = await lock();
  expect(again.packages).toEqual(packages);
  expect(again.diagnostics.map(({ code }) => code)).toEqual(['archive.older-than-before']);
});

test('a cache that was damaged is filled anew', async () => {
  const one = await lock();
  const folder = join(cacheFolder, 'debian', SUITE);
  for (const name of readdirSync(join(folder, 'by-hash'))) writeFileSync(join(folder, 'by-hash', name), 'x');
  expect(await lock()).toEqual(one);
  writeFileSync(join(folder, 'InRelease'), 'x');
  expect(await lock()).toEqual(one);
  writeFileSync(join(folder, 'asked.json'), '{"url":');
  expect(await lock()).toEqual(one);
  expect((await lock({ network: 'never' })).packages).toEqual(one.packages);
});

test('an index that the archive no longer names leaves the cache', async () => {
  await lock();
  const kept = () => readdirSync(join(cacheFolder, 'debian', SUITE, 'by-hash'));
  const [first] = kept();
  archive.put(SUITE, 'main', [...MAIN, { name: 'more', version: '1' }]);
  publish({ Date: 'Sun, 13 Sep 2026 07:55:41 UTC' });
  await lock();
  expect(kept()).toHaveLength(1);
  expect(kept()).not.toEqual([first]);
});

test('where an index cannot be had the copy of before stays whole', async () => {
  const { packages } = await lock();
  archive.put(SUITE, 'main', [...MAIN, { name: 'more', version: '1' }]);
  publish({ Date: 'Sun, 13 Sep 2026 07:55:41 UTC' });
  archive.remove(SUITE, 'main');
  expect(await codes(lock())).toEqual(['archive.index-absent']);
  expect((await lock({ network: 'never' })).packages).toEqual(packages);
});

test('a laptop whose clock is years behind is told its clock, not that a key is wrong', async () => {
  const [found] = await failures(lock({ now: new Date('2019-01-01T00:00:00Z') }));
  expect(found?.code).toBe('archive.of-the-future');
  expect(describeDiagnostic(found as Diagnostic, 'es').summary).toBe(
    'El archivo de paquetes debian river tiene fecha 2026-09-12 07:55 UTC y este equipo dice que son las 2019-01-01 00:00 UTC: su reloj está mal.',
  );
});

test('a cancelled locking ends with the reason it was given', async () => {
  const reason = new Error('the technician has changed their mind');
  const control = new AbortController();
  const fetch: ArchiveFetch = {
    ...plainFetch(),
    bytes: async () => {
      control.abort(reason);
      throw new Error('aborted');
    },
  };
  await expect(lock({ fetch, signal: control.signal })).rejects.toBe(reason);
});
