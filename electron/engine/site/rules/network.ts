import { type Diagnostic, diagnostic } from '../../../api/diagnostic.ts';
import type { Site } from '../../../api/site.ts';
import { linkAddresses, pveNodes } from '../derive.ts';
import { carriedByNetwork } from '../host-network.ts';
import {
  addressKey,
  addressOf,
  contains,
  isNetworkOrBroadcast,
  networkText,
  overlaps,
  parseAddress,
  prefixOf,
} from '../net.ts';
import { rules } from './rule.ts';

/** The bridge that the installer makes on the management port. */
const MANAGEMENT_BRIDGE = 'vmbr0';

interface Placed {
  readonly name: string;
  readonly address: string;
  readonly cidr: string;
  readonly field: string;
}

/** Every address of the plan together with the network it must lie in. */
function placed(site: Site): readonly Placed[] {
  const management = site.network.management.cidr;
  const { laptop } = site.network;
  return [
    ...(laptop ? [{ name: 'laptop', address: laptop.address, cidr: management, field: 'network.laptop.address' }] : []),
    ...site.hosts.map((host, index) => ({
      name: host.name,
      address: host.address,
      cidr: management,
      field: `hosts[${index}].address`,
    })),
    ...site.hosts.flatMap((host, index) =>
      Object.entries(host.links).flatMap(([link, address]) => {
        const network = site.network.links.find((entry) => entry.id === Number(link));
        return network
          ? [{ name: host.name, address, cidr: network.cidr, field: `hosts[${index}].links.${link}` }]
          : [];
      }),
    ),
    ...site.machines.flatMap((machine, index) =>
      machine.bridge === MANAGEMENT_BRIDGE
        ? [
            {
              name: machine.name,
              address: addressOf(machine.address),
              cidr: management,
              field: `machines[${index}].address`,
            },
          ]
        : [],
    ),
  ];
}

function declaredNetworks(site: Site): readonly { readonly cidr: string; readonly field: string }[] {
  return [
    { cidr: site.network.management.cidr, field: 'network.management.cidr' },
    ...site.network.links.map((link, index) => ({ cidr: link.cidr, field: `network.links[${index}].cidr` })),
  ];
}

function inRange(address: string, start: string, end: string): boolean {
  const [one, from, to] = [parseAddress(address), parseAddress(start), parseAddress(end)];
  return one.bits === from.bits && one.value >= from.value && one.value <= to.value;
}

