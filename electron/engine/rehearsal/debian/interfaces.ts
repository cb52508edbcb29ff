import type { SimHost, World } from '../kernel/program.ts';
import { settingsOf } from './settings.ts';

export interface Interface {
  readonly index: number;
  readonly name: string;
  readonly mac: string;
  readonly addresses: readonly string[];
  readonly isBridge: boolean;
  readonly isLoopback: boolean;
  /** The bridge it belongs to. */
  readonly master?: string;
  readonly up: boolean;
  readonly speedMbps: number;
}

/** Every interface of a host: lo, the hardware's NICs, bridges that carry addresses. The first NIC is a bridge's port. */
export function interfacesOf(world: World, host: SimHost): readonly Interface[] {
  const settings = settingsOf(world, host);
  const macOf = (name: string) => {
    settings.macs[name] ??= `bc:24:11:${Array.from({ length: 3 }, () =>
      Math.floor(world.random() * 256)
        .toString(16)
        .padStart(2, '0'),
    ).join(':')}`;
    return settings.macs[name];
  };
  const nics = host.hardware.nics;
  const virtual = [...host.addresses.keys()].filter((name) => !nics.some((nic) => nic.name === name));
  const bridges = virtual.filter((name) => name.startsWith('vmbr'));
  // Ports as /etc/network/interfaces says; without it the nth bridge takes the nth NIC.
  const text = Buffer.from(host.files.read('/etc/network/interfaces') ?? new Uint8Array(0)).toString('utf8');
  const masterOf = (nic: string): string | undefined => {
    let current = '';
    for (const line of text.split('\n')) {
      const iface = /^\s*iface\s+(\S+)/.exec(line)?.[1];
      if (iface !== undefined) current = iface;
      const ports = /^\s*bridge[-_]ports\s+(.*)$/.exec(line)?.[1];
      if (ports?.split(/\s+/).includes(nic)) return current;
    }
    return text.includes('bridge') ? undefined : bridges[nics.findIndex((entry) => entry.name === nic)];
  };
  return [
    {
      index: 1,
      name: 'lo',
      mac: '00:00:00:00:00:00',
      addresses: ['127.0.0.1/8'],
      isBridge: false,
      isLoopback: true,
      up: true,
      speedMbps: 0,
    },
    ...nics.map((nic, index) => {
      const master = masterOf(nic.name);
      return {
        index: index + 2,
        name: nic.name,
        mac: nic.mac === '' ? macOf(nic.name) : nic.mac,
        addresses: host.addresses.get(nic.name) ?? [],
        isBridge: false,
        isLoopback: false,
        ...(master === undefined ? {} : { master }),
        up: nic.speedMbps > 0,
        speedMbps: nic.speedMbps,
      };
    }),
    ...virtual.map((name, index) => ({
      index: nics.length + 2 + index,
      name,
      mac: nics[index]?.mac || macOf(name),
      addresses: host.addresses.get(name) ?? [],
      isBridge: name.startsWith('vmbr'),
      isLoopback: false,
      up: true,
      speedMbps: 10_000,
    })),
  ];
}

/** An IPv4 address as a number. */
export function ipNumber(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

export function sameNetwork(address: string, cidr: string): boolean {
  const [network = '', prefix = '32'] = cidr.split('/');
  const size = 2 ** (32 - Number(prefix));
  return Math.floor(ipNumber(address) / size) === Math.floor(ipNumber(network) / size);
}

export function networkOf(cidr: string): string {
  const [address = '', prefix = '32'] = cidr.split('/');
  const size = 2 ** (32 - Number(prefix));
  const base = Math.floor(ipNumber(address) / size) * size;
  return `${[24, 16, 8, 0].map((shift) => Math.floor(base / 2 ** shift) % 256).join('.')}/${prefix}`;
}
