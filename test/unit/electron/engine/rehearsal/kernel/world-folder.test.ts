import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { debianCommandSet } from '../../../../../../electron/engine/rehearsal/debian/command-set.ts';
import { createWorld } from '../../../../../../electron/engine/rehearsal/kernel/world.ts';
import { WorldFolder } from '../../../../../../electron/engine/rehearsal/kernel/world-folder.ts';
import { debianWorld, sh } from '../../../../../support/simulated-site.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'world-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function loaded() {
  const store = new WorldFolder(folder);
  const state = store.load();
  if (!state) throw new Error('nothing was saved');
  return createWorld({ seed: 0, hosts: [], commandSets: [debianCommandSet], compression: 1000, state, blobs: store });
}

describe('the saved state of a simulated site', () => {
  it('goes on where it was: files, modes, units, packages, effects, time, random numbers', async () => {
    const world = debianWorld();
    const stop = new WorldFolder(folder).follow(world);
    await sh(
      world,
      'umask 077; echo kept > /root/kept; head -c 100000 /dev/zero > /root/z; printf %040000d 7 > /root/big; systemctl disable chrony; ln -s kept /root/link',
    );
    const host = world.hosts.get('vm1');
    if (!host) throw new Error('no host');
    world.effect(host, 'something.done');
    stop();
    const expected = world.saveState().random;
    const before = new WorldFolder(folder).load()?.now ?? Number.NaN;
    world.close();
    const again = loaded();
    const seen = await sh(
      again,
      'cat /root/link; stat -c %a /root/kept; wc -c < /root/big; systemctl is-enabled chrony; dpkg-query -W -f "\\${Version}" dash',
    );
    expect(seen.stdout).toBe('kept\n600\n40000\ndisabled\n0.5.12-2');
    expect([...again.effects]).toEqual([['vm1: something.done', 1]]);
    expect(again.saveState().random).toBe(expected);
    expect(again.now()).toBeGreaterThanOrEqual(before);
    again.close();
  });

  it('is on disk at once when an effect is counted, with what changed in the same turn', async () => {
    const world = debianWorld();
    new WorldFolder(folder).follow(world);
    const host = world.hosts.get('vm1');
    if (!host) throw new Error('no host');
    world.effect(host, 'first');
    host.files.write('/root/after-the-count', Buffer.from('x'));
    await Promise.resolve();
    // No stop: as after kill -9.
    const again = loaded();
    expect(again.effects.get('vm1: first')).toBe(1);
    expect(again.hosts.get('vm1')?.files.stat('/root/after-the-count')?.kind).toBe('file');
    again.close();
    world.close();
  });

  it('keeps a detached unit that was cut off as failed, as after a power cut', async () => {
    const world = debianWorld({ compression: 1 });
    const stop = new WorldFolder(folder).follow(world);
    await sh(world, 'systemd-run -q --unit=long sleep 100');
    stop();
    world.close();
    const again = loaded();
    expect((await sh(again, 'systemctl is-active long; systemctl show -p Result long')).stdout).toBe(
      'failed\nResult=signal\n',
    );
    again.close();
  });

  it('holds no secret of a host in plain or base64', async () => {
    const world = debianWorld();
    const stop = new WorldFolder(folder).follow(world);
    const host = world.hosts.get('vm1');
    if (!host) throw new Error('no host');
    host.files.write('/root/.env', Buffer.from('canary-secret-of-the-site'));
    host.files.write('/root/large', Buffer.from(`canary-secret-of-the-site${'x'.repeat(50_000)}`));
    world.setPassword(host, 'root', 'canary-secret-of-the-site');
    stop();
    world.close();
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files.length).toBeGreaterThan(2);
    for (const file of files) {
      const text = readFileSync(join(file.parentPath, file.name)).toString('latin1');
      expect(text).not.toContain('canary');
      expect(text).not.toContain(Buffer.from('canary-secret-of-the-site').toString('base64').slice(0, 20));
    }
    const again = loaded();
    const back = again.hosts.get('vm1');
    expect(back && again.checkPassword(back, 'root', 'canary-secret-of-the-site')).toBe(true);
    expect(Buffer.from(back?.files.read('/root/large') ?? []).length).toBe(50_025);
    again.close();
  });
});
