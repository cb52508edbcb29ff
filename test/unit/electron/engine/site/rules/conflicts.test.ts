import { expect, test } from 'vitest';
import { describeDiagnostic } from '../../../../../../electron/api/diagnostic.ts';
import { type Site, SiteSchema } from '../../../../../../electron/api/site.ts';
import { conflictRules } from '../../../../../../electron/engine/site/rules/conflicts.ts';
import { site } from '../../../../../steps/support/two-node.ts';

function said(given: Site): readonly string[] {
  const found = conflictRules.flatMap((rule) => rule.check(given));
  for (const { code } of found)
    expect(conflictRules.some((rule) => (rule.codes as readonly string[]).includes(code))).toBe(true);
  return found.map((entry) => `${entry.code} ${entry.subject.field}: ${describeDiagnostic(entry, 'en').summary}`);
}

const vlan = (address: string, tag = 30) => ({ device: 'eno1', tag, address });
/** The example with VLANs on its nodes, by node. */
const withVlans = (...vlans: readonly (readonly ReturnType<typeof vlan>[])[]) =>
  SiteSchema.parse({
    ...site,
    hosts: site.hosts.map((host, index) => (vlans[index] ? { ...host, network: { vlans: vlans[index] } } : host)),
  });

test('the examples and a storage network on every node are fine', () => {
  expect(said(site)).toEqual([]);
  expect(said(withVlans([vlan('10.30.0.11/24')], [vlan('10.30.0.12/24')]))).toEqual([]);
  // a link that a VLAN carries has its address on both
  expect(said(withVlans([vlan('10.10.10.11/24')]))).toEqual([]);
});

test.each<readonly [string, Site, readonly string[]]>([
  [
    'one address on the VLANs of two nodes',
    withVlans([vlan('10.30.0.11/24')], [vlan('10.30.0.11/24')]),
    [
      'site.duplicate-address hosts[1].network: pve-node1 already has 10.30.0.11. Two machines with one address cut each other off (pve-node2).',
    ],
  ],
  [
    'a VLAN with the address of a machine',
    withVlans([vlan('192.168.1.100/24')]),
    [
      'site.duplicate-address hosts[0].network: vm-dashboard already has 192.168.1.100. Two machines with one address cut each other off (pve-node1).',
    ],
  ],
  [
    'a VLAN whose network is around a link',
    withVlans([vlan('10.10.0.11/16')]),
    [
      'site.networks-overlap hosts[0].network: 10.10.10.0/24 (network.links[0].cidr) and 10.10.0.0/16 (pve-node1 eno1.30) overlap.',
      'site.networks-overlap hosts[0].network: 10.10.11.0/24 (network.links[1].cidr) and 10.10.0.0/16 (pve-node1 eno1.30) overlap.',
    ],
  ],
  [
    'two VLANs with networks of different size',
    withVlans([vlan('10.30.0.11/24')], [vlan('10.30.0.12/25', 31)]),
    [
      'site.networks-overlap hosts[1].network: 10.30.0.0/24 (pve-node1 eno1.30) and 10.30.0.0/25 (pve-node2 eno1.31) overlap.',
    ],
  ],
  [
    'a machine on a bridge of its own with the management range',
    SiteSchema.parse({ ...site, machines: site.machines.map((machine) => ({ ...machine, bridge: 'vmbr1' })) }),
    [
      'site.bridge-network-overlap machines[0].address: vm-dashboard is on vmbr1 with a network 192.168.1.0/24 that overlaps 192.168.1.0/24 (network.management.cidr), which is on another bridge or port.',
    ],
  ],
  [
    'a migration network that no node is in',
    SiteSchema.parse({ ...site, cluster: { ...site.cluster, migration: { cidr: '10.99.0.0/24' } } }),
    ['pve-node1', 'pve-node2'].map(
      (name) =>
        `site.migration-nowhere cluster.migration.cidr: ${name} has no address in 10.99.0.0/24, the network for migration and replication.`,
    ),
  ],
])('%s is told', (_title, given, expected) => {
  expect(said(given)).toEqual(expected);
});

test('a migration network of a link is fine', () => {
  const given = SiteSchema.parse({ ...site, cluster: { ...site.cluster, migration: { cidr: '10.10.11.0/24' } } });
  expect(said(given)).toEqual([]);
});
