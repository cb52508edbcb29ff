import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { DiagnosticError } from '../../../../../../electron/api/diagnostic.ts';
import { unxz } from '../../../../../../electron/engine/compress/unxz.ts';
import type { ArchiveSource } from '../../../../../../electron/engine/debs/archive/archive-source.ts';
import {
  DEBIAN_RELEASES,
  type DebianRelease,
  debianArchives,
} from '../../../../../../electron/engine/debs/archive/known-archives.ts';
import { lockPackages } from '../../../../../../electron/engine/debs/archive/lock-packages.ts';
import type { LockedPackage } from '../../../../../../electron/engine/debs/archive/lock-types.ts';
import { openArchive } from '../../../../../../electron/engine/debs/archive/read-archive.ts';
import { folderAssets } from '../../../../../../electron/engine/stacks/asset-store.ts';
import { localArchive, serveArchive } from './support/local-archive.ts';
import { plainFetch } from './support/plain-fetch.ts';
import { realApt } from './support/real-apt.ts';
import { type SigningKeys, signingKeys } from './support/signing-keys.ts';

/**
 * Debian's own archive without a network. Its signed files and the small indexes that they vouch for are read as they are, with
 * Debian's signatures. The large indexes are real but reduced (test/golden/debs), so somebody else has to sign them. Of both
 * the real apt is the witness.
 */
