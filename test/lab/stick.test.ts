import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Lab } from './support/lab.ts';
import { PASSPHRASE } from './support/lab-site.ts';
import { Monitoring } from './support/monitoring.ts';
import { makeBundleInOffice } from './support/office.ts';
import { must } from './support/processes.ts';
import { labSite } from './support/site-text.ts';

/** As the manual mounts it. */
const MOUNT = '/mnt/usb_datos';
const STICK_MIB = 1024;

/** One node and the host of the dashboard; in the end there is no laptop. */
let lab: Lab;
beforeAll(async () => {
  const text = (key: string) => labSite({ nodes: [1], witness: false, key, dashboard: { tls: true }, notes: true });
  lab = await Lab.open('stick', text, { bundle: 'made', brought: join(import.meta.dirname, 'own') });
  await lab.add([{ name: 'pve1', number: 11 }], { machine: { name: 'dashboard', number: 30 } });
});
afterAll(async () => {
  await must(['umount', '--lazy', join(lab.folder, 'stick')]).catch(() => undefined);
  await lab?.close();
});

/** The command line of the stick, as the technician starts it on the first node. */
function onNode(...words: readonly string[]) {
  const passphrase = 'SITEWRIGHT_PASSPHRASE_FILE=/root/passphrase';
  return lab.host('pve1').execWithin(400, 'env', passphrase, `${MOUNT}/sitewright`, ...words);
}

describe('the deployment stick on real hosts', () => {
  it('is filled in the office with bundle, site and program', async () => {
    await makeBundleInOffice(lab.site);
    const image = join(lab.folder, 'stick.img');
    const stick = join(lab.folder, 'stick');
    mkdirSync(stick);
    await must(['truncate', '-s', `${STICK_MIB}M`, image]);
    await must(['mkfs.ext4', '-q', '-F', '-O', '^has_journal', '-m', '0', image]);
    await must(['mount', '-o', 'loop', image, stick]);
    const filled = await lab.site.run('bundle', 'stick', stick, '--site', lab.site.file);
    expect(filled.code, filled.stdout + filled.stderr).toBe(0);
    await must(['umount', stick]);
    await lab.host('pve1').plugInStick(image, MOUNT);
  });

  it('installs the monitoring system from the first node, with no laptop and no network', async () => {
    await lab.setLaptopCable(false);
    lab.host('pve1').put('/root/passphrase', `${PASSPHRASE}\n`, 0o600);
    const applied = await onNode('apply');
    expect(applied.code, applied.stdout + applied.stderr).toBe(0);
    await new Monitoring(lab.host('dashboard')).untilNewReading('pve1');
    expect(lab.simulator.defects()).toEqual([]);
  });

  it('installs beside it what the site brings of its own: its job is done, its services run from the site’s registry', async () => {
    const list = ['ps', '--all', '--no-trunc', '--filter', 'label=com.docker.compose.project=notes', '--format'];
    const told = await lab.host('dashboard').ok('docker', ...list, '{{.Names}} {{.Status}} {{.Image}}');
    const lines = told.trim().split('\n').sort();
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^notes-db-1 Up .*\(healthy\) \S+:5000\/library\/postgres@sha256:[0-9a-f]{64}$/);
    expect(lines[1]).toMatch(/^notes-idle-1 Up /);
    expect(lines[2]).toMatch(/^notes-table-1 Exited \(0\) /);
  });

  it('finds nothing more to change there, and its smoke tests pass', async () => {
    const planned = await onNode('plan');
    expect(planned.code, planned.stdout + planned.stderr).toBe(0);
    const smoke = await onNode('smoke');
    expect(smoke.code, smoke.stdout + smoke.stderr).toBe(0);
  });
});
