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

  it('join.hangs leaves the joiner without anything but corosync.conf, and keys in /etc/pve let nobody in', async () => {
    const site = open();
    await site.run('pve1', 'pvecm create lab');
    await site.wait(12);
    site.world.orderFault('join.hangs');
    await site.run('pve2', `timeout 60 sh -c '${JOIN.replaceAll("'", '"')}'`);
    expect((await site.run('pve2', 'ls /etc/pve/priv /etc/pve/nodes')).code).not.toBe(0);
    expect((await site.run('pve2', 'test -s /etc/pve/corosync.conf')).code).toBe(0);
    expect((await site.run('pve2', 'cat /root/.ssh/authorized_keys')).code).not.toBe(0);
    expect(JSON.parse((await site.run('pve1', STATUS)).stdout)[0]).toMatchObject({ nodes: 2, quorate: 0 });
    await site.wait(900);
    // the file system follows by itself when its corosync sees the member
    expect((await site.run('pve2', 'ls /etc/pve/nodes')).stdout).toContain('pve1');
    expect((await site.run('pve2', 'test -s /etc/pve/nodes/pve2/pve-ssl.pem')).code).toBe(1);
  });

  it('a node leaves a hanging join in local mode, and the member is freed of it', async () => {
    const site = open();
    await site.run('pve1', 'pvecm create lab');
    await site.wait(12);
    site.world.orderFault('join.hangs');
    await site.run('pve2', `timeout 60 sh -c '${JOIN.replaceAll("'", '"')}'`);
    expect((await site.run('pve2', 'pmxcfs -l')).stderr).toContain('unable to acquire pmxcfs lock');
    await site.run('pve2', 'systemctl stop pve-cluster corosync; pmxcfs -l && rm -f /etc/pve/corosync.conf');
    expect((await site.run('pve2', 'systemctl start pve-cluster')).code).toBe(1);
    await site.run('pve2', 'killall pmxcfs; rm -rf /etc/corosync/authkey /etc/corosync/corosync.conf');
    expect((await site.run('pve2', 'systemctl start pve-cluster')).code).toBe(0);
    expect(JSON.parse((await site.run('pve2', STATUS)).stdout)).toMatchObject([{ type: 'node', name: 'pve2' }]);
    expect((await site.run('pve1', 'pvecm delnode pve2')).stderr).toContain('cluster not ready - no quorum?');
    await site.run('pve1', 'pvecm expected 1');
    expect((await site.run('pve1', 'pvecm delnode pve2')).code).toBe(0);
    expect(JSON.parse((await site.run('pve1', STATUS)).stdout)[0]).toMatchObject({ nodes: 1, quorate: 1 });
  });

  it('local mode on a member changes its own copy only', async () => {
    const site = open();
    await site.run('pve1', 'pvecm create lab');
    await site.wait(12);
    await site.run('pve2', JOIN);
    await site.run('pve2', 'systemctl stop pve-cluster corosync; pmxcfs -l && rm -f /etc/pve/corosync.conf');
    expect((await site.run('pve1', 'test -s /etc/pve/corosync.conf')).code).toBe(0);
  });

  it('join.backup-fails stops after the cluster has taken the node in, with its file system down', async () => {
    const site = open();
    await site.run('pve1', 'pvecm create lab');
    await site.wait(12);
    site.world.orderFault('join.backup-fails');
    const joined = await site.run('pve2', JOIN);
    expect(joined).toMatchObject({ code: 0 });
    expect(joined.stdout).not.toContain('successfully added node');
    expect((await site.run('pve2', 'systemctl is-active pve-cluster')).stdout).toBe('inactive\n');
    expect((await site.run('pve2', 'test -s /etc/corosync/corosync.conf')).code).toBe(0);
    expect(JSON.parse((await site.run('pve1', STATUS)).stdout)[0]).toMatchObject({ nodes: 2, quorate: 0 });
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
