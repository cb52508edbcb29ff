import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DiagnosticError, describeDiagnostic } from '../../../../../electron/api/diagnostic.ts';
import { unxz } from '../../../../../electron/engine/compress/unxz.ts';
import { readBaseIso } from '../../../../../electron/engine/debs/base-iso.ts';
import { closureOf } from '../../../../../electron/engine/debs/closure.ts';
import { readIndexFile } from '../../../../../electron/engine/debs/index-file.ts';
import { makeNodeIso } from '../../../../support/iso/node-iso.ts';
import { makeScratch, removeScratch } from '../../../../support/iso/stand-in-iso.ts';

const GOLDEN = new URL('../../../../golden/debs/', import.meta.url);
const golden = (name: string) => readFileSync(new URL(name, GOLDEN));
const folder = makeScratch('base-iso');

/** With the real status of a Debian base system. */
function iso(name: string, packing: string, extra: Readonly<Record<string, string | Uint8Array>> = {}): string {
  return makeNodeIso(folder, name, {
    status: unxz(golden('status-base.xz')),
    packing,
    packages: [
      { name: 'corosync', version: '3.1.9-pve1', depends: ['libnss3'] },
      { name: 'libnss3', version: '2:3.110-1', provides: ['virtual-libnss3'] },
      { name: 'grub-pc', version: '2.06' },
    ],
    extra,
  });
}

let plain = '';
beforeAll(() => {
  plain = iso('plain', 'xz');
});
afterAll(() => removeScratch(folder));

test.each(['xz', 'gzip'])('base system and added packages are read out of the ISO (%s)', (packing) => {
  const { installed, unread, debianVersion, pveVersion } = readBaseIso(
    packing === 'xz' ? plain : iso('other', packing),
  );
  const version = (name: string) => installed.find((record) => record.name === name)?.version;
  expect(version('dpkg')).toMatch(/^1\.21\./);
  expect(version('corosync')).toBe('3.1.9-pve1');
  expect(installed.find(({ name }) => name === 'libnss3')).toMatchObject({
    version: '2:3.110-1',
    fields: { provides: 'virtual-libnss3' },
  });
  expect([debianVersion, pveVersion]).toEqual(['12', undefined]);
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
