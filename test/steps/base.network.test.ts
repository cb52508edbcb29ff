import { expect, test } from 'vitest';
import type { HostNetwork, Site } from '../../electron/api/site.ts';
import { known } from '../../electron/engine/facts/fact.ts';
import type { Interface } from '../../electron/engine/facts/host/interfaces.ts';
import { networkStep } from '../../electron/engine/steps/base/network.ts';
import { INSTALLED, type NetworkFileTexts, withNetworkFiles } from './support/network.ts';
import { applyStep, checkStep, sentenceOf } from './support/step-bench.ts';
import { changed, freshSite, type Hosts, NODE1, NODE2, site } from './support/two-node.ts';

const network: HostNetwork = {
  bonds: [{ name: 'bond0', ports: ['eno1', 'enp2s0f1'], mode: 'active-backup', primary: 'eno1' }],
  vlans: [{ device: 'bond0', tag: 20, address: '172.16.20.11/24' }],
  bridges: [{ name: 'vmbr0', ports: ['bond0'], vlanAware: false }],
};
function siteWith(own: HostNetwork): Site {
  return { ...site, hosts: site.hosts.map((host) => (host.name === NODE1 ? { ...host, network: own } : host)) };
}
const options = { site: siteWith(network) };

const DONE = `iface eno1 inet manual

iface enp2s0f1 inet manual

iface enp2s0f0 inet manual

auto bond0
iface bond0 inet manual
	bond-slaves eno1 enp2s0f1
	bond-miimon 100
	bond-mode active-backup
	bond-primary eno1

auto bond0.20
iface bond0.20 inet static
	address 172.16.20.11/24

auto vmbr0
iface vmbr0 inet static
	address 192.168.1.11/24
	gateway 192.168.1.1
	bridge-ports bond0
	bridge-stp off
	bridge-fd 0
`;
const fresh = (texts: NetworkFileTexts = {}): Hosts => withNetworkFiles(freshSite(), NODE1, texts);
function done(texts: NetworkFileTexts = {}): Hosts {
  const seen = freshSite()[NODE1]?.interfaces;
  const list = seen?.known ? seen.value : [];
  const virtual = (name: string, master: string, addresses: readonly string[]): Interface => ({
    name,
    mac: 'bb',
    up: true,
    master,
    addresses,
    physical: false,
    mtu: 1500,
  });
  const interfaces = known([
    ...list.map((entry) => (['eno1', 'enp2s0f1'].includes(entry.name) ? { ...entry, master: 'bond0' } : entry)),
    virtual('bond0', 'vmbr0', []),
    virtual('bond0.20', '', ['172.16.20.11/24']),
  ]);
  return withNetworkFiles(changed(freshSite(), NODE1, { interfaces }), NODE1, { live: DONE, ...texts });
}

const ARM = { command: /^umask 077\nmkdir -p/, kind: 'change', stdout: 'armed\n' } as const;
const SHOW = {
  command: 'pvesh get /nodes/pve-node1/network --output-format json',
  stdout: JSON.stringify([
    {
      iface: 'vmbr0',
      type: 'bridge',
      autostart: 1,
      cidr: '192.168.1.11/24',
      address: '192.168.1.11',
      netmask: '24',
      gateway: '192.168.1.1',
      bridge_ports: 'eno1',
      bridge_stp: 'off',
      bridge_fd: '0',
      method: 'static',
      comments: 'made by hand\n',
    },
    ...['eno1', 'enp2s0f0', 'enp2s0f1'].map((iface) => ({ iface, type: 'eth', method: 'manual' })),
  ]),
};
const KEPT = "--type bridge --cidr 192.168.1.11/24 --gateway 192.168.1.1 --autostart 1 --comments 'made by hand'";
const change = (command: string) => ({ command, kind: 'change' as const });
const STAGE = [
  // the vendor refuses a port that two interfaces name: it is given up first
  change(`pvesh set /nodes/pve-node1/network/vmbr0 ${KEPT} --delete bridge_ports`),
  change(
    "pvesh create /nodes/pve-node1/network --iface bond0 --type bond --autostart 1 --comments 'Sitewright municipal' --slaves 'eno1 enp2s0f1' --bond_mode active-backup --bond-primary eno1",
  ),
  change(
    "pvesh create /nodes/pve-node1/network --iface bond0.20 --type vlan --cidr 172.16.20.11/24 --autostart 1 --comments 'Sitewright municipal'",
  ),
  change(`pvesh set /nodes/pve-node1/network/vmbr0 ${KEPT} --bridge_ports bond0`),
];
const APPLY = { job: 'base.network.pve-node1' };
const CONFIRM = { command: /mv pending confirmed/, kind: 'change', stdout: 'confirmed\n' } as const;

test('the management bridge moves onto a bond: everything it had is sent again, and only its ports differ', async () => {
  expect(checkStep(networkStep, NODE1, fresh(), options)).toEqual({
    state: 'needed',
    changes: [
      { what: 'bond0', after: 'bond, active-backup, ports eno1, enp2s0f1' },
      { what: 'bond0.20', after: 'VLAN 20 on bond0, 172.16.20.11/24' },
      { what: 'ports of vmbr0', before: 'eno1', after: 'bond0' },
    ],
  });
  const end = await applyStep(networkStep, {
    ...options,
    target: NODE1,
    looks: [fresh(), fresh({ staged: DONE, guard: 'pending' }), done({ guard: 'pending' })],
    scripts: { [NODE1]: [ARM, SHOW, ...STAGE, APPLY, CONFIRM] },
  });
  expect(end.failure).toBeUndefined();
});

