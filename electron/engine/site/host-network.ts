import type { Host, Site } from '../../api/site.ts';
import { managementCidr } from './derive.ts';
import { pinnedNicNames } from './nic-names.ts';

/** An interface of a node as the site wants it; what is absent stays as the node has it. */
export interface WantedInterface {
  readonly name: string;
  readonly type: 'eth' | 'bond' | 'vlan' | 'bridge';
  readonly cidr?: string;
  readonly gateway?: string;
  readonly mtu?: number;
  /** Ports of a bridge, slaves of a bond: names as the site file has them. */
  readonly ports?: readonly string[];
  readonly bondMode?: string;
  readonly primary?: string;
  readonly hashPolicy?: string;
  readonly vlanAware?: boolean;
  /** Of a VLAN: what carries it, and its tag. */
  readonly device?: string;
  readonly tag?: number;
}

/** The name of a VLAN interface, as Proxmox's page suggests it. */
export function vlanName(device: string, tag: number): string {
  return `${device}.${tag}`;
}

/** The bonds, VLANs and bridges of `hosts[].network`, in that order. */
export function wantedInterfaces(host: Host): readonly WantedInterface[] {
  const network = host.network;
  if (!network) return [];
  const addressed = (entry: {
    address?: string | undefined;
    gateway?: string | undefined;
    mtu?: number | undefined;
  }) => ({
    ...(entry.address === undefined ? {} : { cidr: entry.address }),
    ...(entry.gateway === undefined ? {} : { gateway: entry.gateway }),
    ...(entry.mtu === undefined ? {} : { mtu: entry.mtu }),
  });
  return [
    ...network.bonds.map(
      (bond): WantedInterface => ({
        name: bond.name,
        type: 'bond',
        ports: bond.ports,
        bondMode: bond.mode,
        ...(bond.primary === undefined ? {} : { primary: bond.primary }),
        ...(bond.hashPolicy === undefined ? {} : { hashPolicy: bond.hashPolicy }),
        ...addressed(bond),
      }),
    ),
    ...network.vlans.map(
      (vlan): WantedInterface => ({
        name: vlanName(vlan.device, vlan.tag),
        type: 'vlan',
        device: vlan.device,
        tag: vlan.tag,
        ...addressed(vlan),
      }),
    ),
    ...network.bridges.map(
      (bridge): WantedInterface => ({
        name: bridge.name,
        type: 'bridge',
        ports: bridge.ports,
        vlanAware: bridge.vlanAware,
        ...addressed(bridge),
      }),
    ),
  ];
}

/** Whether an address of the host is put on an interface by `hosts[].network`. */
export function carriedByNetwork(host: Host, address: string): boolean {
  return wantedInterfaces(host).some((entry) => entry.cidr?.split('/')[0] === address);
}

/** Names that a port of the hardware may have in the site file: the installer's, and the pinned one. By name: its MAC. */
export function portNames(site: Site, host: Host): ReadonlyMap<string, string> {
  const pinned = pinnedNicNames(site, host) ?? {};
  const nics = host.hardware?.nics ?? [];
  return new Map([
    ...nics.map((nic): [string, string] => [nic.name, nic.mac.toLowerCase()]),
    ...Object.entries(pinned).map(([mac, name]): [string, string] => [name, mac]),
  ]);
}

/** The bridge on which the installer puts the management address. */
export const MANAGEMENT_BRIDGE = 'vmbr0';

/** `192.168.1.11/24`: never another, whatever carries it. */
export function managementAddress(site: Site, host: Host): string {
  return managementCidr(site, host);
}
