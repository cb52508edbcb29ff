import { type Diagnostic, diagnostic } from '../../../api/diagnostic.ts';
import type { Host, Site } from '../../../api/site.ts';
import {
  MANAGEMENT_BRIDGE,
  managementAddress,
  portNames,
  type WantedInterface,
  wantedInterfaces,
} from '../host-network.ts';
import { contains } from '../net.ts';
import { rules } from './rule.ts';

/** Linux takes no longer name. */
const LONGEST_NAME = 15;
const DEFAULT_MTU = 1500;
const HASHED_MODES = ['802.3ad', 'balance-xor'];

interface About {
  readonly site: Site;
  readonly host: Host;
  readonly field: string;
  readonly wanted: readonly WantedInterface[];
}

/** Runs a rule for every host that says something of its network. */
function eachNetwork(check: (about: About) => readonly Diagnostic[]): (site: Site) => readonly Diagnostic[] {
  return (site) =>
    site.hosts.flatMap((host, index) =>
      host.network ? check({ site, host, field: `hosts[${index}].network`, wanted: wantedInterfaces(host) }) : [],
    );
}

export const hostNetworkRules = rules([
  {
    id: 'host-network.of-nodes',
    looksAt: ['hosts[].network', 'hosts[].roles'],
    codes: ['site.network-not-pve'],
    check: eachNetwork(({ host, field }) =>
      host.roles.includes('pve-node')
        ? []
        : [diagnostic('site.network-not-pve', { params: { name: host.name }, subject: { field, host: host.name } })],
    ),
  },
  {
    id: 'host-network.ports-known',
    looksAt: ['hosts[].network', 'hosts[].hardware.nics[].name'],
    codes: ['site.network-port-unknown'],
    check: eachNetwork(({ site, host, field, wanted }) => {
      const hardware = portNames(site, host);
      // without an inventory the node itself is asked, before anything is changed
      if (hardware.size === 0) return [];
      const virtual = new Set([MANAGEMENT_BRIDGE, ...wanted.map(({ name }) => name)]);
      return wanted.flatMap((entry) =>
        [...(entry.ports ?? []), ...(entry.device === undefined ? [] : [entry.device])]
          .filter((port) => !hardware.has(port) && (entry.type === 'bond' || port === entry.name || !virtual.has(port)))
          .map((port) =>
            diagnostic('site.network-port-unknown', {
              params: { name: host.name, port, device: entry.name, known: [...hardware.keys()].join(', ') },
              subject: { field, host: host.name },
            }),
          ),
      );
    }),
  },
  {
    id: 'host-network.once',
    looksAt: ['hosts[].network'],
    codes: ['site.network-port-twice', 'site.network-name-twice', 'site.network-name-long'],
    check: eachNetwork(({ site, host, field, wanted }) => {
      const subject = { field, host: host.name };
      const macs = portNames(site, host);
      const used = wanted.flatMap((entry) =>
        (entry.ports ?? []).map((port) => ({ key: macs.get(port) ?? port, port, by: entry.name })),
      );
      const names = wanted.map(({ name }) => name);
      return [
        ...used.flatMap(({ key, port, by }, index) => {
          const first = used.slice(0, index).find((entry) => entry.key === key);
          return first
            ? [
                diagnostic('site.network-port-twice', {
                  params: { name: host.name, port, a: first.by, b: by },
                  subject,
                }),
              ]
            : [];
        }),
        ...names
          .filter((name, index) => names.indexOf(name) !== index)
          .map((device) => diagnostic('site.network-name-twice', { params: { name: host.name, device }, subject })),
        ...names
          .filter((name) => name.length > LONGEST_NAME)
          .map((device) =>
            diagnostic('site.network-name-long', { params: { name: host.name, device, most: LONGEST_NAME }, subject }),
          ),
      ];
    }),
  },
  {
    id: 'host-network.one-gateway',
    looksAt: ['hosts[].network', 'network.management.gateway'],
    codes: ['site.network-gateway-twice', 'site.gateway-outside', 'site.network-gateway-alone'],
    check: eachNetwork(({ site, host, field, wanted }) =>
      wanted.flatMap((entry): Diagnostic[] => {
        if (entry.gateway === undefined) return [];
        const subject = { field, host: host.name };
        const { gateway } = entry;
        if (entry.name !== MANAGEMENT_BRIDGE)
          return [
            diagnostic('site.network-gateway-twice', {
              params: { name: host.name, device: entry.name, gateway, management: site.network.management.gateway },
              subject,
            }),
          ];
        if (entry.cidr === undefined)
          return [
            diagnostic('site.network-gateway-alone', {
              params: { name: host.name, device: entry.name, gateway },
              subject,
            }),
          ];
        return contains(entry.cidr, gateway)
          ? []
          : [diagnostic('site.gateway-outside', { params: { gateway, cidr: entry.cidr }, subject })];
      }),
    ),
  },
  {
    id: 'host-network.management-stays',
    looksAt: ['hosts[].network', 'hosts[].address', 'hosts[].install.managementMac'],
    codes: ['site.network-management-address', 'site.network-cuts-management'],
    check: eachNetwork(({ site, host, field, wanted }) => {
      const subject = { field, host: host.name };
      const bridge = wanted.find(({ name }) => name === MANAGEMENT_BRIDGE);
      const address = managementAddress(site, host);
      const moved = wanted.filter((entry) =>
        entry.name === MANAGEMENT_BRIDGE
          ? entry.cidr !== undefined && entry.cidr !== address
          : entry.cidr?.split('/')[0] === host.address,
      );
      const mac = host.install?.managementMac?.toLowerCase();
      const macs = portNames(site, host);
      const owner = wanted.find((entry) => entry.ports?.some((port) => mac !== undefined && macs.get(port) === mac));
      const isCut =
        (bridge !== undefined && !reaches(bridge, wanted, macs, mac)) || (bridge === undefined && owner !== undefined);
      return [
        ...moved.map((entry) =>
          diagnostic('site.network-management-address', {
            params: { name: host.name, device: entry.name, seen: entry.cidr ?? '', address, bridge: MANAGEMENT_BRIDGE },
            subject,
          }),
        ),
        ...(isCut
          ? [
              diagnostic('site.network-cuts-management', {
                params: {
                  name: host.name,
                  bridge: MANAGEMENT_BRIDGE,
                  device: owner?.name ?? bridge?.ports?.join(', ') ?? '',
                },
                subject,
              }),
            ]
          : []),
      ];
    }),
  },
  {
    id: 'host-network.mtu',
    looksAt: ['hosts[].network'],
    codes: ['site.network-mtu'],
    check: eachNetwork(({ host, field, wanted }) => {
      const mtuOf = (name: string): number | undefined => {
        const entry = wanted.find((other) => other.name === name);
        return entry ? (entry.mtu ?? DEFAULT_MTU) : undefined;
      };
      return wanted.flatMap((entry) =>
        [
          ...(entry.type === 'bond' ? [] : (entry.ports ?? [])),
          ...(entry.device === undefined ? [] : [entry.device]),
        ].flatMap((below) => {
          const most = mtuOf(below);
          const mtu = entry.mtu ?? DEFAULT_MTU;
          if (most === undefined || mtu <= most) return [];
          return [
            diagnostic('site.network-mtu', {
              params: { name: host.name, device: entry.name, mtu, below, most },
              subject: { field, host: host.name },
            }),
          ];
        }),
      );
    }),
  },
  {
    id: 'host-network.bond-options',
    looksAt: ['hosts[].network.bonds'],
    codes: ['site.network-bond-primary', 'site.network-bond-option'],
    check: eachNetwork(({ host, field, wanted }) =>
      wanted.flatMap((entry): Diagnostic[] => {
        const subject = { field, host: host.name };
        const params = { name: host.name, device: entry.name, mode: entry.bondMode ?? '' };
        return [
          ...(entry.primary !== undefined && !(entry.ports ?? []).includes(entry.primary)
            ? [diagnostic('site.network-bond-primary', { params: { ...params, port: entry.primary }, subject })]
            : []),
          ...(entry.primary !== undefined && entry.bondMode !== 'active-backup'
            ? [diagnostic('site.network-bond-option', { params: { ...params, option: 'primary' }, subject })]
            : []),
          ...(entry.hashPolicy !== undefined && !HASHED_MODES.includes(entry.bondMode ?? '')
            ? [diagnostic('site.network-bond-option', { params: { ...params, option: 'hashPolicy' }, subject })]
            : []),
        ];
      }),
    ),
  },
]);

/** Whether the management port, or any port where none is named, lies below an interface. */
function reaches(
  from: WantedInterface,
  wanted: readonly WantedInterface[],
  macs: ReadonlyMap<string, string>,
  mac: string | undefined,
  depth = 8,
): boolean {
  const below = [...(from.ports ?? []), ...(from.device === undefined ? [] : [from.device])];
  return below.some((name) => {
    const entry = wanted.find((other) => other.name === name);
    if (entry) return depth > 0 && reaches(entry, wanted, macs, mac, depth - 1);
    return mac === undefined || !macs.has(name) || macs.get(name) === mac;
  });
}