export const networkRules = rules([
  {
    id: 'network.written-as-network',
    looksAt: ['network.management.cidr', 'network.links[].cidr'],
    codes: ['site.network-host-bits'],
    check: (site) =>
      declaredNetworks(site).flatMap(({ cidr, field }) => {
        const network = networkText(cidr);
        const same = addressKey(addressOf(cidr)) === addressKey(addressOf(network));
        return same ? [] : [diagnostic('site.network-host-bits', { params: { cidr, network }, subject: { field } })];
      }),
  },
  {
    id: 'network.addresses-inside',
    looksAt: ['hosts[].address', 'hosts[].links', 'machines[].address', 'network.laptop.address'],
    codes: ['site.address-outside', 'site.address-reserved'],
    check: (site) =>
      placed(site).flatMap(({ name, address, cidr, field }): Diagnostic[] => {
        const about = { params: { name, address, cidr }, subject: { field, host: name } };
        if (!contains(cidr, address)) return [diagnostic('site.address-outside', about)];
        return isNetworkOrBroadcast(cidr, address) ? [diagnostic('site.address-reserved', about)] : [];
      }),
  },
  {
    id: 'network.guest-prefix',
    looksAt: ['machines[].address', 'network.management.cidr'],
    codes: ['site.prefix-differs'],
    check: (site) =>
      site.machines.flatMap((machine, index) => {
        const wanted = prefixOf(site.network.management.cidr);
        const prefix = prefixOf(machine.address);
        if (machine.bridge !== MANAGEMENT_BRIDGE || prefix === wanted) return [];
        return [
          diagnostic('site.prefix-differs', {
            params: { name: machine.name, prefix, wanted, address: addressOf(machine.address) },
            subject: { field: `machines[${index}].address`, host: machine.name },
          }),
        ];
      }),
  },
  {
    id: 'network.gateway-inside',
    looksAt: ['network.management.gateway', 'machines[].gateway'],
    codes: ['site.gateway-outside'],
    check: (site) => [
      ...gateway(site.network.management.cidr, site.network.management.gateway, 'network.management.gateway'),
      ...site.machines.flatMap((machine, index) =>
        machine.gateway === undefined ? [] : gateway(machine.address, machine.gateway, `machines[${index}].gateway`),
      ),
    ],
  },
  {
    id: 'network.no-overlap',
    looksAt: ['network.management.cidr', 'network.links[].cidr'],
    codes: ['site.networks-overlap'],
    check: (site) => {
      const networks = declaredNetworks(site);
      return networks.flatMap((second, index) =>
        networks.slice(0, index).flatMap((first) => {
          // The same network written twice is a link that shares it, which is allowed and looked at by link-shared.
          const shared =
            first.field === 'network.management.cidr' && networkText(first.cidr) === networkText(second.cidr);
          if (shared || !overlaps(first.cidr, second.cidr)) return [];
          return [
            diagnostic('site.networks-overlap', {
              params: { a: first.cidr, first: first.field, b: second.cidr, second: second.field },
              subject: { field: second.field },
            }),
          ];
        }),
      );
    },
  },
  {
    id: 'network.same-links-on-every-node',
    looksAt: ['network.links', 'hosts[].links'],
    codes: ['site.link-missing', 'site.link-undeclared'],
    check: (site) =>
      site.hosts.flatMap((host, index) => {
        const field = `hosts[${index}].links`;
        const declared = new Set(site.network.links.map((link) => String(link.id)));
        const missing = host.roles.includes('pve-node')
          ? site.network.links.filter((link) => !(String(link.id) in host.links))
          : [];
        return [
          ...missing.map((link) =>
            diagnostic('site.link-missing', {
              params: { name: host.name, link: link.id, cidr: link.cidr },
              subject: { field, host: host.name },
            }),
          ),
          ...Object.keys(host.links)
            .filter((link) => !declared.has(link))
            .map((link) =>
              diagnostic('site.link-undeclared', {
                params: { name: host.name, link },
                subject: { field: `${field}.${link}`, host: host.name },
              }),
            ),
        ];
      }),
  },
  {
    id: 'network.a-link-of-its-own',
    looksAt: ['network.links', 'network.management.cidr'],
    codes: ['site.link-shared'],
    check: (site) => {
      const nodes = pveNodes(site);
      const { cidr } = site.network.management;
      const shared = nodes.every((node) => linkAddresses(node).every((link) => contains(cidr, link.address)));
      if (nodes.length < 2 || !shared) return [];
      const field = site.network.links.length > 0 ? 'network.links' : 'network';
      return [diagnostic('site.link-shared', { params: { cidr }, subject: { field } })];
    },
  },
  {
    id: 'network.link-ports-known',
    looksAt: ['hosts[].hardware.nics[].link', 'hosts[].links'],
    codes: ['site.link-port-unknown', 'site.management-port-is-link'],
    check: (site) =>
      site.hosts.flatMap((host, index): Diagnostic[] => {
        const nics = host.hardware?.nics ?? [];
        const field = `hosts[${index}].hardware.nics`;
        const own = Object.entries(host.links).filter(
          ([, address]) => !contains(site.network.management.cidr, address) && !carriedByNetwork(host, address),
        );
        const unknown = nics.length === 0 ? [] : own.filter(([link]) => !nics.some((nic) => nic.link === Number(link)));
        const management = host.install?.managementMac?.toLowerCase();
        return [
          ...unknown.map(([link]) =>
            diagnostic('site.link-port-unknown', {
              params: { name: host.name, link },
              subject: { field, host: host.name },
            }),
          ),
          ...nics.flatMap((nic, port) =>
            nic.link !== undefined &&
            nic.mac.toLowerCase() === management &&
            own.some(([link]) => Number(link) === nic.link)
              ? [
                  diagnostic('site.management-port-is-link', {
                    params: { name: host.name, mac: nic.mac, link: nic.link },
                    subject: { field: `${field}[${port}].link`, host: host.name },
                  }),
                ]
              : [],
          ),
        ];
      }),
  },
  {
    id: 'network.dhcp-range',
    looksAt: ['network.dhcp', 'hosts[].address', 'machines[].address', 'network.management.gateway', 'network.laptop'],
    codes: ['site.dhcp-range', 'site.address-in-dhcp-range'],
    check: (site) => {
      const { dhcp, management } = site.network;
      if (!dhcp) return [];
      const { rangeStart: start, rangeEnd: end } = dhcp;
      if (!contains(management.cidr, start) || !contains(management.cidr, end) || !inRange(start, start, end)) {
        return [
          diagnostic('site.dhcp-range', {
            params: { start, end, cidr: management.cidr },
            subject: { field: 'network.dhcp' },
          }),
        ];
      }
      const gatewayField = 'network.management.gateway';
      const byLease = new Set(
        site.hosts.flatMap((host, index) =>
          host.install?.networkSource === 'from-dhcp' ? [`hosts[${index}].address`] : [],
        ),
      );
      return [{ name: 'gateway', address: management.gateway, field: gatewayField }, ...placed(site)]
        .filter((entry) => inRange(entry.address, start, end) && !byLease.has(entry.field))
        .map(({ name, address, field }) =>
          diagnostic('site.address-in-dhcp-range', { params: { name, address }, subject: { field, host: name } }),
        );
    },
  },
  {
    id: 'network.not-the-laptop',
    looksAt: ['hosts[].address', 'machines[].address'],
    codes: ['site.laptop-address'],
    check: (site, { laptopAddresses }) => {
      const laptop = new Set(laptopAddresses.map(addressKey));
      const witness = site.cluster?.witness;
      return placed(site)
        .filter(
          ({ name, address, field }) =>
            laptop.has(addressKey(address)) && name !== witness && field !== 'network.laptop.address',
        )
        .map(({ name, address, field }) =>
          diagnostic('site.laptop-address', { params: { name, address }, subject: { field, host: name } }),
        );
    },
  },
]);

function gateway(cidr: string, address: string, field: string): readonly Diagnostic[] {
  return contains(cidr, address)
    ? []
    : [diagnostic('site.gateway-outside', { params: { gateway: address, cidr }, subject: { field } })];
}
