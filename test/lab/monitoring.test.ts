import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Lab } from './support/lab.ts';
import { troublesOf } from './support/lab-site.ts';
import { Monitoring } from './support/monitoring.ts';
import { makeBundleInOffice } from './support/office.ts';
import { COLLECT_SECONDS, labSite } from './support/site-text.ts';
import { walkInWindow } from './support/window.ts';

const LOGIN = { url: 'http://10.77.0.30:8000', user: 'admin', password: 'a-password-of-the-lab' };

let lab: Lab;
let monitoring: Monitoring;
beforeAll(async () => {
  lab = await Lab.open(
    'monitoring',
    (key) => labSite({ nodes: [1, 2], witness: false, key, dashboard: { tls: false } }),
    {
      bundle: 'made',
    },
  );
  await lab.site.keep('monitoring-admin-password', LOGIN.password);
  await lab.add(
    [
      { name: 'pve1', number: 11 },
      { name: 'pve2', number: 12 },
    ],
    { machine: { name: 'dashboard', number: 30 } },
  );
  monitoring = new Monitoring(lab.host('dashboard'));
});
afterAll(() => lab?.close());

async function nothingToChange(): Promise<void> {
  const planned = await lab.site.plan();
  expect(planned.code, planned.stdout + planned.stderr).toBe(0);
  expect(planned.stdout).toContain('Nothing to change.\n');
}

describe('the monitoring system on a real Debian 13 with real Docker', () => {
  it('is made in the office through the window: signed packages, own images, and the database from a registry, by digest', async () => {
    await makeBundleInOffice(lab.site, 'first', () => walkInWindow(lab.site, 'office', 'office', LOGIN));
    const verified = await lab.site.run('bundle', 'verify', lab.site.file);
    expect(verified.code, verified.stdout + verified.stderr).toBe(0);
  });

  it('comes up in one apply with the network cut, started in the window; its smoke tests pass, and both nodes have live charts', async () => {
    for (const host of lab.hosts.values())
      expect((await host.exec('ip', 'route', 'get', '192.0.2.1')).code, host.name).not.toBe(0);
    await walkInWindow(lab.site, 'rack', 'rack', LOGIN);
    const dashboard = lab.host('dashboard');
    expect(await dashboard.ok('dpkg', '--audit')).toBe('');
    expect(await dashboard.ok('dpkg-query', '-W', '-f', '${Status} ', 'docker.io', 'docker-compose')).toBe(
      'install ok installed install ok installed ',
    );
    expect(await dashboard.ok('systemctl', 'is-active', 'docker.service', 'containerd.service')).toBe(
      'active\nactive\n',
    );
    expect(lab.simulator.defects()).toEqual([]);
  });

  it('is planned anew on the command line with nothing to change', nothingToChange);

  it('comes back when the first process of a service is killed, and loses no round though web was away', async () => {
    await monitoring.untilNewReading('pve1');
    const last = (await monitoring.readings('pve1')).at(-1) ?? 0;
    await monitoring.docker('stop', 'municipal_project-web-1');
    await pause(2 * COLLECT_SECONDS * 1000);
    const killedAt = Date.now() / 1000;
    await monitoring.kill('data_collector');
    await monitoring.kill('db');
    await pause(2 * COLLECT_SECONDS * 1000);
    await monitoring.docker('start', 'municipal_project-web-1');
    await monitoring.kill('web');
    await monitoring.untilHealthy();
    await monitoring.untilNewReading('pve1');
    const times = (await monitoring.readings('pve1')).filter((time) => time >= last);
    const gaps = times.slice(1).map((time, index) => ({ time, gap: time - (times[index] ?? 0) }));
    // a restart may shift the beat by half a period, a lost round is two periods
    // of the round in which it was killed nobody knows anything
    const lost = gaps.filter(
      ({ time, gap }) =>
        gap > (time - gap <= killedAt && time > killedAt ? 3 * COLLECT_SECONDS : 2 * COLLECT_SECONDS - 1),
    );
    expect(lost).toEqual([]);
    expect(times.length).toBeGreaterThan(5);
  });

  it('comes back by itself when the power of its machine comes back', async () => {
    const before = await monitoring.readings('pve1');
    await lab.host('dashboard').cut();
    await lab.host('dashboard').boot();
    await monitoring.untilHealthy();
    await monitoring.untilNewReading('pve1');
    expect((await monitoring.readings('pve1')).slice(0, before.length)).toEqual(before);
    await nothingToChange();
  });

  it('is saved, removed with its data, installed again, and has every reading back', async () => {
    const file = join(lab.site.home, 'monitoring.dump');
    const stack = async (verb: string, ...words: readonly string[]): Promise<void> => {
      const ran = await lab.site.run('stack', verb, lab.site.file, 'monitoring', ...words);
      expect(ran.code, ran.stdout + ran.stderr).toBe(0);
    };
    const dashboard = lab.host('dashboard');
    const readings = await monitoring.readings('pve1');
    await stack('backup', '--out', file);
    await stack('remove', '--with-data', '--confirm', 'monitoring');
    expect(await dashboard.ok('docker', 'ps', '--all', '--quiet')).toBe('');
    expect(await dashboard.ok('docker', 'volume', 'ls', '--quiet')).toBe('');
    expect((await dashboard.exec('ls', '/opt/sitewright/stacks/monitoring')).code).not.toBe(0);
    const applied = await lab.site.apply();
    expect(applied.code, applied.stdout + applied.stderr).toBe(0);
    expect((await monitoring.readings('pve1'))[0]).not.toBe(readings[0]);
    await stack('restore', '--from', file, '--confirm', 'monitoring');
    expect((await monitoring.readings('pve1')).slice(0, readings.length)).toEqual(readings);
    await nothingToChange();
  });

  it('is upgraded to another image under the same tag: its digest decides, and what was read stays', async () => {
    const [before, readings] = [await monitoring.container('db'), await monitoring.readings('pve1')];
    await makeBundleInOffice(lab.site, 'newer');
    const planned = await lab.site.plan();
    expect(planned.code, planned.stdout + planned.stderr).toBe(4);
    const applied = await lab.site.apply();
    expect(applied.code, applied.stdout + applied.stderr).toBe(0);
    expect((await monitoring.container('db')).image).not.toBe(before.image);
    expect((await monitoring.readings('pve1')).slice(0, readings.length)).toEqual(readings);
    await nothingToChange();
  });

  it('goes back to the image that ran where a new one does not come up, and says so', async () => {
    const before = await monitoring.container('db');
    await makeBundleInOffice(lab.site, 'faulty');
    const applied = await lab.site.run('apply', lab.site.file, '--json');
    expect(applied.code).toBe(1);
    const [told, ...others] = troublesOf(applied.stdout);
    expect(told).toMatch(
      /^stack\.up@dashboard: The new monitoring on dashboard did not come up \(db \(.*\), web \(Created\), data_collector \(Created\)\); what ran before is back and runs\.$/,
    );
    expect(others).toEqual([]);
    await monitoring.untilHealthy();
    expect((await monitoring.container('db')).image).toBe(before.image);
    await monitoring.untilNewReading('pve1');
  });
});
