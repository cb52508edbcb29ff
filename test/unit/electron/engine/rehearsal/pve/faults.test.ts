import { afterEach, describe, expect, it } from 'vitest';
import { pveFaults } from '../../../../../../electron/engine/rehearsal/pve/faults.ts';
import { type LabWorld, labHost, openLab } from './support/lab-world.ts';

let lab: LabWorld | undefined;
afterEach(() => lab?.world.close());

function open(): LabWorld {
  lab = openLab([labHost('pve1', 'pve', '9.1', '192.0.2.11'), labHost('pve2', 'pve', '9.1', '192.0.2.12')]);
  return lab;
}
const JOIN = 'printf "rootpw\\nyes\\n" | pvecm add 192.0.2.11 --link0 192.0.2.12';
const STATUS = 'pvesh get /cluster/status --output-format json';

describe('faults of the simulated PVE', () => {
  it('have a name of their own and a sentence in both languages', () => {
    expect(new Set(pveFaults.map((fault) => fault.name)).size).toBe(pveFaults.length);
    for (const { summary } of pveFaults) expect(summary.en.length * summary.es.length).toBeGreaterThan(0);
  });

  it('create.late-failure ends with 0 and leaves the configuration in /etc/pve only', async () => {
    const site = open();
    site.world.orderFault('create.late-failure');
    expect(await site.run('pve1', 'pvecm create lab')).toMatchObject({ code: 0 });
    expect(
      (
        await site.run(
          'pve1',
          'test -f /etc/pve/corosync.conf && ! test -e /etc/corosync/corosync.conf && systemctl is-active corosync',
        )
      ).stdout,
    ).toBe('failed\n');
    expect((await site.run('pve1', 'pvecm create lab')).stderr).toBe(
      "cluster config '/etc/pve/corosync.conf' already exists\n",
    );
  });

  it('join.no-certificate leaves a member without certificate, which updatecerts repairs', async () => {
    const site = open();
    await site.run('pve1', 'pvecm create lab');
    await site.wait(12);
    site.world.orderFault('join.no-certificate');
    expect((await site.run('pve2', JOIN)).stderr).toContain('unable to generate pve certificate request');
    expect(JSON.parse((await site.run('pve1', STATUS)).stdout)[0]).toMatchObject({ nodes: 2, quorate: 1 });
    expect((await site.run('pve2', 'test -e /etc/pve/nodes/pve2/pve-ssl.pem')).code).toBe(1);
    await site.run('pve2', 'pvecm updatecerts --force 1');
    expect(
      (await site.run('pve2', 'test -e /etc/pve/nodes/pve2/pve-ssl.pem && test -e /etc/pve/nodes/pve2/ssh_known_hosts'))
        .code,
    ).toBe(0);
  });

  it('join.hangs keeps both nodes without quorum until the links come up', async () => {
    const site = open();
    await site.run('pve1', 'pvecm create lab');
    await site.wait(12);
    site.world.orderFault('join.hangs');
    const before = site.world.now();
    const joined = await site.run('pve2', JOIN);
    expect(site.world.now() - before).toBeGreaterThan(800_000);
    expect(joined.stdout).toContain('successfully added node');
  });

  it('quorum.lost takes quorum away for two minutes', async () => {
    const site = open();
    await site.run('pve1', 'pvecm create lab');
    await site.wait(12);
    await site.run('pve2', JOIN);
    site.world.orderFault('quorum.lost');
    await site.wait(3);
    expect((await site.run('pve1', 'pvecm status')).stdout).toContain('Quorate:          No');
    await site.wait(125);
    expect((await site.run('pve1', 'pvecm status')).stdout).toContain('Quorate:          Yes');
  });
});