const GOLDEN = join(process.cwd(), 'test/golden/debian-archive');
const AS_OF = new Date('2026-11-20T03:00:00Z');
const SIGNED = [
  ['trixie', 'trixie-updates'],
  ['trixie', 'trixie-security'],
  ['bookworm', 'bookworm-updates'],
] as const;
const folder = mkdtempSync(join(tmpdir(), 'real-archive-'));
const assets = folderAssets(process.cwd());
let server: Server;
let keys: SigningKeys;
beforeAll(async () => {
  server = await serveArchive(GOLDEN);
  keys = signingKeys();
  keys.make('stand-in', { from: '20250101T000000' });
});
afterAll(async () => {
  keys.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

function keyring(sources: readonly ArchiveSource[]): string {
  const path = join(folder, `keys-${readdirSync(folder).length}.gpg`);
  writeFileSync(path, Buffer.concat(sources.flatMap((source) => source.keys)));
  return path;
}

function signedByDebian(release: DebianRelease, suite: string): ArchiveSource {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const roots = { debian: { url }, 'debian-security': { url } };
  const source = debianArchives(release, { assets, roots }).find((each) => each.suite === suite);
  if (!source) throw new Error(`no ${suite}`);
  return source;
}

test.for(SIGNED)(
  'what Debian signed is believed with the keys that are shipped, and apt reads the same packages in it (%s, %s)',
  async ([release, suite]) => {
    const source = signedByDebian(release, suite);
    const options = { fetch: plainFetch(), cacheFolder: join(folder, 'cache'), now: AS_OF, network: 'ask' } as const;
    const archive = await openArchive(source, 'amd64', options);
    expect(archive.release.warnings).toEqual([]);
    expect(archive.locked.signedBy.length).toBeGreaterThan(0);
    const apt = realApt([`deb [signed-by=${keyring([source])}] ${source.url} ${suite} main`], { checksDate: false });
    onTestFinished(() => apt.close());
    expect(await apt.update()).toBeUndefined();
    const lists = join(apt.folder, 'lists');
    const [name = ''] = readdirSync(lists).filter((each) => each.endsWith('_Packages'));
    const texts = readFileSync(join(lists, name), 'latin1').trim().split('\n\n');
    const ours = (await archive.records()).map(({ name: each, version, file }) => [each, version, file?.sha256]);
    expect(ours.length).toBeGreaterThan(2);
    expect(ours).toEqual(texts.map((text) => ['Package', 'Version', 'SHA256'].map((key) => field(text, key))));
  },
);

test('what another key of Debian signed is not this archive’s, and after its time it is refused', async () => {
  const code = async (source: ArchiveSource, now: Date) => {
    const options = { fetch: plainFetch(), cacheFolder: join(folder, 'other'), now, network: 'ask' } as const;
    const error = await openArchive(source, 'amd64', options).catch((reason: unknown) => reason);
    return error instanceof DiagnosticError ? error.diagnostics[0].code : error;
  };
  const source = signedByDebian('trixie', 'trixie-updates');
  const { keys: others } = signedByDebian('trixie', 'trixie-security');
  expect(await code({ ...source, keys: others }, AS_OF)).toBe('archive.key-unknown');
  expect(await code(source, new Date('2026-12-20T00:00:00Z'))).toBe('archive.past-its-time');
});

const WANTED: Readonly<Record<DebianRelease, readonly string[]>> = {
  trixie: ['qemu-guest-agent', 'docker.io', 'docker-cli', 'docker-compose', 'docker-registry'],
  bookworm: ['corosync-qnetd', 'corosync-qdevice', 'chrony'],
};
const END: Readonly<Record<DebianRelease, string>> = { trixie: '-trixie', bookworm: '' };

test.for(DEBIAN_RELEASES)(
  'of the packages of %s apt takes the same on a bare system, and what was locked is enough on an empty one',
  { timeout: 120_000 },
  async (release) => {
    const archive = await localArchive();
    onTestFinished(() => archive.close());
    const texts: string[] = [];
    for (const [suite, part] of [
      [`${release}-security`, 'security'],
      [`${release}-updates`, undefined],
      [release, 'main'],
    ] as const) {
      const packed = part && readFileSync(join(process.cwd(), `test/golden/debs/Packages${END[release]}-${part}.xz`));
      const index = packed ? Buffer.from(unxz(packed)) : Buffer.alloc(0);
      texts.push(index.toString('latin1'));
      archive.write(suite, 'main/binary-amd64/Packages', index);
      archive.write(suite, 'main/binary-amd64/Packages.gz', gzipSync(index));
      const yesterday = new Date(Date.now() - 86_400_000).toUTCString().replace('GMT', 'UTC');
      archive.write(suite, 'InRelease', keys.inline(archive.release(suite, { Date: yesterday }), ['stand-in']));
    }
    const roots = { debian: { url: archive.url() }, 'debian-security': { url: archive.url() } };
    const sources = debianArchives(release, { assets, roots }).map((source) => ({
      ...source,
      keys: [keys.publicKey('stand-in')],
    }));
    const fetch = plainFetch();
    const { packages, archives, diagnostics } = await lockPackages({
      targets: [
        {
          ...{ folder: release, release, architecture: 'amd64', sources, base: { kind: 'minimal' } },
          wanted: WANTED[release].map((name) => ({
            ...{ name, why: ['x'] },
            ...(name === 'docker-compose' ? { atLeast: '2' } : {}),
          })),
        },
      ],
      fetch,
      cacheFolder: join(folder, `cache-${release}`),
      now: new Date(),
    });
    expect(diagnostics).toEqual([]);
    expect(archives.map(({ suite }) => suite)).toEqual([release, `${release}-updates`, `${release}-security`]);
    expect(packages.length).toBeGreaterThan(40);
    const ring = keyring(sources);
    const direct = realApt(sources.map(({ url, suite }) => `deb [signed-by=${ring}] ${url} ${suite} main`));
    const carried = realApt([`deb [trusted=yes] file:${carry(release, packages, texts)} ./`]);
    onTestFinished(() => {
      carried.close();
      direct.close();
    });
    expect(await direct.update()).toBeUndefined();
    expect(await carried.update()).toBeUndefined();
    const system = await direct.choice([], ['?priority(required)', '?priority(important)']);
    const base = texts
      .flatMap((text) => text.split('\n\n'))
      .filter((text) => system.includes(`${field(text, 'Package')} ${field(text, 'Version')} ${field(text, 'Size')}`));
    expect(base.length).toBeGreaterThan(80);
    const names = new Set(base.map((text) => field(text, 'Package')));
    const onTop = packages
      .filter(({ name }) => !names.has(name))
      .map(line)
      .sort();
    expect(onTop.length).toBeGreaterThan(3);
    expect(await direct.choice(base, WANTED[release])).toEqual(onTop);
    expect(await carried.choice(base, WANTED[release])).toEqual(onTop);
    const alone = await carried.choice([], WANTED[release]);
    expect(packages.map(line)).toEqual(expect.arrayContaining([...alone]));
  },
);

function field(stanza: string, name: string): string {
  return new RegExp(`^${name}: (.*)$`, 'm').exec(stanza)?.[1] ?? '';
}

function line({ name, version, sizeBytes }: Pick<LockedPackage, 'name' | 'version' | 'sizeBytes'>): string {
  return `${name} ${version} ${sizeBytes}`;
}

/** A repository that names the locked packages, in the archive's own words, and no other. */
function carry(release: string, packages: readonly LockedPackage[], texts: readonly string[]): string {
  const digests = new Set(packages.map(({ sha256 }) => sha256));
  const stanzas = texts.flatMap((text) => text.split('\n\n')).filter((text) => digests.delete(field(text, 'SHA256')));
  const place = join(folder, `carried-${release}`);
  mkdirSync(place);
  writeFileSync(join(place, 'Packages'), `${stanzas.map((text) => text.trim()).join('\n\n')}\n`, 'latin1');
  return place;
}
