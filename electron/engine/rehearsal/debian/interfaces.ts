import type { SimHost, World } from '../kernel/program.ts';
import { settingsOf } from './settings.ts';

export interface Interface {
  readonly index: number;
  readonly name: string;
  /** Further names: systemd of Debian 13 gives every port one after its MAC. */
  readonly altNames?: readonly string[];
  readonly mac: string;
  readonly addresses: readonly string[];
  /** Absent = a port of the hardware. */
  readonly kind?: 'bridge' | 'bond' | 'vlan';
  readonly isBridge: boolean;
  readonly isLoopback: boolean;
  /** The bridge or bond it belongs to. */
  readonly master?: string;
  /** Of a bond's port: its own address, while it shows the bond's. */
  readonly permanentMac?: string;
  readonly mtu: number;
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
  const hasAltNames = Number.parseInt(host.osVersion, 10) >= (host.os === 'debian' ? 13 : 9);
  const virtual = [...host.addresses.keys()].filter((name) => !nics.some((nic) => nic.name === name));
  const bridges = virtual.filter((name) => name.startsWith('vmbr'));
  // Ports as /etc/network/interfaces says; without it the nth bridge takes the nth NIC.
  const text = Buffer.from(host.files.read('/etc/network/interfaces') ?? new Uint8Array(0)).toString('utf8');
  const options = optionsByInterface(text);
  const optionOf = (name: string, keys: RegExp): string | undefined =>
    options.get(name)?.find(([key]) => keys.test(key))?.[1];
  const configured = [...options.keys()];
  const masterOf = (port: string): string | undefined => {
    const owner = configured.find((name) =>
      optionOf(name, /^(bridge[-_]ports|bond[-_]slaves)$/)
        ?.split(/\s+/)
        .includes(port),
    );
    if (owner !== undefined) return host.addresses.has(owner) ? owner : undefined;
    return text.includes('bridge') ? undefined : bridges[nics.findIndex((entry) => entry.name === port)];
  };
  const kindOf = (name: string): 'bridge' | 'bond' | 'vlan' | undefined =>
    name.startsWith('vmbr')
      ? 'bridge'
      : optionOf(name, /^bond[-_](slaves|mode)$/) !== undefined
        ? 'bond'
        : /\.\d+$/.test(name)
          ? 'vlan'
          : undefined;
  /** A bond takes the address of its first port. */
  const macOfBond = (name: string): string => {
    const first = optionOf(name, /^bond[-_]slaves$/)?.split(/\s+/)[0] ?? '';
    return nics.find((nic) => nic.name === first)?.mac || macOf(name);
  };
  const mtuOf = (name: string): number => {
    const master = masterOf(name);
    const ofBond = master !== undefined && kindOf(master) === 'bond' ? optionOf(master, /^mtu$/) : undefined;
    return Number(optionOf(name, /^mtu$/) ?? ofBond ?? 1500);
  };
  return [
    {
      index: 1,
      name: 'lo',
      mac: '00:00:00:00:00:00',
      addresses: ['127.0.0.1/8'],
      isBridge: false,
      isLoopback: true,
      mtu: 65_536,
      up: true,
      speedMbps: 0,
    },
    ...nics.map((nic, index) => {
      const master = masterOf(nic.name);
      const own = nic.mac === '' ? macOf(nic.name) : nic.mac;
      const bonded = master !== undefined && kindOf(master) === 'bond' ? macOfBond(master) : undefined;
      return {
        index: index + 2,
        name: nic.name,
        ...(hasAltNames ? { altNames: [`enx${own.replaceAll(':', '')}`] } : {}),
        mac: bonded ?? own,
        ...(bonded === undefined || bonded === own ? {} : { permanentMac: own }),
        mtu: mtuOf(nic.name),
        addresses: host.addresses.get(nic.name) ?? [],
        isBridge: false,
        isLoopback: false,
        ...(master === undefined ? {} : { master }),
        up: nic.speedMbps > 0,
        speedMbps: nic.speedMbps,
      };
    }),
    ...virtual.map((name, index) => {
      const master = masterOf(name);
      const kind = kindOf(name);
      return {
        index: nics.length + 2 + index,
        name,
        mac: kind === 'bond' ? macOfBond(name) : nics[index]?.mac || macOf(name),
        addresses: host.addresses.get(name) ?? [],
        ...(kind === undefined ? {} : { kind }),
        ...(master === undefined ? {} : { master }),
        mtu: mtuOf(name),
        isBridge: name.startsWith('vmbr'),
        isLoopback: false,
        up: true,
        speedMbps: 10_000,
      };
    }),
  ];
}

/** An IPv4 address as a number. */
export function ipNumber(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** Whether an IPv4 address lies in the network of a `cidr`. */
export function sameNetwork(address: string, cidr: string): boolean {
  const [network = '', prefix = '32'] = cidr.split('/');
  const size = 2 ** (32 - Number(prefix));
  return Math.floor(ipNumber(address) / size) === Math.floor(ipNumber(network) / size);
}

/** The network of an IPv4 `cidr`, with its prefix: 192.168.1.11/24 gives 192.168.1.0/24. */
export function networkOf(cidr: string): string {
  const [address = '', prefix = '32'] = cidr.split('/');
  const size = 2 ** (32 - Number(prefix));
  const base = Math.floor(ipNumber(address) / size) * size;
  return `${[24, 16, 8, 0].map((shift) => Math.floor(base / 2 ** shift) % 256).join('.')}/${prefix}`;
}

/** The option lines of every interface that /etc/network/interfaces configures, in the order of the file. */
function optionsByInterface(text: string): ReadonlyMap<string, readonly (readonly [string, string])[]> {
  const all = new Map<string, (readonly [string, string])[]>();
  let current: (readonly [string, string])[] = [];
  for (const line of text.split('\n')) {
    const [key = '', ...rest] = line.trim().split(/\s+/);
    if (key === 'iface' && rest[0] !== undefined) {
      current = all.get(rest[0]) ?? [];
      all.set(rest[0], current);
    }
    current.push([key, rest.join(' ')]);
  }
  return all;
}
