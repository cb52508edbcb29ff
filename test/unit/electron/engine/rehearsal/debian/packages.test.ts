import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bytesSource } from '../../../../../../electron/engine/compress/range-source.ts';
import { repositoryIndexes } from '../../../../../../electron/engine/debs/repository.ts';
import { makeDeb as standIn } from '../../../../../../electron/engine/rehearsal/bundle/deb.ts';
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

describe('a repository on the disk of a simulated host', () => {
  const LIST = '/etc/apt/sources.list.d/own.list';
  const ONLY = `-o Dir::Etc::sourcelist=${LIST} -o Dir::Etc::sourceparts=/dev/null`;
  const makeDeb = (name: string, depends: readonly string[] = []) =>
    standIn({ name, version: '2.0', architecture: 'amd64', depends, summary: 'for a test' });

  /** A world whose vm1 has a repository of these packages below /srv/apt and a source entry for it. */
  function worldWith(debs: Readonly<Record<string, Uint8Array>>, entry = 'deb [trusted=yes] file:/srv/apt ./\n') {
    const world = debianWorld();
    const files = world.hosts.get('vm1')?.files;
    const listed = Object.entries(debs).map(([file, bytes]) => ({
      file,
      sizeBytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    }));
    const indexes = repositoryIndexes(listed, ({ file }) => bytesSource(debs[file] as Uint8Array));
    files?.makeDirectories('/srv/apt/pool');
    for (const [file, bytes] of Object.entries(debs)) files?.write(`/srv/apt/pool/${file}`, bytes);
    for (const [name, bytes] of indexes) files?.write(`/srv/apt/${name}`, bytes);
    files?.write(LIST, Buffer.from(entry));
    return world;
  }
  const tools = { 'libnss3-tools_2.0_amd64.deb': makeDeb('libnss3-tools') };
  const qdevice = { 'corosync-qdevice_2.0_amd64.deb': makeDeb('corosync-qdevice', ['libnss3-tools (>= 1)']) };

  it('is read by update, and then packages install by name with what they need, once', async () => {
    const world = worldWith({ ...tools, ...qdevice });
    expect(await sh(world, `apt-get install -y ${ONLY} corosync-qdevice`)).toMatchObject({
      code: 100,
      stderr: 'E: Unable to locate package corosync-qdevice\n',
    });
    expect(await sh(world, `apt-get update ${ONLY}`)).toMatchObject({ code: 0, stderr: '' });
    expect((await sh(world, 'ls /var/lib/apt/lists')).stdout).toContain('_srv_apt_._Release\n');
    for (let turn = 0; turn < 2; turn += 1)
      expect((await sh(world, `apt-get install -y ${ONLY} corosync-qdevice`)).code).toBe(0);
    expect([...world.effects].filter(([key]) => key.includes('package.install'))).toEqual([
      ['vm1: package.install libnss3-tools 2.0', 1],
      ['vm1: package.install corosync-qdevice 2.0', 1],
    ]);
    world.close();
  });

  it('is refused unsigned, with a wrong index, and with a package that was changed or lacks what it needs', async () => {
    const unsigned = worldWith(tools, 'deb file:/srv/apt ./\n');
    expect(await sh(unsigned, `apt-get update ${ONLY}`)).toMatchObject({
      code: 100,
      stderr: "E: The repository 'file:/srv/apt/. Release' is not signed.\n",
    });
    unsigned.close();
    const damaged = worldWith(tools);
    damaged.hosts.get('vm1')?.files.write('/srv/apt/Packages', Buffer.from('x'));
    expect((await sh(damaged, `apt-get update ${ONLY}`)).code).toBe(100);
    damaged.close();
    const changed = worldWith(tools);
    await sh(changed, `apt-get update ${ONLY}`);
    changed.hosts.get('vm1')?.files.write('/srv/apt/pool/libnss3-tools_2.0_amd64.deb', Buffer.from('x'));
    expect((await sh(changed, `apt-get install -y ${ONLY} libnss3-tools`)).stderr).toContain('Hash Sum mismatch');
    changed.close();
    const lacking = worldWith(qdevice);
    await sh(lacking, `apt-get update ${ONLY}`);
    expect((await sh(lacking, `apt-get install -y ${ONLY} corosync-qdevice`)).stderr).toContain(
      'corosync-qdevice : Depends: libnss3-tools but it is not installable',
    );
    lacking.close();
  });
});
