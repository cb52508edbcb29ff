import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { DiagnosticError } from '../../../../../../electron/api/diagnostic.ts';
import { movesBetween } from '../../../../../../electron/engine/bundle/carry/diff.ts';
import { debKind } from '../../../../../../electron/engine/bundle/kinds/deb-kind.ts';
import type { Need } from '../../../../../../electron/engine/bundle/kinds/kind.ts';
import type { LockItem } from '../../../../../../electron/engine/bundle/lock/lock.ts';
import { requireLock } from '../../../../../../electron/engine/bundle/lock/lock-file.ts';
import type { LockStanding } from '../../../../../../electron/engine/bundle/make/tell-locking.ts';
import { verifyBundle } from '../../../../../../electron/engine/bundle/verify/verify-bundle.ts';
import { makeDeb } from '../../../../../../electron/engine/rehearsal/bundle/deb.ts';
import { folderAssets } from '../../../../../../electron/engine/stacks/asset-store.ts';
import { makeOnBench } from '../../../../../support/bundle-bench.ts';
import { makeNodeIso } from '../../../../../support/iso/node-iso.ts';
import { makeScratch, removeScratch } from '../../../../../support/iso/stand-in-iso.ts';
import { temporaryFolder } from '../../../../../support/temporary-folder.ts';
import { type LocalArchive, type LocalPackage, localArchive } from '../../debs/archive/support/local-archive.ts';
import { realApt } from '../../debs/archive/support/real-apt.ts';
import { type SigningKeys, signingKeys } from '../../debs/archive/support/signing-keys.ts';

const FOLDER = 'debs/guest-trixie';
const MAIN: readonly LocalPackage[] = [
  { name: 'docker.io', version: '26.1-9', depends: ['runc', 'libc'] },
  { name: 'runc', version: '1:1.1-2', depends: ['libc'] },
  { name: 'libc', version: '2.41-12', priority: 'required' },
  { name: 'agent', version: '10-2', depends: ['libc'] },
  { name: 'unrelated', version: '1' },
];

let keys: SigningKeys;
let archive: LocalArchive;
beforeAll(() => {
  keys = signingKeys();
  for (const name of ['good', 'other']) keys.make(name, { from: '20250101T000000' });
});
afterAll(() => keys.close());
beforeEach(async () => {
  archive = await localArchive();
  archive.put('trixie', 'main', MAIN);
  for (const suite of ['trixie-updates', 'trixie-security'])
    archive.put(suite, 'main', [{ name: 'unrelated', version: '2' }]);
  for (const suite of ['trixie', 'trixie-updates', 'trixie-security']) publish(suite);
  return () => archive.close();
});

function publish(suite: string, signer = 'good'): void {
  const date = new Date(Date.now() - 86_400_000).toUTCString().replace('GMT', 'UTC');
  archive.write(suite, 'InRelease', keys.inline(archive.release(suite, { Date: date }), [signer]));
}

const need = (name: string): Need => ({
  kind: 'deb',
  name: `${FOLDER}/${name}`,
  why: ['docker'],
  detail: { folder: FOLDER, hosts: 'guest', release: 'trixie', package: name },
  shownAs: 'deb',
});

function order() {
  const root = temporaryFolder('bundle-debs');
  mkdirSync(join(root, 'installer-assets/keys'), { recursive: true });
  for (const name of ['automatic', 'stable', 'security-automatic'])
    writeFileSync(join(root, `installer-assets/keys/debian-archive-trixie-${name}.gpg`), keys.publicKey('good'));
  const archives = { debian: { url: archive.url() }, 'debian-security': { url: archive.url() } };
  return {
    folder: join(root, 'bundle'),
    cacheFolder: join(root, 'cache'),
    assets: folderAssets(root),
    needs: [need('docker.io')],
    sources: { archives },
  };
}

const locked = async (folder: string) =>
  (await requireLock(folder)).lock.items.map(({ name, version }) => `${name.split('/').pop()} ${version}`);

