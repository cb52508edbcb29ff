import { afterEach, describe, expect, it } from 'vitest';
import { type LabWorld, labHost, openLab } from './support/lab-world.ts';

let lab: LabWorld | undefined;
afterEach(() => lab?.world.close());

function open(): LabWorld {
  lab = openLab([labHost('pve1', 'pve', '9.1', '192.0.2.11'), labHost('pve2', 'pve', '9.1', '192.0.2.12')]);
  return lab;
}

async function join(site: LabWorld): Promise<void> {
  await site.run('pve1', 'pvecm create lab');
  await site.wait(12);
  const result = await site.run('pve2', 'printf "rootpw\\nyes\\n" | pvecm add 192.0.2.11 --link0 192.0.2.12');
  expect(result.stdout).toContain('successfully added node');
}

describe('/etc/pve', () => {
  it('is an empty mount point while pve-cluster is stopped, and logins through the link are gone', async () => {
    const site = open();
    expect(
      (
        await site.run(
          'pve1',
          'readlink /root/.ssh/authorized_keys; readlink /etc/pve/local; cat /etc/pve/local/pve-ssl.pem | head -1',
        )
      ).stdout,
    ).toBe('/etc/pve/priv/authorized_keys\nnodes/pve1\n-----BEGIN CERTIFICATE-----\n');
    await site.run('pve1', 'systemctl stop pve-cluster');
    expect((await site.run('pve1', 'ls -A /etc/pve')).stdout).toBe('');
    expect((await site.run('pve1', 'cat /root/.ssh/authorized_keys')).code).not.toBe(0);
    await site.run('pve1', 'systemctl start pve-cluster');
    expect((await site.run('pve1', 'cat /root/.ssh/authorized_keys')).stdout).toContain('root@tool');
  });

  it('is shared by the members and read-only without quorum', async () => {
    const site = open();
    await join(site);
    await site.run('pve1', 'echo "keyboard: es" > /etc/pve/datacenter.cfg');
    expect((await site.run('pve2', 'cat /etc/pve/datacenter.cfg')).stdout).toBe('keyboard: es\n');
    site.world.setPower(site.host('pve2'), false);
    await site.wait(3);
    const refused = await site.run('pve1', 'echo x > /etc/pve/datacenter.cfg');
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toContain('Permission denied');
    expect((await site.run('pve1', 'cat /etc/pve/.members')).stdout).toContain('"quorate": 0');
    site.world.setPower(site.host('pve2'), true);
    await site.wait(8);
    expect((await site.run('pve1', 'cat /etc/pve/.members')).stdout).toContain('"quorate": 1');
  });

  it('shows guests, nodes and storages as pvestatd broadcasts them', async () => {
    const site = open();
    await site.run('pve1', 'pvesm set local --content images,iso');
    await site.run('pve1', 'qm create 100 --name one --memory 64 --scsi0 local:1');
    await site.wait(12);
    expect((await site.run('pve1', 'cat /etc/pve/.vmlist')).stdout).toMatch(
      /"ids": \{\n"100": \{ "node": "pve1", "type": "qemu", "version": \d+ \}\}/,
    );
    const rrd = (await site.run('pve1', 'cat /etc/pve/.rrd')).stdout;
    expect(rrd).toMatch(/^pve-node-9\.0\/pve1:\d+:/m);
    expect(rrd).toMatch(/^pve-vm-9\.0\/100:0:one:stopped:0:/m);
    expect(rrd).toMatch(/^pve-storage-9\.0\/pve1\/local:\d+:\d+:\d+$/m);
  });
});

describe('a world that was saved', () => {
  it('keeps the whole PVE state as plain JSON', async () => {
    const site = open();
    await join(site);
    const saved = JSON.parse(JSON.stringify(site.world.saveState())) as { slices: Record<string, unknown> };
    expect(saved.slices.pve).toEqual(site.world.slice('pve'));
  });
});
