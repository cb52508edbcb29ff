import { type Diagnostic, diagnostic } from '../../../api/diagnostic.ts';
import { linkAddresses, pveNodes } from '../derive.ts';
import { MANAGEMENT_BRIDGE, wantedInterfaces } from '../host-network.ts';
import { addressKey, addressOf, contains, networkText, overlaps } from '../net.ts';
import { declaredRanges, interfaceRanges, machineRanges } from '../site-ranges.ts';
import { rules } from './rule.ts';

/** What gets into each other's way beyond the declared networks: interfaces of nodes, machines on other bridges, migration. */
export const conflictRules = rules([
  {
    id: 'conflicts.interface-addresses',
    looksAt: ['hosts[].network', 'hosts[].address', 'hosts[].links', 'machines[].address'],
    codes: ['site.duplicate-address'],
    check: (site) => {
      const holders = new Map<string, string>();
      const hold = (address: string, holder: string) => {
        if (!holders.has(addressKey(address))) holders.set(addressKey(address), holder);
      };
      hold(site.network.management.gateway, 'gateway');
      if (site.network.laptop) hold(site.network.laptop.address, 'laptop');
      for (const host of site.hosts)
        for (const address of [host.address, ...Object.values(host.links)]) hold(address, host.name);
      for (const machine of site.machines) hold(addressOf(machine.address), machine.name);
      return site.hosts.flatMap((host, index) => {
        const own = new Set<string>();
        return wantedInterfaces(host).flatMap(({ cidr }): Diagnostic[] => {
          if (cidr === undefined) return [];
          const address = addressOf(cidr);
          const key = addressKey(address);
          const first = holders.get(key);
          // The management and the link addresses may be put on an interface, each on one.
          const isTaken = own.has(key) || (first !== undefined && first !== host.name);
          own.add(key);
          hold(address, host.name);
          return isTaken
            ? [
                diagnostic('site.duplicate-address', {
                  params: { address, first: first ?? host.name, name: host.name },
                  subject: { field: `hosts[${index}].network`, host: host.name },
                }),
              ]
            : [];
        });
      });
    },
  },
  {
    id: 'conflicts.interface-networks',
    looksAt: ['hosts[].network', 'network.management.cidr', 'network.links[].cidr'],
    codes: ['site.networks-overlap'],
    check: (site) => {
      const declared = declaredRanges(site);
      const interfaces = interfaceRanges(site);
      const seen = new Set<string>();
      return interfaces.flatMap((second, index) =>
        // One network on many nodes is what a VLAN is for; two that only partly share their addresses never are.
        [...declared, ...interfaces.slice(0, index)].flatMap((first) => {
          const key = [networkText(first.cidr), second.cidr].sort().join(' ');
          if (networkText(first.cidr) === second.cidr || seen.has(key) || !overlaps(first.cidr, second.cidr)) return [];
          seen.add(key);
          const name = (range: typeof first) => (range.kind === 'interface' ? range.name : range.field);
          return [
            diagnostic('site.networks-overlap', {
              params: { a: first.cidr, first: name(first), b: second.cidr, second: name(second) },
              subject: { field: second.field },
            }),
          ];
        }),
      );
    },
  },
  {
    id: 'conflicts.machines-on-other-bridges',
    looksAt: ['machines[].bridge', 'machines[].address', 'network.management.cidr', 'network.links[].cidr'],
    codes: ['site.bridge-network-overlap'],
    check: (site) =>
      machineRanges(site).flatMap((range) =>
        declaredRanges(site)
          .filter((declared) => overlaps(declared.cidr, range.cidr))
          .map((declared) =>
            diagnostic('site.bridge-network-overlap', {
              params: {
                name: range.name,
                bridge: site.machines.find((machine) => machine.name === range.name)?.bridge ?? '',
                network: range.cidr,
                cidr: declared.cidr,
                field: declared.field,
                management: MANAGEMENT_BRIDGE,
              },
              subject: { field: range.field, host: range.name },
            }),
          ),
      ),
  },
  {
    id: 'conflicts.migration-network',
    looksAt: ['cluster.migration.cidr', 'hosts[].address', 'hosts[].links', 'hosts[].network'],
    codes: ['site.migration-nowhere'],
    check: (site) => {
      const cidr = site.cluster?.migration?.cidr;
      if (cidr === undefined) return [];
      return pveNodes(site).flatMap((node) => {
        const own = [
          node.address,
          ...linkAddresses(node).map(({ address }) => address),
          ...wantedInterfaces(node).flatMap((entry) => (entry.cidr === undefined ? [] : [addressOf(entry.cidr)])),
        ];
        return own.some((address) => contains(cidr, address))
          ? []
          : [
              diagnostic('site.migration-nowhere', {
                params: { name: node.name, cidr },
                subject: { field: 'cluster.migration.cidr', host: node.name },
              }),
            ];
      });
    },
  },
]);
