import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Site } from '../../../../../../electron/api/site.ts';
import { ImageLayout } from '../../../../../../electron/engine/bundle/oci/layout/image-layout.ts';
import { imageParts } from '../../../../../../electron/engine/bundle/oci/layout/image-parts.ts';
import { verifyImage } from '../../../../../../electron/engine/bundle/oci/layout/verify-image.ts';
import {
  makeStandInBundle,
  STAND_IN_LIST,
} from '../../../../../../electron/engine/rehearsal/bundle/stand-in-bundle.ts';
import { standInPackages } from '../../../../../../electron/engine/rehearsal/bundle/stand-in-packages.ts';
import { writeStandInBundle } from '../../../../../../electron/engine/rehearsal/bundle/write-stand-in-bundle.ts';
import { bundleImages } from '../../../../../../electron/engine/workspace/bundle-images.ts';
import { needTools } from '../../../../../support/needed-tools.ts';

const folder = mkdtempSync(join(tmpdir(), 'sitewright-bundle-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const site = {
  pve: { version: '8.4' },
  templates: [{ image: 'debian-13-genericcloud-amd64.qcow2' }],
} as unknown as Site;
const images = [{ reference: 'sitewright/monitoring-web:1.0.0', command: ['web'], exposedPort: 8000 }];
const bundle = makeStandInBundle(site, { paths: [] }, images);

function onDisk(path: string): string {
  const data = bundle.files.get(path);
  if (!data) throw new Error(`${path} is not in the bundle: ${[...bundle.files.keys()].join(' ')}`);
  const target = join(folder, path.replaceAll('/', '_'));
  writeFileSync(target, data);
  return target;
}

describe('stand-in bundle', () => {
  beforeAll(() => needTools('dpkg-deb', 'sha256sum', 'tar'));
  it('gives the same bytes each time', () => {
    const again = makeStandInBundle(site, { paths: [] }, images);
    expect([...again.files.keys()]).toEqual([...bundle.files.keys()]);
    for (const [path, data] of bundle.files)
      expect(Buffer.compare(again.files.get(path) ?? new Uint8Array(), data)).toBe(0);
  });

  it('makes packages that dpkg-deb reads, marked as stand-ins', () => {
    const deb = onDisk('debs/guest/docker.io_26.1.5+dfsg1-9_amd64.deb');
    const info = execFileSync('dpkg-deb', ['--field', deb], { encoding: 'utf8' });
    expect(info).toContain('Package: docker.io\nVersion: 26.1.5+dfsg1-9\n');
    expect(info).toContain('Depends: containerd, iptables, runc, tini\n');
    expect(info).toContain('X-Sitewright-Stand-In: yes');
    expect(execFileSync('dpkg-deb', ['--contents', deb], { encoding: 'utf8' })).toContain(
      './usr/share/doc/docker.io/STAND-IN',
    );
  });

  it('names a package file as apt does, without the epoch', () => {
    expect(bundle.standIns).toContain('debs/guest/qemu-guest-agent_10.0.2+ds-2_amd64.deb');
  });

  it('makes a cloud image with a valid qcow2 header of 3 GiB', () => {
    const image = readFileSync(onDisk('cloud-images/debian-13-genericcloud-amd64.qcow2'));
    expect(image.subarray(0, 8).toString('hex')).toBe('514649fb00000003');
    expect(image.readBigUInt64BE(24)).toBe(3n * 1024n ** 3n);
    const l1Offset = Number(image.readBigUInt64BE(40));
    expect(image.subarray(l1Offset, l1Offset + 8 * image.readUInt32BE(36)).every((byte) => byte === 0)).toBe(true);
    expect(image.subarray(112).toString('utf8')).toMatch(/^rehearsal stand-in of debian-13/);
  });

  it('makes an image layout that is whole, its images marked as stand-ins', async () => {
    const target = join(folder, 'layout');
    await writeStandInBundle(target, bundle);
    const layout = await ImageLayout.open(join(target, 'images'));
    const { descriptor } = await layout.image('docker.io/sitewright/monitoring-web:1.0.0');
    expect(await verifyImage(layout, descriptor, 'web')).toEqual([]);
    const { manifests } = await imageParts(layout, descriptor, 'web');
    const [config] = manifests.map((manifest) => readFileSync(layout.blobPath(manifest.config.digest), 'utf8'));
    expect(JSON.parse(config ?? '').config).toMatchObject({
      Cmd: ['web'],
      Labels: { 'org.sitewright.stand-in': 'true' },
    });
    const [seen] = await bundleImages(join(target, 'images'));
    expect(seen).toMatchObject(['docker.io/sitewright/monitoring-web:1.0.0', { digest: descriptor.digest }]);
  });

  it('leaves out what the real bundle has', () => {
    const partly = makeStandInBundle(
      site,
      {
        paths: ['cloud-images/debian-13-genericcloud-amd64.qcow2', 'debs/guest/docker.io_27_amd64.deb'],
        images: new Set(['docker.io/sitewright/monitoring-web:1.0.0']),
      },
      images,
    );
    expect(partly.standIns.map((path) => path.split('/').slice(0, 2).join('/'))).toEqual(
      partly.standIns.map((path) => (path.startsWith('debs/pve') ? 'debs/pve' : 'debs/witness')),
    );
  });

  it('leaves out packages that the real bundle has for a release of Debian, as it is made', () => {
    const paths = ['debs/guest-trixie/docker.io_27_amd64.deb', 'debs/witness-bookworm/corosync-qnetd_3_amd64.deb'];
    const partly = makeStandInBundle(site, { paths }, images);
    const folders = partly.standIns.filter((path) => path.endsWith('.deb')).map((path) => path.split('/')[1]);
    expect(new Set(folders)).toEqual(new Set(['pve']));
  });

  it.each([8, 9] as const)('of Proxmox VE %s its packages need only what is beside them', (pveMajor) => {
    for (const { folder: place, packages } of standInPackages({ pveMajor })) {
      const names = new Set(packages.map(({ name }) => name));
      for (const { name, depends = [] } of packages)
        expect(
          depends.filter((each) => !names.has(each)),
          `${place}: ${name}`,
        ).toEqual([]);
    }
  });

  it('lists every stand-in with its digest', () => {
    const list = JSON.parse(new TextDecoder().decode(bundle.files.get(STAND_IN_LIST)));
    expect([
      ...list.items.map((item: { path: string }) => item.path),
      'docker.io/sitewright/monitoring-web:1.0.0',
    ]).toEqual(bundle.standIns);
    const item = list.items.find((entry: { path: string }) => entry.path === 'images/index.json');
    expect(item.sha256).toBe(
      execFileSync('sha256sum', [onDisk('images/index.json')], { encoding: 'utf8' }).slice(0, 64),
    );
  });

  it('written twice leaves equal files untouched', async () => {
    const target = join(folder, 'written');
    await writeStandInBundle(target, bundle);
    const before = statSync(join(target, 'images', 'index.json')).ino;
    await writeStandInBundle(target, bundle);
    expect(statSync(join(target, 'images', 'index.json')).ino).toBe(before);
  });
});
