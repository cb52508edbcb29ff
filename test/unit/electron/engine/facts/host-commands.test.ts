import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import type { Known } from '../../../../../electron/engine/facts/fact.ts';
import { cpu } from '../../../../../electron/engine/facts/host/cpu.ts';
import { diskLinks, lastingPath } from '../../../../../electron/engine/facts/host/disk-links.ts';
import { contentOf, disks } from '../../../../../electron/engine/facts/host/disks.ts';
import { interfaces } from '../../../../../electron/engine/facts/host/interfaces.ts';
import { listeners } from '../../../../../electron/engine/facts/host/listeners.ts';
import { packages } from '../../../../../electron/engine/facts/host/packages.ts';
import { hasKey, sshFiles } from '../../../../../electron/engine/facts/host/ssh-files.ts';
import { timeSync } from '../../../../../electron/engine/facts/host/time-sync.ts';
import { timeZone } from '../../../../../electron/engine/facts/host/time-zone.ts';
import { units } from '../../../../../electron/engine/facts/host/units.ts';
import { wireText } from '../../../../../electron/engine/shell/command.ts';

const of = (stdout: string, code = 0, stderr = '') => ({ code, stdout, stderr });
function value<T>(fact: Known<T>): T {
  if (!fact.known) throw new Error(fact.why);
  return fact.value;
}

test('two sockets of four cores with two threads are eight cores', () => {
  const thread = (n: number) =>
    `processor\t: ${n}\nphysical id\t: ${n % 2}\ncpu cores\t: 4\nflags\t\t: fpu vmx sse\n\n`;
  const text = Array.from({ length: 16 }, (_, n) => thread(n)).join('');
  expect(value(cpu.parse(of(text)))).toEqual({ cores: 8, threads: 16, virtualisation: true });
});

test('a disk with a partition is not blank, a bare one is', () => {
  const text = JSON.stringify({
    blockdevices: [
      { name: 'sdb', path: '/dev/sdb', type: 'disk', size: 960197124096, serial: 'S6PUNX0T700398 ', rota: false },
      {
        name: 'sda',
        type: 'disk',
        size: '240057409536',
        serial: null,
        rota: '0',
        children: [{ name: 'sda1', path: '/dev/sda1', type: 'part', size: 1031168, fstype: null }],
      },
    ],
  });
  const [bare, used] = value(disks.parse(of(text)));
  expect(bare && contentOf(bare)).toEqual([]);
  expect(bare?.serial).toBe('S6PUNX0T700398');
  expect(used && contentOf(used)).toEqual(['/dev/sda1: part']);
  expect(used?.sizeBytes).toBe(240_057_409_536);
});

test('the lasting path of a disk prefers its make and model over its number', () => {
  const listing = [
    'total 0',
    'lrwxrwxrwx 1 root root  9 Nov 21 02:00 ata-Samsung_PM893_S6PUNX0T700398 -> ../../sdb',
    'lrwxrwxrwx 1 root root 10 Nov 21 02:00 ata-Samsung_PM893_S6PUNX0T700398-part1 -> ../../sdb1',
    'lrwxrwxrwx 1 root root  9 Nov 21 02:00 wwn-0x5002538e40 -> ../../sdb',
    'lrwxrwxrwx 1 root root  9 Nov 21 02:00 virtio-ABC -> ../../vda',
  ].join('\n');
  const links = value(diskLinks.parse(of(listing)));
  expect(lastingPath(links, 'sdb')).toBe('/dev/disk/by-id/ata-Samsung_PM893_S6PUNX0T700398');
  expect(lastingPath(links, 'vda')).toBe('/dev/disk/by-id/virtio-ABC');
  expect(lastingPath(links, 'sdc')).toBeUndefined();
});

test('a node none of whose disks has a serial has no folder of lasting paths, and that is known', () => {
  const command = wireText(diskLinks.command).replaceAll('/dev/disk/by-id', '/dev/no-such-folder');
  expect(value(diskLinks.parse(of(execFileSync('sh', ['-c', command], { encoding: 'utf8' })))).size).toBe(0);
});

