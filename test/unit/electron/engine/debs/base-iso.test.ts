import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DiagnosticError, describeDiagnostic } from '../../../../../electron/api/diagnostic.ts';
import { unxz } from '../../../../../electron/engine/compress/unxz.ts';
import { readBaseIso } from '../../../../../electron/engine/debs/base-iso.ts';
import { closureOf } from '../../../../../electron/engine/debs/closure.ts';
import { readIndexFile } from '../../../../../electron/engine/debs/index-file.ts';
import { makeDeb } from '../../../../../electron/engine/rehearsal/bundle/deb.ts';
import { makeScratch, makeStandIn, removeScratch } from '../../../../support/iso/stand-in-iso.ts';
import { needTools } from '../../../../support/needed-tools.ts';

const GOLDEN = new URL('../../../../golden/debs/', import.meta.url);
const golden = (name: string) => readFileSync(new URL(name, GOLDEN));
const folder = makeScratch('base-iso');
const deb = (name: string, version: string, ...depends: readonly string[]) =>
  makeDeb({ name, version, architecture: 'amd64', depends, provides: [`virtual-${name}`], summary: 'for a test' });

/** An ISO laid out as the vendor's, with a real SquashFS of a Debian base system. */
function iso(name: string, packing: string, extra: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const tree = join(folder, `tree-${name}`);
  mkdirSync(join(tree, 'var/lib/dpkg'), { recursive: true });
  writeFileSync(join(tree, 'var/lib/dpkg/status'), unxz(golden('status-base.xz')));
  const squash = join(folder, `${name}.squashfs`);
  execFileSync('mksquashfs', [tree, squash, '-noappend', '-quiet', '-no-progress', '-comp', packing], {
    stdio: 'pipe',
  });
  const file = join(folder, `${name}.iso`);
  makeStandIn('proxmox', file, {
    extra: {
      'pve-base.squashfs': readFileSync(squash),
      'proxmox/packages/corosync_3.1.9-pve1_amd64.deb': deb('corosync', '3.1.9-pve1', 'libnss3'),
      'proxmox/packages/libnss3_3.110_amd64.deb': deb('libnss3', '2:3.110-1'),
      'proxmox/packages/grub-pc_2.06_amd64.deb': deb('grub-pc', '2.06'),
      ...extra,
    },
  });
  return file;
}

let plain = '';
beforeAll(() => {
  needTools('mksquashfs', 'xorriso');
  plain = iso('plain', 'xz');
});
afterAll(() => removeScratch(folder));

test.each(['xz', 'gzip'])('base system and added packages are read out of the ISO (%s)', (packing) => {
  const { installed, unread } = readBaseIso(packing === 'xz' ? plain : iso('other', packing));
  const version = (name: string) => installed.find((record) => record.name === name)?.version;
  expect(version('dpkg')).toMatch(/^1\.21\./);
  expect(version('corosync')).toBe('3.1.9-pve1');
  expect(installed.find(({ name }) => name === 'libnss3')).toMatchObject({
    version: '2:3.110-1',
    fields: { provides: 'virtual-libnss3' },
  });
  expect(version('grub-pc')).toBeUndefined();
  expect(unread).toContain('a-package-with-a-long-name_7.0-1_amd64.deb');
  expect(version('a-package-with-a-long-name')).toBe('1.0-1');
});

test('a node’s closure leaves out what its ISO installs', () => {
  const available = ['Packages-security.xz', 'Packages-main.xz'].flatMap((name) => readIndexFile(golden(name), name));
  const request = { wanted: ['corosync-qdevice'], available, architecture: 'amd64' };
  const fromNothing = closureOf({ ...request, installed: [] }).packages.map(({ name }) => name);
  const forNode = closureOf({ ...request, installed: readBaseIso(plain).installed });
  expect(forNode.unsatisfied).toEqual([]);
  const names = forNode.packages.map(({ name }) => name);
  expect(fromNothing).toEqual(expect.arrayContaining(['corosync', 'libnss3', 'dpkg', 'corosync-qdevice']));
  expect(names).toContain('corosync-qdevice');
  expect(names).not.toContain('corosync');
  expect(names).not.toContain('libnss3');
  expect(names).not.toContain('dpkg');
});

test('an ISO that does not say what it installs is told so', () => {
  const sentence = (make: () => unknown) => {
    try {
      make();
    } catch (error) {
      if (error instanceof DiagnosticError) return describeDiagnostic(error.diagnostics[0], 'en').summary;
      throw error;
    }
    return '';
  };
  const noise = iso('noise', 'xz', { 'pve-base.squashfs': Buffer.alloc(5000, 7) });
  expect(sentence(() => readBaseIso(noise))).toBe(
    `What the ISO ${noise} installs cannot be read: /pve-base.squashfs: no SquashFS image.`,
  );
  const packed = iso('lzo', 'lzo');
  expect(sentence(() => readBaseIso(packed))).toBe(
    `What the ISO ${packed} installs cannot be read: /pve-base.squashfs: packed with lzo, which is not read.`,
  );
});
