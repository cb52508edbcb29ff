import { afterEach, describe, expect, it } from 'vitest';
import { type LabWorld, labHost, openLab } from './support/lab-world.ts';

let lab: LabWorld | undefined;
afterEach(() => lab?.world.close());

const DATA = { name: 'sdb', serial: 'DATA1', model: 'Disk', sizeBytes: 500_000_000_000, rotational: false };

function threeMachines(version: '8.4' | '9.1'): LabWorld {
  lab = openLab([
    labHost('pve1', 'pve', version, '192.0.2.11', [DATA]),
    labHost('pve2', 'pve', version, '192.0.2.12', [DATA]),
    labHost('wit', 'debian', '12', '192.0.2.20'),
  ]);
  return lab;
}

async function cluster(site: LabWorld): Promise<void> {
  const ok = async (host: string, command: string) => {
    const result = await site.run(host, command);
    expect(result, command).toMatchObject({ code: 0 });
    return result.stdout;
  };
  await ok('pve1', 'pvecm create municipal --link0 192.0.2.11');
  await site.wait(12);
  await site.run('pve2', 'ssh-keyscan 192.0.2.11 >> /root/.ssh/known_hosts 2>/dev/null');
  const key = await ok('pve2', 'cat /root/.ssh/id_rsa.pub');
  await ok('pve1', `echo '${key.trim()}' >> /root/.ssh/authorized_keys`);
  expect(await ok('pve2', 'pvecm add 192.0.2.11 --use_ssh --link0 192.0.2.12 </dev/null')).toContain(
    "successfully added node 'pve2' to cluster.",
  );
}

