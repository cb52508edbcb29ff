import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { debianCommandSet } from '../../../../../../electron/engine/rehearsal/debian/command-set.ts';
import { dockerCommandSet } from '../../../../../../electron/engine/rehearsal/docker/command-set.ts';
import { askService } from '../../../../../../electron/engine/rehearsal/kernel/ask-service.ts';
import type { SimHost } from '../../../../../../electron/engine/rehearsal/kernel/program.ts';
import { createWorld, type SimWorld } from '../../../../../../electron/engine/rehearsal/kernel/world.ts';
import { registryCommandSet } from '../../../../../../electron/engine/rehearsal/registry/command-set.ts';
import { unitSettings } from '../../../../../../electron/engine/rehearsal/registry/unit-settings.ts';
import { newKeyPem } from '../../../../../../electron/engine/tls/certificate.ts';
import { debianWorld, sh } from '../../../../../support/simulated-site.ts';
import { testAuthority } from '../../../../../support/test-authority.ts';
import { configured, installRegistry, listening, PORT, registryConfig } from './support/simulated-registry.ts';

const CRT = '/etc/docker/registry/server.crt';
const KEY = '/etc/docker/registry/server.key';
const MEBIBYTE = 1024 ** 2;
let world: SimWorld;
let host: SimHost;

beforeEach(async () => {
  world = debianWorld({}, [registryCommandSet()]);
  host = world.hosts.get('vm1') as SimHost;
  await installRegistry(world, host);
  const { certPem, keyPem } = testAuthority('CN=Site CA').issue();
  host.files.write(CRT, Buffer.from(certPem));
  host.files.write(KEY, Buffer.from(keyPem), 0o400);
  host.files.chown(KEY, 'docker-registry', 'docker-registry');
});
afterEach(() => world.close());

const config = (change: (text: string) => string) => change(registryConfig({ tls: true }));
const journal = async () => (await sh(world, 'journalctl -u docker-registry -o cat')).stdout;