test('bridges, taps, VLANs and loopback are no network ports; a pinned port may have any name', () => {
  const text = JSON.stringify(
    Object.entries({
      lo: undefined,
      eno1: { info_slave_kind: 'bridge' },
      enp2s0f0: undefined,
      'sync-a': undefined,
      vmbr0: { info_kind: 'bridge' },
      tap100i0: { info_kind: 'tun', info_slave_kind: 'bridge' },
      eno1v7: { info_kind: 'vlan' },
    }).map(([ifname, linkinfo]) => ({
      ifname,
      ...(linkinfo ? { linkinfo } : {}),
      link_type: ifname === 'lo' ? 'loopback' : 'ether',
      address: '3C:EC:EF:7A:10:C4',
      operstate: 'UP',
      addr_info: ifname === 'vmbr0' ? [{ family: 'inet', local: '192.168.1.11', prefixlen: 24 }] : [],
    })),
  );
  const list = value(interfaces.parse(of(text)));
  expect(list.filter((entry) => entry.physical).map((entry) => entry.name)).toEqual(['eno1', 'enp2s0f0', 'sync-a']);
  expect(list.find((entry) => entry.name === 'vmbr0')?.addresses).toEqual(['192.168.1.11/24']);
  expect(list[1]?.mac).toBe('3c:ec:ef:7a:10:c4');
});

test('ports on loopback do not count as open', () => {
  const text =
    'LISTEN 0 128 0.0.0.0:22 0.0.0.0:*\nLISTEN 0 4096 *:8006 *:*\nLISTEN 0 4096 127.0.0.1:85 0.0.0.0:*\nLISTEN 0 100 [::1]:25 [::]:*\n';
  expect(value(listeners.parse(of(text)))).toEqual([22, 8006]);
});

test('a removed package whose configuration stayed is not installed', () => {
  const text = 'ii \tchrony\t4.3-2\nrc \told\t1.0\nhi \theld\t2.0\n';
  expect([...value(packages.parse(of(text))).keys()]).toEqual(['chrony', 'held']);
  expect(packages.parse(of('')).known).toBe(false);
});

test('the time zone is read from the link, and from the file where there is no link', () => {
  expect(value(timeZone.parse(of('/usr/share/zoneinfo/Europe/Madrid\nEtc/UTC\n')))).toBe('Europe/Madrid');
  expect(value(timeZone.parse(of('Europe/Madrid\n')))).toBe('Europe/Madrid');
  expect(timeZone.parse(of('', 1)).known).toBe(false);
});

test('units in the order asked, an unknown one as not loaded', () => {
  const blocks = [
    'Id=chrony.service\nLoadState=loaded\nActiveState=active\nUnitFileState=enabled',
    'Id=corosync.service\nLoadState=loaded\nActiveState=inactive\nUnitFileState=enabled',
    'Id=docker.service\nLoadState=not-found\nActiveState=inactive\nUnitFileState=',
  ];
  const found = value(units.parse(of(`${blocks.join('\n\n')}\n`)));
  expect(found.get('chrony.service')).toEqual({ loaded: true, active: 'active', enabled: 'enabled' });
  expect(found.get('docker.service')?.loaded).toBe(false);
  expect(units.parse(of('', 1, 'Failed to connect to bus')).known).toBe(false);
});

test('chrony that follows nobody is not synchronised', () => {
  const line = (stratum: number, leap: string) =>
    `C0A8010B,192.168.1.11,${stratum},1795227000.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1,64.0,${leap}\n`;
  expect(value(timeSync.parse(of(line(9, 'Normal'))))).toMatchObject({ source: '192.168.1.11', synchronised: true });
  expect(value(timeSync.parse(of(line(0, 'Not synchronised'))))).toMatchObject({ synchronised: false });
});

test('a key is found by its body, with options before and another comment after', () => {
  const text =
    '/root/.ssh/authorized_keys:from="10.0.0.1" ssh-ed25519 AAAAbody someone\n/root/.ssh/id_rsa.pub:ssh-rsa AAAArsa root@a\n/etc/ssh/ssh_host_ed25519_key.pub:ssh-ed25519 AAAAhost root@a\n';
  const files = value(sshFiles.parse(of(text, 2)));
  expect(hasKey(files.authorizedKeys, 'ssh-ed25519 AAAAbody site')).toBe(true);
  expect(hasKey(files.authorizedKeys, 'ssh-ed25519 AAAAbod site')).toBe(false);
  expect(files.publicKey).toBe('ssh-rsa AAAArsa root@a');
  expect(files.hostKeys).toEqual(['ssh-ed25519 AAAAhost']);
});