describe.each(['8.4', '9.1'] as const)('the straight path on PVE %s', (version) => {
  it('goes from two machines to a clustered, replicated, highly available guest', async () => {
    const site = threeMachines(version);
    const ok = async (host: string, command: string) => {
      const result = await site.run(host, command);
      expect(result, `${command}\n${result.stdout}${result.stderr}`).toMatchObject({ code: 0 });
      return result.stdout;
    };
    await cluster(site);
    expect(JSON.parse(await ok('pve1', 'pvesh get /cluster/status --output-format json'))).toMatchObject([
      { type: 'cluster', name: 'municipal', nodes: 2, quorate: 1 },
      {},
      {},
    ]);
    expect(await ok('pve2', 'cat /etc/pve/.members')).toContain('"pve1": { "id": 1, "online": 1, "ip": "192.0.2.11"}');

    for (const name of ['pve1', 'pve2']) site.host(name).packages.set('corosync-qdevice', '3.0.3');
    site.host('wit').packages.set('corosync-qnetd', '3.0.3');
    await site.run('pve1', 'ssh-keyscan 192.0.2.20 >> /root/.ssh/known_hosts 2>/dev/null');
    const key = await ok('pve1', 'cat /root/.ssh/id_rsa.pub');
    await ok('wit', `echo '${key.trim()}' >> /root/.ssh/authorized_keys`);
    expect(await ok('pve1', 'pvecm qdevice setup 192.0.2.20 </dev/null')).toContain('Done');
    expect(await ok('pve1', 'pvecm status')).toMatch(/Total votes: {6}3\n/);

    for (const name of ['pve1', 'pve2']) await ok(name, 'zpool create -o ashift=12 tank /dev/sdb');
    await ok('pve1', 'pvesm add zfspool tank --pool tank --content images,rootdir --sparse 1');
    await ok('pve1', 'pvesm set local --content iso,vztmpl,backup,import,snippets');
    expect(await ok('pve2', 'pvesm status')).toMatch(/tank +zfspool +active/);

    await ok(
      'pve1',
      'mkdir -p /var/lib/vz/import; printf "QFI\\373\\000\\000\\000\\003\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000\\020\\000\\000\\000\\000\\200\\000\\000\\000" > /var/lib/vz/import/debian-12.qcow2',
    );
    await ok(
      'pve1',
      'qm create 9000 --name tpl --memory 1024 --net0 virtio,bridge=vmbr0 --scsihw virtio-scsi-single --agent 1 --serial0 socket --vga serial0',
    );
    await ok(
      'pve1',
      'qm set 9000 --scsi0 tank:0,import-from=/var/lib/vz/import/debian-12.qcow2 --ide2 tank:cloudinit --boot order=scsi0',
    );
    await ok('pve1', 'qm template 9000');
    await ok('pve1', 'qm clone 9000 100 --name vm-dashboard --full 1');
    await ok('pve1', 'qm disk resize 100 scsi0 100G');
    await ok(
      'pve1',
      'qm set 100 --ciuser debian --sshkeys /root/.ssh/id_rsa.pub --ipconfig0 ip=192.0.2.100/24,gw=192.0.2.1 --memory 2048',
    );
    expect(await ok('pve1', 'cat /etc/pve/qemu-server/100.conf')).toMatch(/scsi0: tank:vm-100-disk-0,size=100G/);
    await ok('pve1', 'qm start 100');
    await site.wait(30);
    expect(site.world.hostAt('192.0.2.100')?.name).toBe('vm-dashboard');
    // a cloud image brings no agent
    expect(await site.run('pve1', 'qm agent 100 ping')).toMatchObject({ stderr: 'QEMU guest agent is not running\n' });
    site.host('vm-dashboard').units.set('qemu-guest-agent', { active: 'active', enabled: false });
    expect(await ok('pve1', 'qm agent 100 ping')).toBe('');

    await ok('pve1', "pvesr create-local-job 100-0 pve2 --schedule '*/15'");
    await site.wait(65);
    expect(JSON.parse(await ok('pve1', 'pvesh get /nodes/pve1/replication --output-format json'))).toMatchObject([
      { id: '100-0', fail_count: 0 },
    ]);
    expect(JSON.parse(await ok('pve1', 'cat /var/lib/pve-manager/pve-replication-state.json'))).toHaveProperty(
      ['100', 'local/pve2', 'fail_count'],
      0,
    );
    await ok('pve1', 'ha-manager add vm:100 --state started --max_restart 1 --max_relocate 1');
    await site.wait(25);
    expect(await ok('pve1', 'ha-manager status')).toContain('service vm:100 (pve1, started)');

    site.world.setPower(site.host('pve1'), false);
    await site.wait(120);
    expect(await ok('pve2', 'ha-manager status')).not.toContain('(pve2, started)');
    await site.wait(90);
    expect(await ok('pve2', 'ha-manager status')).toContain('service vm:100 (pve2, started)');
    expect(await ok('pve2', 'qm status 100')).toBe('status: running\n');
    expect(
      [...site.world.effects.entries()].filter(
        ([name, count]) => count !== 1 && !name.includes('qm.start') && !name.includes('pmxcfs.write'),
      ),
    ).toEqual([]);
  });
});

describe('what goes wrong at a join', () => {
  it('loses a key that only the joining node had', async () => {
    const site = threeMachines('8.4');
    await site.run('pve2', "echo 'ssh-ed25519 AAAAONLYHERE only-on-pve2' >> /root/.ssh/authorized_keys");
    await cluster(site);
    expect((await site.run('pve2', 'cat /root/.ssh/authorized_keys')).stdout).not.toContain('only-on-pve2');
  });

  it('is refused right after the create, because the first node is not quorate yet', async () => {
    const site = threeMachines('8.4');
    const fingerprint = async () =>
      (await site.run('pve1', 'openssl x509 -in /etc/pve/local/pve-ssl.pem -noout -fingerprint -sha256')).stdout;
    void fingerprint;
    await site.run('pve1', 'pvecm create early');
    const result = await site.run('pve2', 'printf "rootpw\\nyes\\n" | pvecm add 192.0.2.11 --link0 192.0.2.12');
    expect(result).toMatchObject({ code: 0 });
    expect(result.stdout).toContain('cluster not ready - no quorum?');
    expect(result.stderr).toBe('Cluster join aborted!\n');
  });
});
