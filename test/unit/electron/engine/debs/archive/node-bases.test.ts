import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeDiagnostic } from '../../../../../../electron/api/diagnostic.ts';
import { unxz } from '../../../../../../electron/engine/compress/unxz.ts';
import { chooseFor } from '../../../../../../electron/engine/debs/archive/choose-packages.ts';
import { nodeBases } from '../../../../../../electron/engine/debs/archive/node-bases.ts';
import {
  type PackageWish,
  packageTargets,
  sitePackages,
} from '../../../../../../electron/engine/debs/archive/site-packages.ts';
import { readIndexFile } from '../../../../../../electron/engine/debs/index-file.ts';
import { packagePool } from '../../../../../../electron/engine/debs/package-pool.ts';
import { parseSite } from '../../../../../../electron/engine/site/parse-site.ts';
import { folderAssets } from '../../../../../../electron/engine/stacks/asset-store.ts';
import { makeNodeIso } from '../../../../../support/iso/node-iso.ts';
import { makeScratch, removeScratch } from '../../../../../support/iso/stand-in-iso.ts';

/** Real indexes of Debian 12; ISOs laid out as the vendor's, with a real Debian 12 and a small Debian 13 inside. */
const golden = (name: string) => readFileSync(join(process.cwd(), 'test/golden/debs', name));
const available = packagePool(
  ['Packages-security.xz', 'Packages-main.xz'].flatMap((name) => readIndexFile(golden(name), name)),
  'amd64',
);
const assets = folderAssets(process.cwd());
const folder = makeScratch('node-bases');
const wish = (pveVersion: string, found: readonly string[] = []): PackageWish => ({
  folder: 'debs/pve',
  hosts: 'pve',
  release: pveVersion.startsWith('8.') ? 'bookworm' : 'trixie',
  wanted: [{ name: 'corosync-qdevice', why: ['vote'] }],
  nodes: { pveVersion, found },
});

let eight = '';
let eightBare = '';
let nine = '';
beforeAll(() => {
  const status = unxz(golden('status-base.xz'));
  const manager = { name: 'pve-manager', version: '8.4.0' };
  const corosync = ['corosync', 'libcmap4', 'libvotequorum8', 'libnss3-tools'].map((name) => ({
    name,
    version: '9:99-pve1',
  }));
  eight = makeNodeIso(folder, 'proxmox-ve_8.4-1', { status, packages: [manager, ...corosync] });
  eightBare = makeNodeIso(folder, 'proxmox-ve_8.4-2', { status, packages: [manager, ...corosync.slice(0, 3)] });
  const trixie = 'Package: base-files\nStatus: install ok installed\nVersion: 13.8+deb13u1\nArchitecture: amd64\n';
  nine = makeNodeIso(folder, 'proxmox-ve_9.1-1', {
    status: trixie,
    packages: [{ name: 'pve-manager', version: '9.1.1' }],
  });
});
afterAll(() => removeScratch(folder));

const carried = async (isos: readonly string[]) => {
  const { bases, warnings } = await nodeBases(wish('8.4'), isos);
  expect(warnings).toEqual([]);
  const choices = packageTargets(wish('8.4'), { assets }, bases).map((target) => chooseFor(target, available));
  expect(choices.flatMap(({ unsatisfied }) => unsatisfied)).toEqual([]);
  return choices.map(({ packages }) => packages);
};

test('to nodes whose ISO is known comes what it does not bring, and nothing of what is newer there', async () => {
  const [packages = []] = await carried([nine, eight]);
  const names = packages.map(({ record }) => record.name).sort();
  expect(names).toEqual(expect.arrayContaining(['corosync-qdevice', 'libnspr4', 'libnss3']));
  for (const there of ['corosync', 'libcmap4', 'libnss3-tools', 'libc6', 'dpkg', 'systemd'])
    expect(names).not.toContain(there);
  expect(packages.every(({ why }) => why[0] === 'vote')).toBe(true);
  expect(packages.filter(({ neededBy }) => neededBy === undefined).map(({ record }) => record.name)).toEqual([
    'corosync-qdevice',
  ]);
});

test('of two ISOs of one version each is a base of its own', async () => {
  const lists = await carried([eight, eightBare]);
  expect(lists.map((packages) => packages.some(({ record }) => record.name === 'libnss3-tools'))).toEqual([
    false,
    true,
  ]);
});

test('for Proxmox 9 the ISO of Debian 13 counts, and that of 8.4 is left alone', async () => {
  const { bases, isos } = await nodeBases(wish('9.1'), [eight, nine]);
  expect(isos).toEqual(['proxmox-ve_9.1-1.iso']);
  expect(bases).toHaveLength(1);
  const [base] = bases;
  expect(base?.kind === 'installed' && base.records.map(({ name }) => name).sort()).toEqual(
    expect.arrayContaining(['base-files', 'pve-manager']),
  );
});

test.each([
  ['no ISO is named', wish('9.1'), () => [], 'no ISO of Proxmox VE 9.1 is named.'],
  [
    'one is not there',
    wish('8.4'),
    () => [eight, '/nowhere/x.iso'],
    'the ISO /nowhere/x.iso cannot be opened (ENOENT).',
  ],
  [
    'all are of another version',
    wish('9.2'),
    () => [eight, nine],
    'none of the ISOs named is of Proxmox VE 9.2, but proxmox-ve_8.4-1.iso (8.4), proxmox-ve_9.1-1.iso (9.1).',
  ],
  [
    'a node was there before',
    wish('8.4', ['pve-node2']),
    () => [eight],
    'pve-node2 were there before, and what they have is not known here.',
  ],
] as const)('where %s a bare Debian is assumed, and that is said', async (_, wanted, isos, end) => {
  const { bases, warnings } = await nodeBases(wanted, isos());
  expect(bases).toEqual([{ kind: 'minimal' }]);
  const [warning, ...more] = warnings;
  expect([warning?.severity, more]).toEqual(['warning', []]);
  for (const language of ['en', 'es'] as const)
    expect(JSON.stringify(warning && describeDiagnostic(warning, language))).not.toMatch(/\{[a-z]+\}/);
  expect(warning && describeDiagnostic(warning, 'en').summary).toBe(
    `The packages for the nodes are chosen for a bare Debian: ${end}`,
  );
});

test('a file that is there and no ISO stops the locking', async () => {
  const file = join(folder, 'noise.iso');
  writeFileSync(file, Buffer.alloc(100_000, 7));
  await expect(nodeBases(wish('8.4'), [file])).rejects.toThrow();
});

test('a site says which of its nodes were found; guests and the witness have no ISO', async () => {
  const text = readFileSync(join(process.cwd(), 'examples/two-node/site.toml'), 'utf8');
  const { site } = parseSite(text);
  if (!site) throw new Error('the example does not parse');
  const wishes = sitePackages(site, { needsDocker: true, needsRegistry: false });
  expect(wishes.map(({ nodes }) => nodes)).toEqual([{ pveVersion: '8.4', found: [] }, undefined, undefined, undefined]);
  const found = { ...site, hosts: site.hosts.map((host) => ({ ...host, origin: 'existing' as const })) };
  expect(sitePackages(found, { needsDocker: true, needsRegistry: false })[0]?.nodes?.found).toHaveLength(2);
  const [, witness] = wishes;
  expect(witness && (await nodeBases(witness, []))).toEqual({ bases: [{ kind: 'minimal' }], isos: [], warnings: [] });
});