describe('docker-registry.service on a simulated host', () => {
  it('comes with its user, folder, unit and configuration, starts at once and lets nobody in', async () => {
    const seen = await sh(
      world,
      "id -un docker-registry; stat -c '%a %U %G' /var/lib/docker-registry; systemctl is-active docker-registry; systemctl is-enabled docker-registry; grep -c htpasswd /etc/docker/registry/config.yml; docker-registry --version",
    );
    expect(seen.stdout).toBe(
      'docker-registry\n755 docker-registry docker-registry\nactive\nenabled\n2\ndocker-registry github.com/docker/distribution 2.8.3+ds1\n',
    );
    await sh(world, 'sleep 1');
    const { http } = world.openPorts(host).get(5000) ?? {};
    const answer = http && (await askService({ http }, '/v2/', { host: 'vm1:5000' }));
    expect([answer?.status, answer?.headers['www-authenticate'], answer?.bytes.toString()]).toEqual([
      401,
      'Basic realm="basic-realm"',
      '{"errors":[{"code":"UNAUTHORIZED","message":"authentication required","detail":null}]}\n',
    ]);
  });

  // The last line is the one that 2.8.3 of Debian 13 printed; systemd has counted the service as started before.
  it.each([
    [
      'another version',
      config((text) => text.replace('0.1', '0.2')),
      'configuration error: error parsing /etc/docker/registry/config.yml: unsupported version: "0.2"',
    ],
    [
      'no storage',
      'version: 0.1\nhttp:\n  addr: :5443\n',
      'configuration error: error parsing /etc/docker/registry/config.yml: no storage configuration provided',
    ],
    [
      'an unknown storage',
      config((text) => text.replace('filesystem:', 'disc:')),
      'panic: StorageDriver not registered: disc',
    ],
    [
      'a level that is none',
      config((text) => text.replace('info', 'loud')),
      'configuration error: error parsing /etc/docker/registry/config.yml: invalid loglevel loud Must be one of [error, warn, info, debug]',
    ],
    [
      'no key',
      config((text) => text.replace('server.key', 'no.key')),
      'level=fatal msg="open /etc/docker/registry/no.key: no such file or directory"',
    ],
    [
      'no certificate',
      config((text) => text.replace('server.crt', 'no.crt')),
      'level=fatal msg="open /etc/docker/registry/no.crt: no such file or directory"',
    ],
    [
      'a key line missing',
      config((text) => text.replace(/ {4}key: .*\n/, '')),
      'level=fatal msg="open : no such file or directory"',
    ],
    [
      'an address of another host',
      config((text) => text.replace('0.0.0.0', '10.1.2.3')),
      `level=fatal msg="listen tcp 10.1.2.3:${PORT}: bind: cannot assign requested address"`,
    ],
    [
      'a low port',
      config((text) => text.replace(String(PORT), '443')),
      'level=fatal msg="listen tcp 0.0.0.0:443: bind: permission denied"',
    ],
    [
      'no port',
      config((text) => text.replace(`:${PORT}`, '')),
      'level=fatal msg="listen tcp: address 0.0.0.0: missing port in address"',
    ],
  ])('fails after its start with %s', async (_what, text, sentence) => {
    const start = configured(world, host, { tls: true, config: text });
    await start;
    await sh(world, 'sleep 1');
    expect(await journal()).toContain(sentence);
    expect(await sh(world, 'systemctl is-active docker-registry')).toMatchObject({ code: 3, stdout: 'failed\n' });
    expect(world.openPorts(host).get(PORT)).toBeUndefined();
  });

  it('fails where somebody else has the port, and leaves it to them', async () => {
    const other = { description: 'another program' };
    world.openPort(host, PORT, other);
    await configured(world, host, { tls: true });
    await sh(world, 'sleep 1');
    expect(await journal()).toContain(`level=fatal msg="listen tcp 0.0.0.0:${PORT}: bind: address already in use"`);
    expect((await sh(world, 'systemctl is-active docker-registry')).stdout).toBe('failed\n');
    await sh(world, 'systemctl stop docker-registry');
    expect(world.openPorts(host).get(PORT)).toBe(other);
  });

  it.each([
    [
      'is root’s alone',
      () => host.files.chown(KEY, 'root', 'root'),
      'open /etc/docker/registry/server.key: permission denied',
    ],
    [
      'is of another certificate',
      () => host.files.write(KEY, Buffer.from(newKeyPem())),
      'tls: private key does not match public key',
    ],
    ['is no key', () => host.files.write(KEY, Buffer.from('garbage')), 'tls: failed to find any PEM data in key input'],
  ])('fails where the key %s', async (_what, spoil, sentence) => {
    spoil();
    await configured(world, host, { tls: true });
    await sh(world, 'sleep 1');
    expect(await journal()).toContain(`level=fatal msg="${sentence}"`);
    expect((await sh(world, 'systemctl is-active docker-registry')).stdout).toBe('failed\n');
  });

  it('starts again and again where its unit says so, until what was wrong is right', async () => {
    const folder = '/etc/systemd/system/docker-registry.service.d';
    host.files.makeDirectories(folder);
    host.files.write(`${folder}/sitewright.conf`, Buffer.from('[Service]\nRestart=on-failure\nRestartSec=2s\n'));
    host.files.chown(KEY, 'root', 'root');
    await configured(world, host, { tls: true });
    // between two starts it counts as started for a moment
    await expect.poll(async () => (await sh(world, 'systemctl is-active docker-registry')).stdout).toBe('activating\n');
    host.files.chown(KEY, 'docker-registry', 'docker-registry');
    await listening(world, host);
    expect((await sh(world, 'systemctl is-active docker-registry')).stdout).toBe('active\n');
  });

  it('takes the files that add to its unit by their names, wherever they lie; of one name that of /etc counts', () => {
    const add = (folder: string, name: string, text: string) => {
      const place = `${folder}/systemd/system/docker-registry.service.d`;
      host.files.makeDirectories(place);
      host.files.write(`${place}/${name}`, Buffer.from(`[Service]\n${text}\n`));
    };
    add('/usr/lib', '10.conf', 'RestartSec=7s');
    add('/etc', '20.conf', 'RestartSec=5s');
    add('/usr/lib', '30.conf', 'Restart=always\nUser=somebody');
    add('/etc', '30.conf', 'Restart=no');
    expect(unitSettings(host, 'docker-registry')).toMatchObject({
      restartSeconds: 5,
      restarts: false,
      user: 'docker-registry',
    });
  });

  it('serves what it keeps again after a reboot, and after the world was saved and loaded', async () => {
    await configured(world, host, { tls: true });
    await listening(world, host);
    world.reboot(host);
    await world.sleep(1);
    expect(world.openPorts(host).size).toBe(0);
    await world.sleep(40);
    expect(world.openPorts(host).get(PORT)?.tls?.cert).toBe(Buffer.from(host.files.read(CRT) ?? []).toString());
    const state = structuredClone(world.saveState());
    const loaded = createWorld({
      seed: 7,
      hosts: [],
      commandSets: [dockerCommandSet([]), registryCommandSet(), debianCommandSet],
      compression: 1000,
      state,
    });
    expect([...loaded.openPorts(loaded.hosts.get('vm1') as SimHost).keys()]).toContain(PORT);
    loaded.close();
  });

  it('a large file that is not held has its true size and digest, and cannot be read', async () => {
    host.files.writeUnkept?.('/root/large', 'ab'.repeat(32), 300 * MEBIBYTE);
    const seen = await sh(world, 'stat -c %s /root/large; sha256sum /root/large; cat /root/large');
    expect(seen).toEqual({
      code: 1,
      stdout: `${300 * MEBIBYTE}\n${'ab'.repeat(32)}  /root/large\n`,
      stderr: 'cat: /root/large: Input/output error\n',
    });
    const { hosts } = JSON.parse(JSON.stringify(world.saveState()));
    expect(JSON.stringify(hosts)).toContain(`"h":"${'ab'.repeat(32)}","s":${300 * MEBIBYTE}`);
  });
});
