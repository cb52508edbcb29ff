import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { DiagnosticError } from '../../../../../../electron/api/diagnostic.ts';
import type { ArchiveSource } from '../../../../../../electron/engine/debs/archive/archive-source.ts';
import { lockPackages } from '../../../../../../electron/engine/debs/archive/lock-packages.ts';
import type { LockedPackage } from '../../../../../../electron/engine/debs/archive/lock-types.ts';
import { writeRepository } from '../../../../../../electron/engine/debs/repository.ts';
import { type LocalArchive, localArchive } from './support/local-archive.ts';
import { plainFetch } from './support/plain-fetch.ts';
import { realApt } from './support/real-apt.ts';
import { type SigningKeys, signingKeys } from './support/signing-keys.ts';

/** The real apt reads the same archive over the same server with the same key, by the machine's clock. */
const DAY_MS = 86_400_000;
const now = new Date();
const days = (count: number) => new Date(now.getTime() + count * DAY_MS);
const field = (date: Date) => date.toUTCString().replace('GMT', 'UTC');
const gpgTime = (date: Date) => date.toISOString().replace(/[-:]|\.\d+Z/g, '');

let keys: SigningKeys;
let archive: LocalArchive;
let folder = '';
beforeAll(() => {
  keys = signingKeys();
  for (const name of ['good', 'other', 'revoked']) keys.make(name, { from: gpgTime(days(-400)) });
  keys.make('expired', { from: gpgTime(days(-400)), valid: '399d' });
});
afterAll(() => keys.close());
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'agrees-'));
  archive = await localArchive();
  archive.put('river', 'main', [
    { name: 'libc', version: '2.41-12', priority: 'required' },
    { name: 'systemd', version: '257', depends: ['libc'], provides: ['sysusers'], priority: 'important' },
    { name: 'alone-sysusers', version: '257', depends: ['libc'], provides: ['sysusers'] },
    { name: 'daemon', version: '1:2.0-1', depends: ['libc (>= 2.40)', 'alone-sysusers | systemd', 'libfine'] },
    { name: 'libfine', version: '0.9', depends: ['libc'] },
    { name: 'unrelated', version: '1' },
  ]);
});
afterEach(async () => {
  await archive.close();
  rmSync(folder, { recursive: true, force: true });
});

function publish(fields: Readonly<Record<string, string>>, signers: readonly string[], at: Date): void {
  const text = archive.release('river', { Date: field(at), ...fields });
  archive.write('river', 'InRelease', keys.inline(text, signers, gpgTime(at)));
}
const source = (signers: readonly string[]): ArchiveSource => ({
  id: 'debian',
  url: archive.url(),
  suite: 'river',
  components: ['main'],
  keys: signers.map((name) => keys.publicKey(name)),
});
async function ours(signers: readonly string[]): Promise<readonly LockedPackage[] | string> {
  try {
    const { packages } = await lockPackages({
      targets: [
        {
          folder: 'debs/guest',
          release: 'River',
          architecture: 'amd64',
          sources: [source(signers)],
          base: { kind: 'minimal' },
          wanted: [{ name: 'daemon', why: ['x'] }],
        },
      ],
      fetch: plainFetch(),
      cacheFolder: join(folder, 'cache'),
      now,
    });
    return packages;
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics[0].code;
    throw error;
  }
}
function keyFile(signers: readonly string[]): string {
  const path = join(folder, 'key.gpg');
  writeFileSync(path, Buffer.concat(signers.map((name) => keys.publicKey(name))));
  return path;
}

test.each([
  ['a good signature', ['good'], undefined, () => publish({}, ['good'], days(-1))],
  [
    'a good signature beside one of an unknown key',
    ['good'],
    undefined,
    () => publish({}, ['other', 'good'], days(-1)),
  ],
  [
    'a good signature beside one of an expired key',
    ['good', 'expired'],
    undefined,
    () => publish({}, ['expired', 'good'], days(-30)),
  ],
  ['an unknown key', ['good'], 'archive.key-unknown', () => publish({}, ['other'], days(-1))],
  ['an expired key', ['expired'], 'archive.key-expired', () => publish({}, ['expired'], days(-30))],
  [
    'a revoked key',
    ['revoked'],
    'archive.key-revoked',
    () => {
      publish({}, ['revoked'], days(-1));
      keys.revoke('revoked');
    },
  ],
  [
    'a state past its time',
    ['good'],
    'archive.past-its-time',
    () => publish({ 'Valid-Until': field(days(-1)) }, ['good'], days(-2)),
  ],
  [
    'a state of the future',
    ['good'],
    'archive.of-the-future',
    () => publish({ Date: field(days(1)) }, ['good'], days(-1)),
  ],
  [
    'a changed text',
    ['good'],
    'archive.signature-wrong',
    () => {
      publish({}, ['good'], days(-1));
      const path = join(archive.folder, 'dists/river/InRelease');
      archive.write('river', 'InRelease', readFileSync(path, 'utf8').replace('Suite: river', 'Suite: lake'));
    },
  ],
  [
    'a changed index',
    ['good'],
    'archive.index-differs',
    () => {
      publish({ 'Acquire-By-Hash': 'no' }, ['good'], days(-1));
      for (const name of ['Packages', 'Packages.gz'])
        archive.write('river', `main/binary-amd64/${name}`, 'Package: evil\n');
    },
  ],
] as const)('%s: apt and we take it, or both refuse it', async (_, signers, code, make) => {
  make();
  const apt = realApt([`deb [signed-by=${keyFile(signers)}] ${archive.url()} river main`]);
  try {
    const refusal = await apt.update();
    const answer = await ours(signers);
    expect(refusal === undefined, refusal).toBe(code === undefined);
    expect(typeof answer === 'string' ? answer : undefined).toBe(code);
  } finally {
    apt.close();
  }
});

test('what was locked is enough for apt, made a repository: on a host that has nothing and on a bare system', async () => {
  publish({}, ['good'], days(-1));
  const packages = await ours(['good']);
  if (typeof packages === 'string') throw new Error(packages);
  const pool = join(folder, 'apt', 'pool');
  mkdirSync(pool, { recursive: true });
  for (const { url, file, sizeBytes, sha256 } of packages)
    await plainFetch().download(url, join(pool, file.replace(/_\d+%3a/, '_')), { sizeBytes, sha256 });
  await writeRepository(join(folder, 'apt'));
  const carried = realApt([`deb [trusted=yes] file:${folder}/apt ./`]);
  const direct = realApt([`deb [signed-by=${keyFile(['good'])}] ${archive.url()} river main`]);
  try {
    expect([await carried.update(), await direct.update()]).toEqual([undefined, undefined]);
    const index = readFileSync(join(archive.folder, 'dists/river/main/binary-amd64/Packages'), 'utf8');
    const base = index.split('\n\n').filter((stanza) => /^Package: (libc|systemd)$/m.test(stanza));
    const line = ({ name, version, sizeBytes }: LockedPackage) => `${name} ${version} ${sizeBytes}`;
    expect(await carried.choice([], ['daemon'])).toEqual(packages.map(line).sort());
    const onTop = packages
      .filter(({ name }) => !['libc', 'systemd'].includes(name))
      .map(line)
      .sort();
    expect(await carried.choice(base, ['daemon'])).toEqual(onTop);
    expect(await direct.choice(base, ['daemon'])).toEqual(onTop);
  } finally {
    carried.close();
    direct.close();
  }
});
