import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Site } from '../../../../../electron/api/site.ts';
import { imagesIn, undeclaredImages } from '../../../../../electron/engine/app/bundle-completeness.ts';
import { bundleNeeds, siteNeeds } from '../../../../../electron/engine/app/bundle-needs.ts';
import { checkWholeSite } from '../../../../../electron/engine/app/whole-site.ts';
import { bundleFits, lackingNeeds, unneededItems } from '../../../../../electron/engine/bundle/completeness.ts';
import { bundleKinds } from '../../../../../electron/engine/bundle/kinds/index.ts';
import type { Lock, LockItem } from '../../../../../electron/engine/bundle/lock/lock.ts';
import { parseSite } from '../../../../../electron/engine/site/parse-site.ts';
import { folderAssets } from '../../../../../electron/engine/stacks/asset-store.ts';
import { stacks } from '../../../../../electron/engine/stacks/index.ts';
import { bundleView } from '../../../../../electron/engine/workspace/bundle-folder.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';
import { ROOT } from '../../../../support/test-engine.ts';

const assets = folderAssets(ROOT);
const site = (name: string): Site => {
  const { site: read } = parseSite(readFileSync(join(ROOT, 'examples', name, 'site.toml'), 'utf8'));
  if (!read) throw new Error('the example is broken');
  return read;
};
const image = { digest: `sha256:${'a'.repeat(64)}`, mediaType: '', manifestBytes: 1, sizeBytes: 7, layout: '/nowhere' };
const file = { source: { bytes: new Uint8Array(3) }, sha256: '', sizeBytes: 3 };

describe('what a site needs of a bundle', () => {
  it('follows from what its kinds say of templates, stacks, machines and votes', () => {
    const needs = siteNeeds(site('two-node'), assets);
    expect(needs.map(({ kind, name }) => `${kind} ${name.replace(/-(trixie|bookworm)\//, '/')}`)).toEqual(
      expect.arrayContaining([
        'file cloud-images/debian-13-genericcloud-amd64.qcow2',
        'image postgres:16',
        'image sitewright/monitoring-web:1.0.0',
        'deb debs/pve/corosync-qdevice',
        'deb debs/witness/corosync-qnetd',
        'deb debs/guest/docker.io',
        'deb debs/guest/qemu-guest-agent',
      ]),
    );
    expect(siteNeeds(site('two-node-no-witness'), assets).some(({ name }) => name.includes('corosync'))).toBe(false);
  });

  it('has the images of a project that the site brings, those alone that start', async () => {
    const { site: own } = await checkWholeSite(join(ROOT, 'examples/bring-your-own'), assets);
    if (!own) throw new Error('the example is broken');
    const images = siteNeeds(own, assets).filter(({ kind }) => kind === 'image');
    expect(images.map(({ name, why }) => [name, why])).toEqual(
      ['municipal/inventory:2.3', 'nginx:1.27', 'postgres:16'].map((name) => [name, ['stack inventory']]),
    );
    expect(undeclaredImages(own, stacks, assets)).toEqual([]);
  });

  it('is shown with whether it is there, also where files were put there by hand, in both languages', () => {
    const there = bundleView(
      new Map([
        ['cloud-images/debian-13-genericcloud-amd64.qcow2', file],
        ['debs/guest/docker.io_26_amd64.deb', file],
      ]),
      new Map([['docker.io/library/postgres:16', image]]),
    );
    const shown = bundleNeeds(site('two-node'), there, assets);
    expect(shown.filter(({ present }) => present).map(({ kind, name }) => `${kind} ${name.split('/').pop()}`)).toEqual([
      'cloud-image debian-13-genericcloud-amd64.qcow2',
      'container-image postgres:16',
      'deb docker.io',
    ]);
    expect(shown[0]).toMatchObject({ sizeBytes: 3, why: { en: 'template 9000', es: 'plantilla 9000' } });
  });

  it('what the lock does not name is told one by one', () => {
    const needs = siteNeeds(site('two-node'), assets);
    const lacking = lackingNeeds({ schemaVersion: 1, site: 'municipal', items: [], made: [] }, needs, bundleKinds);
    expect(lacking.map(({ params }) => params.name)).toEqual(needs.map(({ name }) => name));
  });
});

