import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { applyRich, openRichSite, saidBy } from './support/rich-run.ts';

const folder = mkdtempSync(join(tmpdir(), 'sitewright-network-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(['8.4', '9.1'] as const)(
  '%s: nodes get their bonds, VLANs and bridges, the management address moves onto one, and a second run changes nothing',
  async (version) => {
    const opened = await openRichSite(folder, { version });
    const { served } = opened;
    try {
      const first = await applyRich(opened);
      expect([...first.ends].filter(([, end]) => end !== 'changed' && end !== 'unchanged')).toEqual([]);
      expect(first.last).toMatchObject({ type: 'run-finished', outcome: 'done' });
      expect(first.ends.get('base.network@pve2')).toBe('changed');
      expect(first.ends.get('base.cluster-links@pve2')).toBe('unchanged');
      const text = await saidBy(served, 'pve1', 'cat /etc/network/interfaces');
      expect(text).toMatch(
        /iface vmbr0 inet static\n\taddress 192\.168\.7\.11\/24\n\tgateway 192\.168\.7\.1\n\tbridge-ports bond0\n/,
      );
      expect(text).toMatch(/iface bond1\.20 inet static\n\taddress 10\.77\.0\.11\/24\n/);
      expect(text).toContain('bond-xmit-hash-policy layer3+4');
      expect(
        await saidBy(
          served,
          'pve1',
          'ls /etc/network/interfaces.new /var/lib/sitewright/network 2>&1; systemctl is-active sitewright-network-guard.timer',
        ),
      ).toMatch(/No such file[\s\S]*No such file[\s\S]*inactive/);
      const second = await applyRich(opened);
      expect([...second.ends].filter(([, end]) => end !== 'unchanged')).toEqual([]);
      expect([...served.world.effects].filter(([key, count]) => key.includes('network.reload') && count > 1)).toEqual(
        [],
      );
      expect(served.world.defects).toEqual([]);
    } finally {
      await served.close();
    }
  },
  120_000,
);

test('a network that cuts a node off takes itself back, is told as that, and nobody was at the console', async () => {
  const opened = await openRichSite(folder, { version: '8.4', faults: ['network.cut@pve2'] });
  const { served } = opened;
  try {
    const before = await saidBy(served, 'pve2', 'cat /etc/network/interfaces');
    const first = await applyRich(opened);
    expect(first.ends.get('base.network@pve2')).toBe(
      'With its new network pve2 could not be reached within 120 s, so it went back to the former one by itself.',
    );
    expect(await saidBy(served, 'pve2', 'cat /etc/network/interfaces')).toBe(before);
    expect(await saidBy(served, 'pve2', 'ls /etc/systemd/system/sysinit.target.wants')).toBe('');
    const second = await applyRich(opened);
    expect(second.last).toMatchObject({ type: 'run-finished', outcome: 'done' });
    expect(Math.max(...served.world.effects.values())).toBe(1);
    expect(served.world.defects).toEqual([]);
  } finally {
    await served.close();
  }
}, 120_000);

test('a node that restarts before its new network was confirmed starts with the former one', async () => {
  const opened = await openRichSite(folder, { version: '9.1', faults: ['network.cut@pve1'] });
  const { served } = opened;
  try {
    const before = await saidBy(served, 'pve1', 'cat /etc/network/interfaces');
    const host = served.world.hosts.get('pve1');
    if (!host) throw new Error('no pve1');
    const unsubscribe = served.world.subscribe((event) => {
      if (event.type !== 'host' || event.host !== host || host.plugged || !host.powered) return;
      unsubscribe();
      setImmediate(() => served.world.reboot(host));
    });
    const first = await applyRich(opened);
    expect(first.ends.get('base.network@pve1')).toContain('went back to the former one by itself');
    expect(await saidBy(served, 'pve1', 'cat /etc/network/interfaces')).toBe(before);
    const second = await applyRich(opened);
    expect(second.last).toMatchObject({ type: 'run-finished', outcome: 'done' });
  } finally {
    await served.close();
  }
}, 120_000);
