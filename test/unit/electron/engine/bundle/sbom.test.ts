import { describe, expect, it } from 'vitest';
import type { Lock } from '../../../../../electron/engine/bundle/lock/lock.ts';
import { sbomText } from '../../../../../electron/engine/bundle/sbom.ts';

const hex = (digit: string, length = 64) => digit.repeat(length);
const lock: Lock = {
  schemaVersion: 1,
  site: 'two-node',
  made: [],
  items: [
    {
      kind: 'file',
      name: 'cloud-images/debian.qcow2',
      source: 'https://cloud.example/debian.qcow2',
      digest: `sha512:${hex('b', 128)}`,
      sizeBytes: 5,
      licence: 'many',
      why: ['template 9000'],
      files: [{ path: 'cloud-images/debian.qcow2', sizeBytes: 5, sha256: hex('c') }],
    },
    {
      kind: 'deb',
      name: 'debs/guest/runc',
      version: '1.1.15',
      source: 'http://archive.example/runc.deb',
      digest: `sha256:${hex('a')}`,
      sizeBytes: 7,
      licence: 'Apache-2.0',
      why: ['docker'],
      detail: { component: 'library', package: 'runc', purl: 'pkg:deb/debian/runc@1.1.15?arch=amd64' },
      files: [{ path: 'debs/guest/runc.deb', sizeBytes: 7, sha256: hex('a') }],
    },
  ],
};

describe('the bill of materials', () => {
  const bom = JSON.parse(sbomText(lock, '1.2.3'));

  it('is CycloneDX 1.6 with one component an item: digests, licence, address and what needs it', () => {
    expect(bom).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1 });
    expect(bom.serialNumber).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(bom.components).toHaveLength(2);
    expect(bom.components[0]).toMatchObject({
      type: 'library',
      name: 'runc',
      version: '1.1.15',
      purl: 'pkg:deb/debian/runc@1.1.15?arch=amd64',
      hashes: [{ alg: 'SHA-256', content: hex('a') }],
      licenses: [{ license: { id: 'Apache-2.0' } }],
      externalReferences: [{ type: 'distribution', url: 'http://archive.example/runc.deb' }],
    });
    expect(bom.components[1].hashes).toEqual([
      { alg: 'SHA-256', content: hex('c') },
      { alg: 'SHA-512', content: hex('b', 128) },
    ]);
    expect(bom.components[1].properties).toContainEqual({ name: 'sitewright:why', value: 'template 9000' });
    const refs = bom.components.map((component: Record<string, string>) => component['bom-ref']);
    expect(bom.dependencies).toEqual([{ ref: 'bundle:two-node', dependsOn: refs }]);
  });

  it('licences that SPDX knows are identifiers or an expression, others are names', () => {
    const licensesOf = (licence: string) => {
      const items = lock.items.map((item) => ({ ...item, licence }));
      return JSON.parse(sbomText({ ...lock, items }, '1.2.3')).components[0].licenses;
    };
    expect(licensesOf('MIT AND (GPL-2.0-only OR ISC)')).toEqual([{ expression: 'MIT AND (GPL-2.0-only OR ISC)' }]);
    expect(licensesOf('Debian: Expat; home-grown')).toEqual([
      { license: { name: 'Expat' } },
      { license: { name: 'home-grown' } },
    ]);
  });

  it('what an image is made of stands inside of it, each package with its own licence and digest', () => {
    const detail = {
      component: 'container',
      packages: [`nodejs 20.19.2+dfsg-1 amd64 sha256:${hex('d')} 354784 http://archive.example/nodejs.deb`],
      licences: ['nodejs: MIT AND ISC'],
    };
    const [item] = lock.items;
    const items = item ? [{ ...item, kind: 'image', name: 'sitewright/web:1.0.0', detail }] : [];
    const [image] = JSON.parse(sbomText({ ...lock, items }, '1.2.3')).components;
    expect(image.components).toEqual([
      {
        'bom-ref': 'image:sitewright/web:1.0.0#nodejs',
        type: 'library',
        name: 'nodejs',
        version: '20.19.2+dfsg-1',
        hashes: [{ alg: 'SHA-256', content: hex('d') }],
        licenses: [{ expression: 'MIT AND ISC' }],
        purl: 'pkg:deb/debian/nodejs@20.19.2%2Bdfsg-1?arch=amd64',
        externalReferences: [{ type: 'distribution', url: 'http://archive.example/nodejs.deb' }],
      },
    ]);
  });

  it('the same lock gives the same bytes, in whatever order; another lock another serial number', () => {
    const turned = { ...lock, items: [...lock.items].reverse() };
    expect(sbomText(turned, '1.2.3')).toBe(sbomText(lock, '1.2.3'));
    expect(sbomText({ ...lock, publicKey: `${'A'.repeat(43)}=` }, '1.2.3')).toBe(sbomText(lock, '1.2.3'));
    const fewer = JSON.parse(sbomText({ ...lock, items: lock.items.slice(1) }, '1.2.3'));
    expect(fewer.serialNumber).not.toBe(bom.serialNumber);
  });
});
