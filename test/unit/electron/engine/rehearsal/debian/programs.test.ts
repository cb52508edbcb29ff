import { afterAll, describe, expect, it } from 'vitest';
import type { CommandSet } from '../../../../../../electron/engine/rehearsal/kernel/program.ts';
import { debianHost, debianWorld, sh } from '../../../../../support/simulated-site.ts';

const disks: CommandSet = {
  id: 'disks',
  programs: {},
  installedOn: () => false,
  initialState: () => ({ pool: '' }),
  diskUse: (world, _host, disk) => (disk === 'sdb' ? world.slice<{ pool: string }>('disks').pool : undefined),
};
const plain = debianHost('vm1', '192.168.1.21');
const world = debianWorld(
  {
    hosts: [
      {
        ...plain,
        timezone: 'Europe/Madrid',
        hardware: {
          ...plain.hardware,
          disks: [
            ...plain.hardware.disks,
            { name: 'sdb', serial: 'DATA1', model: 'Big Disk', sizeBytes: 960e9, rotational: true },
          ],
        },
        passwords: { root: 'x' },
      },
      debianHost('vm2', '192.168.1.22'),
    ],
  },
  [disks],
);
afterAll(() => world.close());
const out = async (script: string) => (await sh(world, script)).stdout;

describe('Debian’s programs on a simulated host', () => {
  it('show the hardware and what is on the disks', async () => {
    const read = async () =>
      JSON.parse(await out('lsblk -J -b -o NAME,TYPE,SIZE,SERIAL,FSTYPE,LABEL,PTTYPE')).blockdevices;
    expect((await read())[1]).toEqual({
      name: 'sdb',
      type: 'disk',
      size: 960e9,
      serial: 'DATA1',
      fstype: null,
      label: null,
      pttype: null,
    });
    world.slice<{ pool: string }>('disks').pool = 'zfs:tank';
    expect((await read())[1]).toMatchObject({
      pttype: 'gpt',
      children: [{ name: 'sdb1', fstype: 'zfs_member', label: 'tank' }, { name: 'sdb9' }],
    });
    expect(await out('nproc; readlink -f /dev/disk/by-id/ata-Big_Disk_DATA1; cat /sys/class/net/ens18/address')).toBe(
      '2\n/dev/sdb\nbc:24:11:00:00:01\n',
    );
    expect((await sh(world, 'lsblk -o NOPE')).code).toBe(1);
  });

  it('reach what the network reaches', async () => {
    expect((await sh(world, 'ping -c 1 -W 1 192.168.1.22')).code).toBe(0);
    const [a, b] = [world.hosts.get('vm1'), world.hosts.get('vm2')];
    if (!a || !b) throw new Error('no hosts');
    world.setLink(a, b, false);
    expect((await sh(world, 'ping -c 1 -W 1 192.168.1.22')).code).toBe(1);
    world.setLink(a, b, true);
    expect(JSON.parse(await out('ip -j addr show ens18'))[0].addr_info[0]).toMatchObject({
      local: '192.168.1.21',
      prefixlen: 24,
    });
    expect(await out('getent hosts vm1; getent hosts nobody; echo $?')).toBe(
      '127.0.1.1       vm1.example.lan vm1\n2\n',
    );
  });

  it('log in to another host as ssh does: known host, authorised key, then the command', async () => {
    const unknown = await sh(world, 'ssh -o BatchMode=yes 192.168.1.22 true');
    expect(unknown).toMatchObject({ code: 255, stderr: 'Host key verification failed.\n' });
    await sh(
      world,
      "ssh-keyscan 192.168.1.22 2>/dev/null >> /root/.ssh/known_hosts; ssh-keygen -q -t ed25519 -N '' -f /root/.ssh/id_ed25519",
    );
    expect((await sh(world, 'ssh -o BatchMode=yes 192.168.1.22 true')).stderr).toBe(
      'root@192.168.1.22: Permission denied (publickey,password).\n',
    );
    const key = world.hosts.get('vm1')?.files.read('/root/.ssh/id_ed25519.pub');
    world.hosts.get('vm2')?.files.write('/root/.ssh/authorized_keys', key ?? new Uint8Array(0));
    expect(await sh(world, 'echo in | ssh root@192.168.1.22 "cat; hostname; exit 4"')).toEqual({
      code: 4,
      stdout: 'in\nvm2\n',
      stderr: '',
    });
    expect(
      await out(
        'ssh-keygen -F 192.168.1.22 > /dev/null && echo known; ssh-keygen -R 192.168.1.22 > /dev/null; ssh-keygen -F 192.168.1.22 || echo gone',
      ),
    ).toBe('known\ngone\n');
  });

  it('act on units', async () => {
    expect(
      await out(
        'systemctl is-active chrony; systemctl stop chrony; systemctl is-active chrony; chronyc tracking; systemctl enable --now chrony; systemctl is-enabled chrony',
      ),
    ).toBe('active\ninactive\n506 Cannot talk to daemon\nenabled\n');
    expect(await sh(world, 'systemctl start nothing')).toEqual({
      code: 5,
      stdout: '',
      stderr: 'Failed to start nothing.service: Unit nothing.service not found.\n',
    });
    expect(
      await out(
        'systemd-run -q --unit=u1 --property=Type=oneshot sh -c "exit 3"; echo $?; systemctl show -p Result,ExecMainStatus --value u1; systemctl is-active u1; systemctl reset-failed u1; systemctl is-active u1',
      ),
    ).toBe('1\nexit-code\n3\nfailed\ninactive\n');
    expect(
      await out(
        'systemd-run -q --collect --unit=u2 sleep 5; systemd-run -q --unit=u2 true || echo taken; systemctl stop u2; systemctl is-active u2',
      ),
    ).toBe('taken\ninactive\n');
  });

  it('tell the time in the zone that was set', async () => {
    expect(
      await out(
        'date -d @1700000000 +%H:%M%z; date -u -d @1700000000 +%FT%T; timedatectl set-timezone Etc/UTC; timedatectl show -p Timezone --value; date -d @1700000000 +%H:%M%z',
      ),
    ).toBe('23:13+0100\n2023-11-14T22:13:20\nEtc/UTC\n22:13+0000\n');
    await sh(world, 'echo "allow 192.168.1.0/24" > /etc/chrony/conf.d/serve.conf', { host: 'vm2' });
    expect(
      await out(
        'timedatectl show -p NTPSynchronized --value; echo "server 192.168.1.22 iburst" > /etc/chrony/sources.d/x.sources; chronyc -n sources | grep -c "^^\\*"; timedatectl show -p NTPSynchronized --value',
      ),
    ).toBe('no\n1\nyes\n');
  });

  it('hold a lock against a second one', async () => {
    expect(
      await out('flock /run/l sh -c "sleep 3; echo first" & sleep 1; flock -n /run/l echo second || echo busy; wait'),
    ).toBe('busy\nfirst\n');
  });
});
