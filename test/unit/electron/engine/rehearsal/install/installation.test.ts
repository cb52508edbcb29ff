import { copyFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { installState } from '../../../../../../electron/engine/rehearsal/install/model/install-state.ts';
import { whatScreenShows } from '../../../../../../electron/engine/rehearsal/install/what-screen-shows.ts';
import { sh } from '../../../../../support/simulated-site.ts';
import { answerText, bareSite, openRack, type Rack, type RackOptions } from './support/bare-site.ts';

let rack: Rack | undefined;
const open = (options: RackOptions = {}): Rack => {
  rack = openRack(options);
  return rack;
};
afterEach(() => {
  const defects = rack?.world.defects ?? [];
  rack?.close();
  rack = undefined;
  expect(defects).toEqual([]);
});

/** From the stick to the running system, as a technician goes. */
async function installOne({ machines, off, until }: Rack, stick: Awaited<ReturnType<Rack['stick']>>): Promise<void> {
  machines.insertStick('pve1', stick);
  machines.powerOn('pve1');
  await off('pve1');
  machines.removeStick('pve1');
  machines.powerOn('pve1');
  await until('pve1', /^pve1 login:/m);
}

describe('a machine without an answer', () => {
  it('says that there is nothing to start from when no stick is in', async () => {
    const { machines, until } = open();
    expect(machines.screen('pve1')).toEqual([]);
    machines.powerOn('pve1');
    await until('pve1', 'No bootable device');
    expect(whatScreenShows(machines.screen('pve1'))).toBe('nothing');
  });

  it('waits in the menu for ever with the vendor image alone', async () => {
    const { machines, until, base, world } = open();
    machines.insertStick('pve1', { imagePath: base });
    machines.powerOn('pve1');
    await until('pve1', 'Graphical');
    await world.sleep(3600);
    expect(whatScreenShows(machines.screen('pve1'))).toBe('boot-menu');
  });

  it('does not start from a stick whose head was never written, nor from one that ends early', async () => {
    const { machines, until, base, folder } = open();
    const headless = join(folder, 'headless.img');
    copyFileSync(base, headless);
    writeFileSync(headless, Buffer.alloc(32 * 1024), { flag: 'r+' });
    machines.insertStick('pve1', { imagePath: headless });
    machines.powerOn('pve1');
    await until('pve1', 'No bootable device');
    const short = join(folder, 'short.img');
    copyFileSync(base, short);
    truncateSync(short, 40 * 1024);
    machines.insertStick('pve2', { imagePath: short });
    machines.powerOn('pve2');
    await until('pve2', 'grub>');
    expect(whatScreenShows(machines.screen('pve2'))).toBe('grub-prompt');
  });
});

describe('an installation from the stick', () => {
  it('erases the disk of the answer and no other, and makes the machine a host of the site', async () => {
    const lab = open();
    await installOne(lab, await lab.stick(answerText()));
    const host = lab.world.hosts.get('pve1');
    if (!host) throw new Error('no host');
    expect(host.osVersion).toBe('9.1');
    expect(host.hardware.disks.map(({ serial, use }) => [serial, use])).toEqual([
      ['DATA-1', undefined],
      ['SYS-1', 'system'],
    ]);
    expect(Object.fromEntries(host.addresses)).toEqual({ vmbr0: ['192.168.1.11/24'] });
    expect(lab.world.checkPassword(host, 'root', 'correct horse')).toBe(true);
    expect(lab.world.checkPassword(host, 'root', 'wrong horse')).toBe(false);
    const interfaces = await sh(lab.world, 'cat /etc/network/interfaces; hostname -f; cat /root/.ssh/authorized_keys', {
      host: 'pve1',
    });
    expect(interfaces.stdout).toContain('bridge-ports eno1');
    expect(interfaces.stdout).toContain('iface enp2s0f0 inet manual');
    expect(interfaces.stdout).toContain('pve1.bare.lan');
    expect(lab.world.hosts.has('pve2')).toBe(false);
  });

  it('pins names where the answer says so, and on 9.2 also where it says that nothing is pinned', async () => {
    const pinning = (enabled: boolean) => `
[network.interface-name-pinning]
enabled = ${enabled}
[network.interface-name-pinning.mapping]
"3C:EC:EF:00:00:01" = "mgmt0"
`;
    for (const [version, enabled, names] of [
      ['9.1', true, ['mgmt0', 'nic1']],
      ['9.1', false, ['eno1', 'enp2s0f0']],
      ['9.2', false, ['nic0', 'nic1']],
    ] as const) {
      const lab = openRack({ site: bareSite({ version }) });
      await installOne(lab, await lab.stick(answerText({ rest: pinning(enabled) })));
      const host = lab.world.hosts.get('pve1');
      expect(host?.hardware.nics.map(({ name }) => name)).toEqual(names);
      expect(Buffer.from(host?.files.read('/etc/network/interfaces') ?? []).toString()).toContain(
        `bridge-ports ${names[0]}`,
      );
      lab.close();
    }
  });

  it('stops in a shell with everything still on the disks when the disk is not there', async () => {
    const { machines, until, stick, world } = open({ faults: ['install.disk-missing@pve1'] });
    machines.insertStick('pve1', await stick(answerText()));
    machines.powerOn('pve1');
    await until('pve1', 'root@proxmox:/#');
    expect(whatScreenShows(machines.screen('pve1'))).toBe('error-and-prompt');
    const screen = machines.screen('pve1').join('\n');
    expect(screen).toContain('ERROR: filter did not match any device');
    expect(screen).not.toContain('answer.');
    expect(installState(world).machines.pve1).toMatchObject({ erasures: 0, disks: {} });
  });

  it('erases nothing where one disk of a mirror is missing', async () => {
    const { machines, until, stick, world } = open({ faults: ['install.disk-missing@pve1'] });
    const disks = 'filesystem = "zfs"\nzfs.raid = "raid1"\nfilter.ID_SERIAL_SHORT = "*-1"';
    machines.insertStick('pve1', await stick(answerText({ disks })));
    machines.powerOn('pve1');
    await until('pve1', 'root@proxmox:/#');
    expect(machines.screen('pve1').join('\n')).toContain('zfs (RAID1) needs at least 2 device');
    expect(installState(world).machines.pve1).toMatchObject({ erasures: 0, disks: {} });
  });

  it('tells a wrong answer in the words that the vendor was seen to use', async () => {
    const { machines, until, stick } = open();
    machines.insertStick('pve1', await stick(answerText().replace('country = "es"', 'country = "AR"')));
    machines.powerOn('pve1');
    await until('pve1', 'root@proxmox:/#');
    expect(machines.screen('pve1')).toContain("ERROR: country code 'AR' is not valid");
  });

  it('installs again when the stick stays in and the answer restarts the machine', async () => {
    const { machines, until, stick, world } = open();
    machines.insertStick('pve1', await stick(answerText({ global: 'reboot-mode = "reboot"' })));
    machines.powerOn('pve1');
    await until('pve1', 'rebooting...');
    await until('pve1', 'executed automatically');
    await until('pve1', 'rebooting...');
    expect(installState(world).machines.pve1?.erasures).toBe(2);
    machines.removeStick('pve1');
    await until('pve1', /^pve1 login:/m);
  });

  it('installs again when its installed system restarts by itself with the stick in', async () => {
    const lab = open();
    const stick = await lab.stick(answerText());
    await installOne(lab, stick);
    const host = lab.world.hosts.get('pve1');
    if (!host) throw new Error('no host');
    lab.world.reboot(host);
    await lab.until('pve1', /^pve1 login:/m);
    expect(installState(lab.world).machines.pve1?.erasures).toBe(1);
    lab.machines.insertStick('pve1', stick);
    lab.world.reboot(host);
    await lab.until('pve1', 'executed automatically');
    await lab.off('pve1');
    expect(installState(lab.world).machines.pve1?.erasures).toBe(2);
    expect(lab.world.hosts.has('pve1')).toBe(false);
  });

  it('tries again and again where the answer restarts it on errors', async () => {
    const { machines, until, stick } = open({ faults: ['install.disk-missing@pve1'] });
    machines.insertStick('pve1', await stick(answerText({ global: 'reboot-on-error = true' })));
    machines.powerOn('pve1');
    await until('pve1', 'rebooting in 30 seconds');
    await until('pve1', 'executed automatically');
    await until('pve1', 'rebooting in 30 seconds');
  });

  it('reads what the parser of its version reads: a key of 9.2 stops 9.1', async () => {
    const { machines, until, stick } = open();
    machines.insertStick('pve1', await stick(answerText({ global: 'subscription-key = "pve1c-0123456789"' })));
    machines.powerOn('pve1');
    await until('pve1', 'Failed to parse answer file');
  });

  it('loses its work with its power: half an installation does not start', async () => {
    const { machines, until, stick, world } = open();
    machines.insertStick('pve1', await stick(answerText()));
    machines.powerOn('pve1');
    await until('pve1', 'extracting base system');
    machines.powerOff('pve1');
    machines.removeStick('pve1');
    machines.powerOn('pve1');
    await until('pve1', 'No bootable device');
    expect(installState(world).machines.pve1).toMatchObject({ erasures: 1, disks: { sdb: '' } });
  });

  it('stands still for ever when it hangs', async () => {
    const { machines, until, stick, world } = open({ faults: ['install.hangs@pve1'] });
    machines.insertStick('pve1', await stick(answerText()));
    machines.powerOn('pve1');
    await until('pve1', '35 %');
    await world.sleep(7200);
    expect(whatScreenShows(machines.screen('pve1'))).toBe('installer');
    expect(machines.screen('pve1').at(-1)).toContain('35 %');
  });

  it('takes the first disk with any matching entry, as the real one does, when two keys are given for ext4', async () => {
    const lab = open();
    const disks =
      'filesystem = "ext4"\nfilter-match = "all"\nfilter.ID_MODEL = "Big_Disk_2000"\nfilter.ID_SERIAL_SHORT = "SYS-1"';
    await installOne(lab, await lab.stick(answerText({ disks })));
    expect(lab.world.hosts.get('pve1')?.hardware.disks.map(({ serial, use }) => [serial, use])).toEqual([
      ['DATA-1', 'system'],
      ['SYS-1', undefined],
    ]);
  });
});

describe('the program of the first start', () => {
  const withHook = answerText({ rest: '[first-boot]\nsource = "from-iso"\nordering = "fully-up"' });

  it('runs once, as root, with the name of its moment, in a folder that only root enters', async () => {
    const lab = open();
    await installOne(lab, await lab.stick(withHook, '#!/bin/sh\necho "$1 $(id -un) $PATH" >> /root/seen\nexit 0\n'));
    await lab.world.sleep(60);
    const look =
      'cat /root/seen; stat -c %a /var/lib/proxmox-first-boot; ls /var/lib/proxmox-first-boot; systemctl is-active proxmox-first-boot-multi-user';
    const before = await sh(lab.world, look, { host: 'pve1' });
    expect(before.stdout.split('\n')[0]).toMatch(/^fully-up root \/usr\/local\/sbin:/);
    expect(before.stdout).toContain('\n700\nproxmox-first-boot\nactive');
    lab.machines.powerOff('pve1');
    lab.machines.powerOn('pve1');
    await lab.until('pve1', /^pve1 login:/m);
    await lab.world.sleep(60);
    expect((await sh(lab.world, 'wc -l < /root/seen', { host: 'pve1' })).stdout.trim()).toBe('1');
  });

  it('runs at every start for as long as it fails', async () => {
    const lab = open();
    await installOne(lab, await lab.stick(withHook, '#!/bin/sh\necho run >> /root/seen\nexit 3\n'));
    await lab.world.sleep(60);
    lab.machines.powerOff('pve1');
    lab.machines.powerOn('pve1');
    await lab.until('pve1', /^pve1 login:/m);
    await lab.world.sleep(60);
    const look =
      'wc -l < /root/seen; systemctl is-active proxmox-first-boot-multi-user; ls /var/lib/proxmox-first-boot';
    expect((await sh(lab.world, look, { host: 'pve1' })).stdout).toBe(
      '2\nfailed\npending-first-boot-setup\nproxmox-first-boot\n',
    );
  });

  it('stops the installation before anything is erased when the answer names it and the image has none', async () => {
    const { machines, until, stick, world } = open();
    machines.insertStick('pve1', await stick(withHook));
    machines.powerOn('pve1');
    await until('pve1', 'failed loading first-boot executable from ISO');
    expect(installState(world).machines.pve1?.erasures).toBe(0);
  });

  it('shows on the screen what it writes for the login prompt only when that is drawn again', async () => {
    const lab = open();
    const hook =
      '#!/bin/sh\nmkdir -p /etc/issue.d\necho "SHA256:drawn" > /etc/issue.d/90-x.issue\n[ -e /root/quiet ] || agetty --reload\n';
    await installOne(lab, await lab.stick(withHook, hook));
    await lab.until('pve1', 'SHA256:drawn');
    expect(lab.machines.screen('pve1').join('\n')).toMatch(
      /https:\/\/192\.168\.1\.11:8006\/[\s\S]*SHA256:drawn\npve1 login:/,
    );
  });

  it('keeps the network down while it runs before the network', async () => {
    const lab = open();
    const early = answerText({ rest: '[first-boot]\nsource = "from-iso"\nordering = "before-network"' });
    await installOne(
      lab,
      await lab.stick(
        early,
        '#!/bin/sh\nwget -q -T 3 -O /dev/null http://192.168.1.50:8443/ ; echo "$1 $?" > /root/seen\n',
      ),
    );
    expect((await sh(lab.world, 'cat /root/seen', { host: 'pve1' })).stdout).toBe('before-network 4\n');
  });
});

describe('the state of the machines', () => {
  it('outlives the process: an installed machine that never started does so later', async () => {
    const first = open();
    first.machines.insertStick('pve1', await first.stick(answerText()));
    first.machines.powerOn('pve1');
    await first.off('pve1');
    const state = structuredClone(first.world.saveState());
    first.close();
    const { machines, until, world } = open({ state });
    expect(machines.machines.map(({ power }) => power)).toEqual(['off', 'off']);
    machines.powerOn('pve1');
    await until('pve1', /^pve1 login:/m);
    expect([...world.hosts.keys()]).toEqual(['pve1']);
  });
});