describe('whether a bundle fits a site', () => {
  const needs = siteNeeds(site('two-node'), assets);
  const item = (kind: string, name: string, more: Partial<LockItem> = {}): LockItem => ({
    ...{ kind, name, source: 'by hand', digest: `sha256:${'0'.repeat(64)}`, sizeBytes: 1_500_000, licence: 'x' },
    ...{ why: ['template 9000'], files: [{ path: `x/${name.replaceAll(':', '_')}`, sizeBytes: 1_500_000 }], ...more },
  });
  const lockOf = (items: readonly LockItem[]): Lock => ({ schemaVersion: 1, site: 'municipal', items, made: [] });

  it('what is there and nothing names may go, a folder of packages as one; what the settings add stays', () => {
    const lock = lockOf([
      item('file', 'cloud-images/debian-13-genericcloud-amd64.qcow2'),
      item('file', 'cloud-images/old.qcow2'),
      item('file', 'files/rescue.iso', { why: ['settings'] }),
      item('image', 'redis:7'),
      ...['a', 'b'].map((name) =>
        item('deb', `debs/guest-bookworm/${name}`, { detail: { folder: 'debs/guest-bookworm', package: name } }),
      ),
      item('deb', 'debs/pve/x', { detail: { folder: 'debs/pve', package: 'x' } }),
      item('model', 'of a newer version'),
    ]);
    const found = unneededItems(lock, needs, bundleKinds);
    expect(found.map(({ code, severity, params }) => [code, severity, params.name, params.megabytes])).toEqual([
      ['bundle.item-unneeded', 'warning', 'cloud-images/old.qcow2', 2],
      ['bundle.item-unneeded', 'warning', 'redis:7', 2],
      ['bundle.item-unneeded', 'warning', 'debs/guest-bookworm', 3],
    ]);
  });

  it('a folder of packages that cannot be installed from by itself is told by what it lacks', async () => {
    const wanted = needs.filter(({ detail }) => detail?.folder === 'debs/pve');
    const deb = item('deb', 'debs/pve/corosync-qdevice', {
      detail: { folder: 'debs/pve', package: 'corosync-qdevice' },
    });
    const folder = temporaryFolder('bundle-fits');
    mkdirSync(join(folder, 'debs/pve'), { recursive: true });
    const index = (depends: string) =>
      writeFileSync(
        join(folder, 'debs/pve/Packages'),
        `Package: corosync-qdevice\nVersion: 3\nArchitecture: amd64\n${depends}Filename: ./q.deb\nSize: 1\nSHA256: ${'0'.repeat(64)}\n`,
      );
    const fits = async (one: LockItem) =>
      (await bundleFits(lockOf([one]), wanted, bundleKinds, folder)).map(({ code, params }) => [code, params.missing]);
    index('Depends: libnss3\n');
    expect(await fits(deb)).toEqual([['packages.unsatisfied', 'libnss3']]);
    // also where an image lacks
    const more = [...wanted, ...needs.filter(({ name }) => name === 'postgres:16')];
    const found = await bundleFits(lockOf([deb]), more, bundleKinds, folder);
    expect(found.map(({ code }) => code)).toEqual(['bundle.need-missing', 'packages.unsatisfied']);
    // what the ISO has is not known here
    expect(await fits({ ...deb, detail: { ...deb.detail, onTopOf: 'proxmox-ve_9.1-1.iso' } })).toEqual([]);
    index('');
    expect(await fits(deb)).toEqual([]);
  });
});

describe('what compose files name', () => {
  it('every image of the shipped stacks is declared', () => {
    expect(undeclaredImages(site('two-node'), stacks, assets)).toEqual([]);
  });

  it('an image that a stack does not declare is told with its file', () => {
    const more = {
      ...assets,
      text: (path: string) => `${assets.text(path)}\n  extra:\n    image: "redis:7" # not declared\n`,
    };
    expect(undeclaredImages(site('two-node'), stacks, more)).toMatchObject([
      { code: 'bundle.undeclared-image', params: { image: 'redis:7', stack: 'monitoring' } },
    ]);
  });

  it('an image that a stack declares and no file names is carried for nothing', () => {
    const fewer = {
      ...assets,
      text: (path: string) => assets.text(path).replace('image: $' + '{DB_IMAGE:?set in .env}', 'image: postgres:17'),
    };
    const found = undeclaredImages(site('two-node'), stacks, fewer);
    expect(found.map(({ code, severity, params }) => [code, severity, params.image])).toEqual([
      ['bundle.undeclared-image', 'error', 'postgres:17'],
      ['bundle.unnamed-image', 'warning', 'postgres:16'],
    ]);
  });

  it('images are read as written; comments and build contexts are none, a variable stands for what it names', () => {
    const text =
      "services:\n  a:\n    image: x/y:1\n  b:\n    image: 'z@sha256:1'\n  c:\n    image: ${IMAGE:?set in .env}\n  # image: no\n  d:\n    build: image: no\n    image: x/y:1\n";
    expect(imagesIn(text)).toEqual(['x/y:1', 'z@sha256:1', '$' + '{IMAGE}']);
  });
});
