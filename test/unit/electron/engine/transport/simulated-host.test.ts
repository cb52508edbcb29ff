import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ssh2 from 'ssh2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DiagnosticError } from '../../../../../electron/api/diagnostic.ts';
import { type ServedWorld, serveWorld } from '../../../../../electron/engine/rehearsal/kernel/serve-world.ts';
import type { SimWorld } from '../../../../../electron/engine/rehearsal/kernel/world.ts';
import { realClock } from '../../../../../electron/engine/shell/clock.ts';
import { change, read, Secret } from '../../../../../electron/engine/shell/command.ts';
import { createRedactor } from '../../../../../electron/engine/shell/redactor.ts';
import { openHostKeys } from '../../../../../electron/engine/transport/host-keys.ts';
import { createTransports, type Transports } from '../../../../../electron/engine/transport/pool.ts';
import { debianHost, debianWorld } from '../../../../support/simulated-site.ts';

/** The rehearsal is reached with the same transport as the real site: what the transport sends must mean the same there. */
describe('a host of the rehearsal', () => {
  let world: SimWorld;
  let served: ServedWorld;
  let transports: Transports;
  const folder = mkdtempSync(join(tmpdir(), 'sitewright-simulated-'));

  beforeAll(async () => {
    const key = ssh2.utils.generateKeyPairSync('ed25519', { comment: 'test' });
    world = debianWorld({
      hosts: [debianHost('vm1', '192.168.1.21', { authorizedKeys: { root: [key.public] } })],
      compression: 20,
    });
    served = await serveWorld(world);
    transports = createTransports({
      hosts: [{ name: 'vm1', address: '192.168.1.21', user: 'root' }],
      dialer: served.dialer,
      key: new Secret(key.private),
      hostKeys: await openHostKeys(join(folder, 'pins.json')),
      hostKeyPolicy: { mode: 'pin-first-with-evidence', by: 'test', note: 'rehearsal' },
      redactor: createRedactor(),
      clock: realClock,
    });
  });
  afterAll(async () => {
    await transports.close();
    await served.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const onDisk = (path: string): string => Buffer.from(world.hosts.get('vm1')?.files.read(path) ?? []).toString('utf8');

  it('answers commands with input, secrets and exit status', async () => {
    const host = transports.change('vm1');
    expect(await host.exec(read`cat; echo no >&2; exit 5`, { stdin: 'año' })).toEqual({
      code: 5,
      stdout: 'año',
      stderr: 'no\n',
    });
    expect((await host.exec(read`cat; echo end`)).stdout).toBe('end\n');
    const secret = new Secret(`c'an$ry\nñ ${randomBytes(4).toString('hex')}`);
    await host.exec(change`umask 077; printf %s ${secret} >/root/secret`);
    expect(onDisk('/root/secret')).toBe(secret.reveal());
    expect(readFileSync(join(folder, 'pins.json'), 'utf8')).not.toContain('an$ry');
  });

  it('takes uploads, and none twice', async () => {
    const bytes = randomBytes(300_000);
    const asset = {
      source: { bytes },
      sha256: createHash('sha256').update(bytes).digest('hex'),
      sizeBytes: bytes.length,
    };
    const host = transports.change('vm1');
    await host.upload(asset, '/root/file', { mode: 0o640, owner: 'root:root' });
    expect(Buffer.from(world.hosts.get('vm1')?.files.read('/root/file') ?? []).equals(bytes)).toBe(true);
    expect((world.hosts.get('vm1')?.files.stat('/root/file')?.mode ?? 0) & 0o7777).toBe(0o640);
    const before = transports.roundTrips('vm1');
    await host.upload(asset, '/root/file', { mode: 0o640, owner: 'root:root' });
    expect(transports.roundTrips('vm1')).toBe(before + 1);
  });

  it('runs jobs apart from the connection, once, and clears them away', async () => {
    const host = transports.change('vm1');
    const command = change`echo effect >>/root/effects; sleep 8; echo done; exit 3`;
    const running = host.job('toy.step@vm1', command);
    for (let attempt = 0; attempt < 200 && onDisk('/root/effects') === ''; attempt += 1) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(await host.pendingJobs()).toEqual([{ id: 'toy.step-vm1', state: 'running' }]);
    const attached = host.job('toy.step@vm1', command);
    // Whoever comes first takes the result and clears the job away.
    const ends = await Promise.allSettled([running, attached]);
    expect(ends).toContainEqual({ status: 'fulfilled', value: { code: 3, stdout: 'done\n', stderr: 'done' } });
    expect(onDisk('/root/effects')).toBe('effect\n');
    expect(await host.pendingJobs()).toEqual([]);
  });

  it('ends a command that is stopped', async () => {
    const controller = new AbortController();
    const running = transports.change('vm1').exec(change`sleep 5000; touch /root/after`, { signal: controller.signal });
    setTimeout(() => controller.abort(), 100);
    await expect(running).rejects.toBeInstanceOf(DiagnosticError);
    expect(onDisk('/root/after')).toBe('');
  });
});
