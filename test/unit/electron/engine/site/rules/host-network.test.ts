import { expect, test } from 'vitest';
import { describeDiagnostic } from '../../../../../../electron/api/diagnostic.ts';
import { SiteSchema } from '../../../../../../electron/api/site.ts';
import type { HostNetworkSchema } from '../../../../../../electron/api/site-network.ts';
import { hostNetworkRules } from '../../../../../../electron/engine/site/rules/host-network.ts';
import { networkRules } from '../../../../../../electron/engine/site/rules/network.ts';
import { site } from '../../../../../steps/support/two-node.ts';

type Network = Parameters<typeof HostNetworkSchema.parse>[0];

/** The first node of the example with a second onboard port and this network. */
function withNetwork(network: Network) {
  return SiteSchema.parse({
    ...site,
    hosts: site.hosts.map((host) =>
      host.name === 'pve-node1'
        ? {
            ...host,
            network,
            hardware: {
              ...host.hardware,
              nics: [...(host.hardware?.nics ?? []), { name: 'eno2', mac: '3c:ec:ef:7a:10:ff', speedMbps: 1000 }],
            },
          }
        : host,
    ),
  });
}

function said(network: Network): readonly string[] {
  const given = withNetwork(network);
  const found = hostNetworkRules.flatMap((rule) => rule.check(given));
  for (const diagnostic of found)
    expect(hostNetworkRules.some((rule) => (rule.codes as readonly string[]).includes(diagnostic.code))).toBe(true);
  return found.map((entry) => describeDiagnostic(entry, 'en').summary);
}

const bond = { name: 'bond0', ports: ['eno1', 'eno2'], mode: 'active-backup' } as const;
const bridge = { name: 'vmbr0', ports: ['bond0'] };

test('a bond over the management port, with the bridge on top of it, is fine', () => {
  expect(said({ bonds: [{ ...bond, primary: 'eno1' }], bridges: [bridge] })).toEqual([]);
});

test.each<readonly [string, Network, readonly string[]]>([
  [
    'a port that is not there',
    { bonds: [{ ...bond, ports: ['eno1', 'eno9'] }], bridges: [bridge] },
    ['bond0 of pve-node1 is to use eno9, which the site file does not know as a port of pve-node1.'],
  ],
  [
    'a bond of a bond',
    { bonds: [bond, { name: 'bond1', ports: ['bond0'], mode: 'balance-rr' }], bridges: [bridge] },
    [
      'bond1 of pve-node1 is to use bond0, which the site file does not know as a port of pve-node1.',
      'The port bond0 of pve-node1 is used by bond1 and by vmbr0.',
    ],
  ],
  [
    'a VLAN on a missing device',
    { vlans: [{ device: 'bond7', tag: 20 }] },
    ['bond7.20 of pve-node1 is to use bond7, which the site file does not know as a port of pve-node1.'],
  ],
  [
    'a port used twice',
    {
      bridges: [
        { name: 'vmbr1', ports: ['eno2'] },
        { name: 'vmbr2', ports: ['eno2'] },
      ],
    },
    ['The port eno2 of pve-node1 is used by vmbr1 and by vmbr2.'],
  ],
  [
    'two bridges of one name',
    { bridges: [{ name: 'vmbr1' }, { name: 'vmbr1' }] },
    ['pve-node1 has vmbr1 twice in its network.'],
  ],
  [
    'a second gateway',
    { bridges: [{ name: 'vmbr1', ports: ['eno2'], address: '172.16.0.1/24', gateway: '172.16.0.254' }] },
    [
      'vmbr1 of pve-node1 has the gateway 172.16.0.254, but the management network has 192.168.1.1 already; a node has one default gateway.',
    ],
  ],
  [
    'a bond that takes the management port away from its bridge',
    { bonds: [bond] },
    ['With this network pve-node1 would not be reachable: vmbr0 would have no management port below it (bond0).'],
  ],
  [
    'a management bridge on another port',
    { bridges: [{ name: 'vmbr0', ports: ['eno2'] }] },
    ['With this network pve-node1 would not be reachable: vmbr0 would have no management port below it (eno2).'],
  ],
  [
    'another management address',
    { bonds: [bond], bridges: [{ ...bridge, address: '192.168.1.99/24' }] },
    [
      'vmbr0 of pve-node1 has 192.168.1.99/24; the management address of pve-node1 is 192.168.1.11/24 and stays on vmbr0.',
    ],
  ],
  [
    'a VLAN that carries more than its device',
    { bonds: [{ ...bond, mtu: 9000 }], vlans: [{ device: 'bond0', tag: 5, mtu: 9001 }], bridges: [bridge] },
    ['bond0.5 of pve-node1 has an MTU of 9001, but bond0 below it has 9000.'],
  ],
  [
    'options that mean nothing',
    { bonds: [{ ...bond, mode: '802.3ad', primary: 'enp2s0f0' }], bridges: [bridge] },
    [
      'The primary port enp2s0f0 is not one of the ports of bond0 of pve-node1.',
      'bond0 of pve-node1 has primary, which means nothing in the mode 802.3ad.',
    ],
  ],
])('%s is told', (_, network, sentences) => {
  expect(said(network)).toEqual(sentences);
});

test('the name of a VLAN has at most 15 letters', () => {
  expect(
    said({
      bonds: [{ name: 'bond1234', ports: ['eno2'], mode: 'active-backup' }],
      vlans: [{ device: 'bond1234', tag: 4000 }],
    }),
  ).toEqual([]);
  expect(said({ vlans: [{ device: 'enp129s0f0np0', tag: 20 }] })).toContain(
    'The name enp129s0f0np0.20 on pve-node1 is too long: Linux takes 15 letters at most.',
  );
});

test('a link that a bond carries needs no port of its own in the inventory', () => {
  const ports = networkRules.filter(({ id }) => id === 'network.link-ports-known');
  const bare = (network: Network) => {
    const given = withNetwork(network);
    const hosts = given.hosts.map((host) => ({
      ...host,
      ...(host.hardware
        ? { hardware: { ...host.hardware, nics: host.hardware.nics.map(({ link: _, ...nic }) => nic) } }
        : {}),
    }));
    return ports
      .flatMap((rule) => rule.check({ ...given, hosts }, { laptopAddresses: [] }))
      .filter(({ subject }) => subject?.host === 'pve-node1').length;
  };
  expect(bare({})).toBe(2);
  expect(
    bare({ bonds: [{ name: 'bond1', ports: ['enp2s0f0'], mode: 'active-backup', address: '10.10.10.11/24' }] }),
  ).toBe(1);
});
