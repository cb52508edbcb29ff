import { expect, test } from 'vitest';
import { known } from '../../../../../electron/engine/facts/fact.ts';
import type { HostFacts } from '../../../../../electron/engine/facts/host-facts.ts';
import { stableFacts } from '../../../../../electron/engine/facts/stable-facts.ts';
import { changed, freshNode, freshSite, NODE1, siteFacts } from '../../../../steps/support/two-node.ts';

const fresh = freshNode(NODE1);
const valueIn = <T>(fact: { readonly known: true; readonly value: T } | { readonly known: false }): T => {
  if (!fact.known) throw new Error('not known');
  return fact.value;
};
const port = { mac: 'aa', up: true, master: '', addresses: [] as string[], physical: false, mtu: 1500 };
const interfaces = valueIn(fresh.interfaces);
const disks = valueIn(fresh.disks);
const [system] = disks;
if (!system) throw new Error('no disk');
const volume = { ...system, name: 'zd16', path: '/dev/zd16', serial: '', children: [] };
const textOf = (change: Partial<HostFacts>): string =>
  JSON.stringify(stableFacts(siteFacts(changed(freshSite(), NODE1, change))));

test.each<[string, Partial<HostFacts>]>([
  [
    'ports of guests',
    {
      interfaces: known([
        ...interfaces,
        { ...port, name: 'tap100i0', master: 'fwbr100i0' },
        { ...port, name: 'fwbr100i0', addresses: ['fe80::1/64'] },
        { ...port, name: 'veth101i0' },
      ]),
    },
  ],
  ['a volume of a guest', { disks: known([...disks, volume]) }],
  [
    'a logical volume of a guest',
    {
      disks: known([
        { ...system, children: [...system.children, { ...volume, name: 'pve-vm--100--disk--0', type: 'lvm' }] },
        ...disks.slice(1),
      ]),
    },
  ],
  ['a link to a volume', { diskLinks: known(new Map([...valueIn(fresh.diskLinks), ['dm-name-x', 'dm-7']])) }],
  ['a service that no step looks for', { listeners: known([22, 3128, 5900, 8006]) }],
])('%s changes no fingerprint', (_, change) => {
  expect(textOf(change)).toBe(textOf({}));
});

test.each<[string, Partial<HostFacts>]>([
  ['a further port of the hardware', { interfaces: known([...interfaces, { ...port, name: 'eno9', physical: true }]) }],
  ['a bridge', { interfaces: known([...interfaces, { ...port, name: 'vmbr7' }]) }],
  [
    'a port of a guest with an address of the network',
    { interfaces: known([...interfaces, { ...port, name: 'veth9', addresses: ['192.168.1.99/24'] }]) },
  ],
  ['a further disk', { disks: known([...disks, { ...volume, name: 'sdc' }]) }],
  ['a port that steps look for', { listeners: known([22]) }],
])('%s changes the fingerprint', (_, change) => {
  expect(textOf(change)).not.toBe(textOf({}));
});