describe('packages of a bundle, out of a signed archive', () => {
  it('what is wanted comes with what it needs, and apt installs it from the folder alone', async () => {
    const made = order();
    await makeOnBench(made);
    expect(await locked(made.folder)).toEqual(['docker.io 26.1-9', 'libc 2.41-12', 'runc 1:1.1-2']);
    expect(readdirSync(join(made.folder, FOLDER)).sort()).toEqual([
      'Packages',
      'Packages.gz',
      'Release',
      'docker.io_26.1-9_all.deb',
      'libc_2.41-12_all.deb',
      'runc_1%3a1.1-2_all.deb',
    ]);
    const apt = realApt([`deb [trusted=yes] file:${join(made.folder, FOLDER)} ./`]);
    onTestFinished(() => apt.close());
    expect(await apt.update()).toBeUndefined();
    const choice = await apt.choice([], ['docker.io']);
    expect(typeof choice === 'string' ? choice : choice.map((line) => line.split(' ')[0])).toEqual([
      'docker.io',
      'libc',
      'runc',
    ]);
    expect((await verifyBundle(made.folder)).ok).toBe(true);
  });

  it('a newer version in the archive is not taken until the lock is made anew; then it is told', async () => {
    const made = order();
    await makeOnBench(made);
    const before = (await requireLock(made.folder)).lock;
    archive.put('trixie-security', 'main', [{ name: 'runc', version: '1:1.1-2+deb13u1', depends: ['libc'] }]);
    publish('trixie-security');
    expect((await makeOnBench(made)).broughtFiles).toBe(0);
    expect(await locked(made.folder)).toContain('runc 1:1.1-2');
    const fresh = order();
    await makeOnBench(fresh);
    const moves = movesBetween(before, (await requireLock(fresh.folder)).lock);
    expect(moves).toMatchObject([{ name: `${FOLDER}/runc` }]);
    expect(moves[0]?.before).toContain('1:1.1-2 (');
    expect(moves[0]?.after).toContain('1:1.1-2+deb13u1 (');
  });

  it('a folder that lacks one is locked as a whole, so that its versions fit one another; what went leaves the disk', async () => {
    const made = order();
    await makeOnBench(made);
    archive.put('trixie', 'main', [
      ...MAIN.filter(({ name }) => name !== 'libc'),
      { name: 'libc', version: '2.41-13' },
    ]);
    publish('trixie');
    await makeOnBench({ ...made, needs: [need('docker.io'), need('agent')] });
    expect(await locked(made.folder)).toEqual(['agent 10-2', 'docker.io 26.1-9', 'libc 2.41-13', 'runc 1:1.1-2']);
    expect(readdirSync(join(made.folder, FOLDER))).not.toContain('libc_2.41-12_all.deb');
    expect(readFileSync(join(made.folder, FOLDER, 'Packages'), 'utf8')).toContain('Filename: ./agent_10-2_all.deb');
    expect((await verifyBundle(made.folder)).ok).toBe(true);
  });

  it('nodes whose ISO is named get what it lacks, which apt takes on such a node from the folder alone; the steps are told', async () => {
    const status = [
      'Package: base-files\nVersion: 13.8\nArchitecture: all',
      'Package: libc\nVersion: 2.41-12\nArchitecture: all\nPriority: required',
    ];
    const isoFolder = makeScratch('bundle-debs-iso');
    onTestFinished(() => removeScratch(isoFolder));
    const iso = makeNodeIso(isoFolder, 'proxmox-ve_9.1-1', {
      status: `${status.map((each) => `${each}\nStatus: install ok installed`).join('\n\n')}\n`,
      packages: [
        { name: 'pve-manager', version: '9.1.4' },
        { name: 'runc', version: '1:9-pve1' },
      ],
    });
    const [pve] = [need('docker.io')].map((each) => ({
      ...each,
      name: 'debs/pve/docker.io',
      detail: { ...each.detail, folder: 'debs/pve', hosts: 'pve', pveVersion: '9.1', foundNodes: '' },
    }));
    const made = { ...order(), needs: pve ? [pve] : [] };
    const named = { ...made, sources: { ...made.sources, nodeIsos: [iso] } };
    const standings: LockStanding[] = [];
    await makeOnBench({ ...named, onStanding: (standing) => standings.push(standing) });
    expect(await locked(made.folder)).toEqual(['docker.io 26.1-9']);
    const [item] = (await requireLock(made.folder)).lock.items;
    expect(item?.detail).toMatchObject({ onTopOf: 'proxmox-ve_9.1-1.iso', pveVersion: '9.1' });
    const isFor = (detail: Need['detail']) =>
      item && pve && debKind.answers(item, { ...pve, detail: { ...pve.detail, ...detail } });
    expect(isFor({})).toBe(true);
    // of another Debian, on top of another ISO, or with a node whose packages nobody knows: it is locked anew
    const others: readonly Need['detail'][] = [{ release: 'bookworm' }, { pveVersion: '9.2' }, { foundNodes: 'n1' }];
    for (const other of others) expect(isFor(other), JSON.stringify(other)).toBe(false);
    const apt = realApt([`deb [trusted=yes] file:${join(made.folder, 'debs/pve')} ./`]);
    onTestFinished(() => apt.close());
    expect(await apt.update()).toBeUndefined();
    const node = [...status, 'Package: runc\nVersion: 1:9-pve1\nArchitecture: amd64'];
    expect(await apt.choice(node, ['docker.io'])).toEqual([expect.stringMatching(/^docker\.io 26\.1-9 /)]);
    expect(standings.map(({ done }) => done)).toEqual([...standings.map(({ done }) => done)].sort((a, b) => a - b));
    expect(standings.at(-1)).toMatchObject({ done: 7, total: 7, text: { en: 'debs/pve: choosing the packages' } });
    expect(standings.map(({ text }) => text.es)).toContainEqual(
      expect.stringMatching(/^debian trixie: descargando el índice, \d+(,\d)? \/ \d+(,\d)? MB$/),
    );
    const bare = await makeOnBench({ ...made, folder: `${made.folder}-bare` });
    expect(bare.warnings).toEqual(['packages.no-node-iso']);
    const [forAny] = (await requireLock(`${made.folder}-bare`)).lock.items;
    const isForFound =
      forAny && pve && debKind.answers(forAny, { ...pve, detail: { ...pve.detail, foundNodes: 'n1' } });
    expect(isForFound).toBe(true);
    expect(await locked(`${made.folder}-bare`)).toEqual(['docker.io 26.1-9', 'libc 2.41-12', 'runc 1:1.1-2']);
  });

  it('licences are read out of the packages that came, once, and stand in the lock and in the bill of materials', async () => {
    const says = (name: string, text: string) => ({
      path: `./usr/share/doc/${name}/copyright`,
      data: new TextEncoder().encode(text),
    });
    const format = 'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n';
    archive.put('trixie', 'main', [
      { name: 'docker.io', version: '26.1-9', depends: ['runc', 'libc'], files: [says('docker.io', 'As it comes.\n')] },
      { name: 'runc', version: '1:1.1-2', files: [says('runc', `${format}\nFiles: *\nLicense: Apache-2.0\n`)] },
      { name: 'libc', version: '2.41-12' },
    ]);
    publish('trixie');
    const made = order();
    await makeOnBench(made);
    const licences = async () =>
      Object.fromEntries(
        (await requireLock(made.folder)).lock.items.map(({ name, licence }) => [name.split('/').pop(), licence]),
      );
    const first = await licences();
    expect(first).toEqual({
      'docker.io': expect.stringMatching(/^Debian: \/usr\/share\/doc\/docker\.io\/copyright \(SHA-256 [0-9a-f]{64}\)$/),
      runc: 'Apache-2.0',
      libc: 'Debian: the package has no copyright file',
    });
    const sbom = JSON.parse(readFileSync(join(made.folder, 'sbom.cdx.json'), 'utf8'));
    expect(sbom.components.map(({ licenses }: { readonly licenses: unknown }) => licenses)).toContainEqual([
      { license: { id: 'Apache-2.0' } },
    ]);
    expect((await makeOnBench(made)).changes).toMatchObject({ lock: [], bind: [], sign: [] });
    expect(await licences()).toEqual(first);
    expect((await verifyBundle(made.folder)).ok).toBe(true);
  });

  it('what a package says of its licences is read once on a laptop, by its digest; a cache that cannot be read is none', async () => {
    const folder = temporaryFolder('licences-once');
    const [cacheFolder, cache] = [join(folder, 'cache'), join(folder, 'cache', 'copyrights.json')];
    const deb = makeDeb({ name: 'one', version: '1', architecture: 'all', summary: 'made for a test' });
    const item = (path: string, digest: string): LockItem => ({
      ...{ kind: 'deb', name: `${FOLDER}/one`, source: archive.url(), digest, licence: 'x' },
      ...{ sizeBytes: deb.length, why: ['docker'], detail: { folder: FOLDER, package: 'one' } },
      files: [{ path, sizeBytes: deb.length }],
    });
    const licence = async (path: string, digest: string) => {
      const one = item(path, digest);
      const found = await debKind.licences?.([one], [one], folder, { cacheFolder, onBytes: () => undefined });
      return found?.get(one.name);
    };
    const [digest, other] = [`sha256:${'1'.repeat(64)}`, `sha256:${'2'.repeat(64)}`];
    writeFileSync(join(folder, 'one.deb'), deb);
    writeFileSync(join(folder, 'no.deb'), 'no package');
    const said = await licence('one.deb', digest);
    expect(said).toBe('Debian: the package has no copyright file');
    // known by its digest, so the file is not looked at; another digest is another package
    expect(await licence('no.deb', digest)).toBe(said);
    expect(await licence('no.deb', other)).toContain('not read');
    // what could not be read is not kept
    expect(await licence('one.deb', other)).toBe(said);
    writeFileSync(cache, '{"rules":0');
    expect(await licence('no.deb', digest)).toContain('not read');
    expect(await licence('one.deb', digest)).toBe(said);
  });

  it('a package that our reader does not unpack stops nothing: its licence says so', async () => {
    const folder = temporaryFolder('unread-licence');
    const deb = makeDeb({ name: 'odd', version: '1', architecture: 'all', summary: 'made for a test' });
    // a deflate block of a kind that there is not
    deb[Buffer.from(deb).lastIndexOf(Buffer.from([0x1f, 0x8b])) + 10] = 0xff;
    writeFileSync(join(folder, 'odd.deb'), deb);
    const item: LockItem = {
      ...{
        kind: 'deb',
        name: `${FOLDER}/odd`,
        source: archive.url(),
        digest: `sha256:${'0'.repeat(64)}`,
        licence: 'x',
      },
      ...{ sizeBytes: deb.length, why: ['docker'], detail: { folder: FOLDER, package: 'odd' } },
      files: [{ path: 'odd.deb', sizeBytes: deb.length }],
    };
    const found = await debKind.licences?.([item], [item], folder, { onBytes: () => undefined });
    expect(found?.get(item.name)).toMatch(
      /^Debian: \/usr\/share\/doc\/odd\/copyright, not read \(data\.tar\.gz: .+\)$/,
    );
  });

  it('packages that Proxmox makes are named as its own in the bill of materials', async () => {
    archive.put('trixie', 'pve-no-subscription', [{ name: 'qdevice', version: '3-pve1', depends: ['libc'] }]);
    publish('trixie');
    const made = order();
    writeFileSync(join(made.folder, '../installer-assets/keys/proxmox-release-trixie.gpg'), keys.publicKey('good'));
    const wanted: Need = {
      ...need('qdevice'),
      name: 'debs/pve/qdevice',
      detail: { folder: 'debs/pve', hosts: 'pve', release: 'trixie', package: 'qdevice', pveVersion: '9.1' },
    };
    const archives = { ...made.sources.archives, pve: { url: archive.url() } };
    await makeOnBench({ ...made, needs: [wanted], sources: { archives } });
    const { items } = (await requireLock(made.folder)).lock;
    expect(items.map(({ detail }) => detail?.purl)).toEqual([
      'pkg:deb/debian/libc@2.41-12?arch=all&distro=trixie',
      'pkg:deb/proxmox/qdevice@3-pve1?arch=all&distro=trixie',
    ]);
  });

  it('an archive that somebody else signed, and a package that no archive has, are refused before anything is written', async () => {
    const made = order();
    const refusal = async (needs: readonly Need[]) => {
      const error = await makeOnBench({ ...made, needs }).catch((reason: unknown) => reason);
      if (!(error instanceof DiagnosticError)) throw error;
      return error.diagnostics.map(({ code }) => code);
    };
    expect(await refusal([need('nowhere')])).toEqual(['packages.unsatisfied']);
    publish('trixie', 'other');
    const codes = await refusal([need('docker.io')]);
    expect(codes).toHaveLength(1);
    expect(codes[0]).toMatch(/^archive\./);
    expect(existsSync(made.folder)).toBe(false);
  });
});
