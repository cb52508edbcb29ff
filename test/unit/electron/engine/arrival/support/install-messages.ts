import { makeEd25519 } from '../../../../../../electron/engine/shell/ssh-keys.ts';

/** The host key of a made-up node. */
export const NODE_KEY = makeEd25519('root@pve-node1', 'install-messages');

/** What an installer posts after installing pve-node1 of the arrival site, as version 1.2. */
export function webhookBody(change: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    $schema: { version: '1.2' },
    'debian-version': '13.2',
    product: { fullname: 'Proxmox VE', short: 'pve', version: '9.2.1' },
    iso: { release: '9.2', isorelease: '1' },
    'kernel-version': { sysname: 'Linux', release: '6.17.2-1-pve', version: '#1', machine: 'x86_64' },
    'boot-info': { mode: 'efi', secureboot: true },
    'cpu-info': { cores: 8, cpus: 16, flags: 'fpu vme vmx sse2', hvm: true, model: 'Made-up CPU', sockets: 1 },
    dmi: {
      system: { serial: 'SERIAL-1', name: 'RM-2200' },
      baseboard: { serial: 'Default string' },
      chassis: { 'asset-tag': 'TAG-1' },
    },
    filesystem: 'ext4',
    fqdn: 'pve-node1.municipal.lan',
    'machine-id': '0123456789abcdef0123456789abcdef',
    disks: [
      {
        size: 480_000_000_000,
        'is-bootdisk': true,
        'udev-properties': { DEVNAME: '/dev/sda', ID_SERIAL_SHORT: 'SYSTEM-1' },
      },
      { size: 480_000_000_000, 'udev-properties': { DEVNAME: '/dev/sdb', ID_SERIAL_SHORT: 'DATA-1', ID_MODEL: 'MZ7' } },
    ],
    'network-interfaces': [
      {
        name: 'nic0',
        mac: '02:00:00:00:01:01',
        address: '192.168.1.11/24',
        'is-management': true,
        'is-pinned': true,
        'udev-properties': {},
      },
      { name: 'nic1', mac: '02:00:00:00:01:02', 'udev-properties': {} },
    ],
    'ssh-public-host-keys': { ecdsa: '', ed25519: NODE_KEY.publicLine, rsa: 'ssh-rsa broken' },
    'reboot-mode': 'power-off',
    'something-new': { deep: [1] },
    ...change,
  };
}

/** The same machine as its installer asks for an answer. */
export function askBody(change: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    $schema: { version: '1.0' },
    product: { fullname: 'Proxmox VE', product: 'pve', enable_btrfs: true },
    iso: { release: '9.2', isorelease: '1' },
    dmi: { system: { serial: 'SERIAL-1', name: 'RM-2200' }, baseboard: {}, chassis: {} },
    network_interfaces: [{ link: 'eno1', mac: '02:00:00:00:01:01' }],
    ...change,
  };
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** What the first-boot hook of pve-node1 posts. */
export function hookBody(token: string, parts: Readonly<Record<string, string>> = {}): Record<string, unknown> {
  const disks = [
    {
      name: 'sda',
      type: 'disk',
      size: 480_000_000_000,
      serial: 'SYSTEM-1',
      children: [{ name: 'sda3', type: 'part', mountpoint: '/' }],
    },
    { name: 'sdb', type: 'disk', size: 960_000_000_000, serial: 'DATA-1' },
    { name: 'sr0', type: 'rom', size: 0 },
  ];
  const ports = [
    { ifname: 'lo', link_type: 'loopback', address: '00:00:00:00:00:00' },
    { ifname: 'nic0', link_type: 'ether', address: '02:00:00:00:01:01', master: 'vmbr0', addr_info: [] },
    { ifname: 'enp2s0', link_type: 'ether', address: '02:00:00:00:01:02', addr_info: [] },
    {
      ifname: 'vmbr0',
      link_type: 'ether',
      address: '02:00:00:00:01:01',
      linkinfo: { info_kind: 'bridge' },
      addr_info: [{ local: '192.168.1.11', prefixlen: 24 }],
    },
  ];
  return {
    schema: 1,
    node: 'pve-node1',
    token,
    ordering: 'fully-up',
    parts: {
      format: 'base64',
      disks: base64(JSON.stringify({ blockdevices: disks })),
      interfaces: base64(JSON.stringify(ports)),
      memory: base64('MemTotal:       32768000 kB\n'),
      cpu: base64('processor\t: 0\nflags\t\t: fpu vmx\n'),
      version: base64('pve-manager/9.2.1/0123456789abcdef (running kernel: 6.17.2-1-pve)\n'),
      keys: base64(`${NODE_KEY.publicLine}\n`),
      dmi: base64('product_serial=SERIAL-1\nchassis_asset_tag=TAG-1\nboard_serial=Default string\n'),
      ...Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, base64(text)])),
    },
  };
}