test('a network that is as wanted brings no command', async () => {
  expect(checkStep(networkStep, NODE1, done(), options)).toEqual({ state: 'satisfied' });
  await applyStep(networkStep, { ...options, target: NODE1, looks: [done()], scripts: { [NODE1]: [] } });
});

test('what is in the file and not in the kernel is applied again', () => {
  const verdict = checkStep(networkStep, NODE1, fresh({ live: DONE }), options);
  expect(verdict.state === 'needed' && verdict.changes[0]).toEqual({
    what: 'bond0',
    before: 'not active',
    after: 'bond, active-backup, ports eno1, enp2s0f1',
  });
});

test('a management bridge that loses its ports while it is prepared is not applied', async () => {
  const end = await applyStep(networkStep, {
    ...options,
    target: NODE1,
    looks: [fresh(), fresh({ staged: DONE.replace('bridge-ports bond0', 'bridge-ports none'), guard: 'pending' })],
    scripts: { [NODE1]: [ARM, SHOW, ...STAGE, { job: 'base.network-back.pve-node1' }] },
  });
  expect(end.failure).toBe(
    'pve-node1 did not prepare its network as it was told (ports of vmbr0: bond0), so nothing was applied.',
  );
});

test('a port that the node has not blocks with the exact sentence', () => {
  const own = { ...network, bonds: [{ name: 'bond0', ports: ['eno1', 'eno7'], mode: 'active-backup' as const }] };
  expect(sentenceOf(checkStep(networkStep, NODE1, fresh(), { site: siteWith(own) }))).toBe(
    'pve-node1 has no network port eno7, which bond0 is to use.',
  );
});

test('a bond that would take the only port of the management address blocks', () => {
  const own = { ...network, vlans: [], bridges: [] };
  expect(sentenceOf(checkStep(networkStep, NODE1, fresh(), { site: siteWith(own) }))).toBe(
    'With this network pve-node1 would not be reachable at 192.168.1.11 any more: no port would be left below it.',
  );
});

test('a pinning that waits for a restart blocks', () => {
  const mac = site.hosts[0]?.hardware?.nics[0]?.mac ?? '';
  expect(
    sentenceOf(checkStep(networkStep, NODE1, fresh({ pinned: { [mac]: 'nic0' }, staged: INSTALLED }), options)),
  ).toContain('wait for a restart of pve-node1');
});

test('a node whose network files cannot be read is never changed', () => {
  expect(checkStep(networkStep, NODE1, freshSite(), options).state).toBe('blocked');
});

function underHa(service: string): Hosts {
  const haManagerStatus = known({
    masterNode: NODE2,
    nodes: new Map([
      [NODE1, 'online'],
      [NODE2, 'online'],
    ]),
    services: new Map([['vm:100', { node: service, state: 'started' }]]),
  });
  return changed(changed(fresh(), NODE1, { haManagerStatus }), NODE2, { haManagerStatus });
}

test('a node that HA has machines on keeps its network: its watchdog is faster than the way back', async () => {
  expect(sentenceOf(checkStep(networkStep, NODE1, underHa(NODE1), options))).toBe(
    'The network of pve-node1 is not changed while HA has machines on it (vm:100): cut off, it would reset itself after 60 s, before the former network comes back after 120 s.',
  );
  const end = await applyStep(networkStep, {
    ...options,
    target: NODE1,
    looks: [underHa(NODE1)],
    scripts: { [NODE1]: [] },
  });
  expect(end.failure).toContain('while HA has machines on it');
  expect(checkStep(networkStep, NODE1, underHa(NODE2), options).state).toBe('needed');
});

/** As 9.x shows its ports: each with further names. */
function withAltNames(hosts: Hosts): Hosts {
  const seen = hosts[NODE1]?.interfaces;
  const interfaces = known(
    (seen?.known ? seen.value : []).map((entry) =>
      entry.physical ? { ...entry, altNames: [`enx-${entry.name}`, `alt-${entry.name}`] } : entry,
    ),
  );
  return changed(hosts, NODE1, { interfaces });
}

test('a port that the file or the site calls by a further name is the port', () => {
  const written = DONE.replaceAll('eno1', 'alt-eno1').replaceAll('enp2s0f1', 'enx-enp2s0f1');
  expect(checkStep(networkStep, NODE1, withAltNames(done({ live: written })), options)).toEqual({ state: 'satisfied' });
  const called: HostNetwork = {
    ...network,
    bonds: [{ name: 'bond0', ports: ['alt-eno1', 'enx-enp2s0f1'], mode: 'active-backup', primary: 'alt-eno1' }],
  };
  expect(checkStep(networkStep, NODE1, withAltNames(done()), { site: siteWith(called) })).toEqual({
    state: 'satisfied',
  });
});

test('a management bridge over a port with a further name does not look cut off', () => {
  const live = INSTALLED.replaceAll('eno1', 'alt-eno1');
  const own: HostNetwork = {
    bonds: [],
    vlans: [{ device: 'vmbr0', tag: 20, address: '172.16.20.11/24' }],
    bridges: [],
  };
  expect(checkStep(networkStep, NODE1, withAltNames(fresh({ live })), { site: siteWith(own) })).toEqual({
    state: 'needed',
    changes: [{ what: 'vmbr0.20', after: 'VLAN 20 on vmbr0, 172.16.20.11/24' }],
  });
});
