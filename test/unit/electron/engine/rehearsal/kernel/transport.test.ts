import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ServedWorld, serveWorld } from '../../../../../../electron/engine/rehearsal/kernel/serve-world.ts';
import { makeEd25519 } from '../../../../../../electron/engine/rehearsal/kernel/ssh-keys.ts';
import type { SimWorld } from '../../../../../../electron/engine/rehearsal/kernel/world.ts';
import { change, read, Secret } from '../../../../../../electron/engine/shell/command.ts';
import { createRedactor } from '../../../../../../electron/engine/shell/redactor.ts';
import { openHostKeys } from '../../../../../../electron/engine/transport/host-keys.ts';
import { createTransports, type Transports } from '../../../../../../electron/engine/transport/pool.ts';
import { debianHost, debianWorld } from '../../../../../support/simulated-site.ts';

const folder = mkdtempSync(join(tmpdir(), 'sim-transport-'));
const key = makeEd25519('tester');
let world: SimWorld;
let served: ServedWorld;
let transports: Transports;

beforeAll(async () => {
  world = debianWorld({
    compression: 50,
    hosts: [
      debianHost('vm1', '192.168.1.21', { authorizedKeys: { root: [key.publicLine] } }),
      debianHost('vm2', '192.168.1.22', { users: ['admin'], authorizedKeys: { admin: [key.publicLine] } }),
    ],
  });
  served = await serveWorld(world);
  transports = createTransports({
    hosts: [
      { name: 'vm1', address: '192.168.1.21', user: 'root' },
      { name: 'vm2', address: '192.168.1.22', user: 'admin', via: 'vm1' },
    ],
    dialer: served.dialer,
    key: new Secret(key.privateText),
    hostKeys: await openHostKeys(join(folder, 'pins.json')),
    hostKeyPolicy: { mode: 'pin-first-with-evidence', by: 'test', note: 'test' },
    redactor: createRedactor(),
    clock: { now: () => world.now(), wait: (ms, signal) => world.clock.sleep(ms / 1000, signal) },
  });
});
afterAll(async () => {
  await transports.close();
  await served.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the engine’s own transport on a simulated host', () => {
  it('runs commands, also through another host and with sudo, and no secret shows in an argument list', async () => {
    expect((await transports.read('vm1').exec(read`hostname`)).stdout).toBe('vm1\n');
    const secret = new Secret("canary '$x ñ\nsecond");
    const result = await transports.change('vm2').exec(change`printf %s ${secret} > /root/secret; id -u`);
    expect(result).toMatchObject({ code: 0, stdout: '0\n' });
    expect(Buffer.from(world.hosts.get('vm2')?.files.read('/root/secret') ?? []).toString()).toBe(secret.reveal());
    expect(JSON.stringify(world.seen)).not.toContain('canary');
  });

  it('uploads a file whole with mode and owner, once', async () => {
    const bytes = Buffer.alloc(400_000, 'upload');
    const asset = {
      source: { bytes },
      sha256: createHash('sha256').update(bytes).digest('hex'),
      sizeBytes: bytes.length,
    };
    await transports.change('vm1').upload(asset, '/opt/file', { mode: 0o640, owner: 'root' });
    expect(world.hosts.get('vm1')?.files.digest('/opt/file')).toBe(asset.sha256);
    expect(world.hosts.get('vm1')?.files.stat('/opt/file')?.mode).toBe(0o640);
    let sent = 0;
    await transports.change('vm1').upload(asset, '/opt/file', {
      mode: 0o640,
      onBytes: (count) => (sent = Math.max(sent, count === bytes.length ? 0 : count)),
    });
    expect(sent).toBe(0);
  });

  it('finishes a job although the connection is cut, running it once', async () => {
    world.orderFault('ssh.drops');
    const result = await transports
      .change('vm1')
      .job('test.job', change`echo started >> /root/count; sleep 20; echo finished`, { timeoutMs: 3_600_000 });
    expect(result).toMatchObject({ code: 0 });
    expect(result.stdout).toContain('finished');
    expect(Buffer.from(world.hosts.get('vm1')?.files.read('/root/count') ?? []).toString()).toBe('started\n');
  });

  it('ends the command on the host when the caller gives up', async () => {
    const stop = new AbortController();
    const running = transports
      .change('vm1')
      .exec(change`sleep 3000; echo never > /root/never`, { signal: stop.signal });
    await expect
      .poll(() => [...world.processes.values()].some((entry) => entry.argv.join(' ') === 'sleep 3000'))
      .toBe(true);
    stop.abort();
    await expect(running).rejects.toThrow();
    await expect
      .poll(() => [...world.processes.values()].some((entry) => entry.argv.join(' ') === 'sleep 3000'))
      .toBe(false);
  });
});
