import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDeb } from '../../../../../../electron/engine/rehearsal/debian/deb-reader.ts';
import { needTools } from '../../../../../support/needed-tools.ts';
import { debianWorld, sh } from '../../../../../support/simulated-site.ts';

const folder = mkdtempSync(join(tmpdir(), 'debs-'));
beforeAll(() => needTools('dpkg-deb'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A real package, made by dpkg-deb. */
function build(name: string, version: string, depends: string, compression: string): Buffer {
  const root = join(folder, `${name}-${compression}`);
  mkdirSync(join(root, 'DEBIAN'), { recursive: true });
  mkdirSync(join(root, 'etc', name), { recursive: true });
  writeFileSync(join(root, 'etc', name, 'conf'), `conf of ${name}\n`.repeat(2000));
  writeFileSync(
    join(root, 'DEBIAN', 'control'),
    `Package: ${name}\nVersion: ${version}\nArchitecture: amd64\nMaintainer: nobody <nobody@example.org>\n${depends === '' ? '' : `Depends: ${depends}\n`}Description: made for a test\n more text\n`,
  );
  const path = join(folder, `${name}-${compression}.deb`);
  execFileSync('dpkg-deb', ['--build', '--root-owner-group', `-Z${compression}`, root, path], { stdio: 'ignore' });
  return readFileSync(path);
}

describe('real packages on a simulated host', () => {
  it.each(['none', 'gzip', 'xz'])('a package packed with %s is read whole', (compression) => {
    const deb = readDeb(build('thing', '1:2.3-4', 'libc6 (>= 2.36), docker.io | docker-ce', compression));
    expect(deb).toMatchObject({
      name: 'thing',
      version: '1:2.3-4',
      architecture: 'amd64',
      depends: [['libc6'], ['docker.io', 'docker-ce']],
    });
    const conf = deb.files.find((entry) => entry.name === './etc/thing/conf');
    expect(Buffer.from(conf?.data ?? []).toString()).toBe('conf of thing\n'.repeat(2000));
  });

  it('apt-get installs files given by path, once, and starts the unit', async () => {
    const world = debianWorld();
    const host = world.hosts.get('vm1');
    host?.files.write('/root/containerd.deb', build('containerd', '1.6.20', '', 'xz'));
    host?.files.write('/root/docker.deb', build('docker.io', '20.10.24', 'containerd (>= 1.2), libc6', 'xz'));
    const missing = await sh(world, 'apt-get install -y ./docker.deb');
    expect(missing.code).toBe(100);
    expect(missing.stdout).toContain('docker.io : Depends: containerd but it is not installable');
    expect((await sh(world, 'apt-get install -y --no-install-recommends ./containerd.deb /root/docker.deb')).code).toBe(
      0,
    );
    const seen = await sh(
      world,
      "dpkg-query -W -f '${db:Status-Abbrev}|${Package}|${Version}\\n' docker.io; systemctl is-active docker; head -n 1 /etc/docker.io/conf; apt-get install -y ./docker.deb",
    );
    expect(seen.stdout).toContain('ii |docker.io|20.10.24\nactive\nconf of docker.io\n');
    expect(world.effects.get('vm1: package.install docker.io 20.10.24')).toBe(1);
    world.close();
  });

  it('apt-get takes no local file when it is told to download nothing, as apt 2.6 does', async () => {
    const world = debianWorld();
    world.hosts.get('vm1')?.files.write('/root/thing.deb', build('thing', '1:2.3-4', 'libc6', 'xz'));
    expect(await sh(world, 'apt-get install -y --no-download /root/thing.deb')).toMatchObject({
      code: 100,
      stderr: "E: Internal Error, Pathname to install is not absolute 'thing_1%3a2.3-4_amd64.deb'\n",
    });
    expect((await sh(world, 'dpkg-query -W thing')).code).toBe(1);
    world.close();
  });

  it('apt-get fails as an offline host does for a name', async () => {
    const world = debianWorld();
    expect(await sh(world, 'apt-get install -y -qq corosync-qnetd')).toMatchObject({
      code: 100,
      stderr: 'E: Unable to locate package corosync-qnetd\n',
    });
    world.close();
  });
});
