import { readFileSync } from 'node:fs';
import { parse } from 'smol-toml';
import { type Site, SiteSchema } from '../../../electron/api/site.ts';
import { type Known, known, unknown } from '../../../electron/engine/facts/fact.ts';
import { type HostFacts, hostFacts, pveFacts, pveFileFacts } from '../../../electron/engine/facts/host-facts.ts';
import type { SiteFacts } from '../../../electron/engine/facts/site-facts.ts';
import { chronyText } from '../../../electron/engine/steps/base/chrony-text.ts';
import { planHostsFile } from '../../../electron/engine/steps/base/hosts-text.ts';

/** The manual's site: two nodes and a witness. */
export const site: Site = SiteSchema.parse(
  parse(readFileSync(new URL('../../../examples/two-node/site.toml', import.meta.url), 'utf8')),
);

/** The same site without the third vote. */
export const siteWithoutWitness: Site = {
  ...site,
  hosts: site.hosts.filter((host) => host.name !== 'witness'),
  cluster: { name: 'municipal' },
};

export const NODE1 = 'pve-node1';
export const NODE2 = 'pve-node2';
export const WITNESS = 'witness';

export const KEYS = {
  [NODE1]: { rsa: 'ssh-rsa AAAAnode1rsa root@pve-node1', host: 'ssh-ed25519 AAAAhostkeynode1' },
  [NODE2]: { rsa: 'ssh-rsa AAAAnode2rsa root@pve-node2', host: 'ssh-ed25519 AAAAhostkeynode2' },
  [WITNESS]: { rsa: '', host: 'ssh-ed25519 AAAAhostkeywitness' },
} as const;

/** Nothing is known: what a test does not set is unknown, never empty. */
export function nothingKnown(): HostFacts {
  const names = [...Object.keys(hostFacts), ...Object.keys(pveFacts), ...Object.keys(pveFileFacts)];
  const facts = Object.fromEntries(names.map((name) => [name, unknown('not set in this test')]));
  return { ...facts, extra: new Map() } as unknown as HostFacts;
}

/** A host to which no packages were carried yet. */
export const NO_REPOSITORY: readonly [string, Known<unknown>] = ['apt.repository', known({ pool: new Map() })];

const unit = (active: string) => ({ loaded: true, active, enabled: 'enabled' });
const disk = (name: string, serial: string, sizeGb: number) => ({
  name,
  path: `/dev/${name}`,
  type: 'disk',
  sizeBytes: sizeGb * 1e9,
  serial,
  model: 'Test',
  rotational: false,
  removable: false,
  fstype: '',
  label: '',
  partitionTable: '',
  mountpoint: '',
  children: [],
});

/** A node as our stick left it: installed, alone, nothing configured. */
export function freshNode(name: typeof NODE1 | typeof NODE2): HostFacts {
  const host = site.hosts.find((entry) => entry.name === name);
  if (!host?.hardware || !host.install) throw new Error(`${name} is not in the example`);
  const [system, data] = host.hardware.disks;
  const peers = site.hosts.filter((entry) => entry.name !== name).map((entry) => entry.address);
  return {
    ...nothingKnown(),
    osRelease: known({ id: 'debian', versionId: '12', prettyName: 'Debian GNU/Linux 12 (bookworm)' }),
    nodeName: known(name),
    cpu: known({ cores: 8, threads: 16, virtualisation: true }),
    memory: known({ totalBytes: 33_500_000_000 }),
    disks: known([
      {
        ...disk('sda', system?.serial ?? '', 240),
        children: [{ ...disk('sda3', '', 239), type: 'part', path: '/dev/sda3', fstype: 'ext4', mountpoint: '/' }],
      },
      disk('sdb', data?.serial ?? '', 960),
    ]),
    diskLinks: known(new Map([[`ata-Samsung_PM893_${data?.serial}`, 'sdb']])),
    interfaces: known([
      ...host.hardware.nics.map((nic) => ({
        name: nic.name,
        mac: nic.mac,
        up: true,
        master: nic.link === undefined ? 'vmbr0' : '',
        addresses: [],
        physical: true,
        mtu: 1500,
      })),
      { name: 'vmbr0', mac: 'aa', up: true, master: '', addresses: [`${host.address}/24`], physical: false, mtu: 1500 },
    ]),
    rootSpace: known({ totalBytes: 60_000_000_000, freeBytes: 50_000_000_000 }),
    imageSpace: known({ totalBytes: 60_000_000_000, freeBytes: 50_000_000_000 }),
    preflightRecords: known(new Map()),
    hostsFile: known(`127.0.0.1 localhost.localdomain localhost\n${host.address} ${name}.municipal.lan ${name}\n`),
    ownAddresses: known([host.address]),
    timeZone: known('Etc/UTC'),
    clock: known(1_700_000_000_000),
    chronyFiles: known(new Map([['/etc/chrony/chrony.conf', 'pool 2.debian.pool.ntp.org iburst\nmakestep 1 3\n']])),
    aptFiles: known(
      new Map([
        [
          '/etc/apt/sources.list.d/pve-enterprise.list',
          'deb https://enterprise.proxmox.com/debian/pve bookworm pve-enterprise\n',
        ],
      ]),
    ),
    packages: known(
      new Map([
        ['pve-manager', '8.4.1'],
        ['chrony', '4.3-2+deb12u1'],
      ]),
    ),
    units: known(
      new Map([
        ['chrony.service', unit('active')],
        ['corosync.service', unit('inactive')],
        ['watchdog-mux.service', unit('active')],
      ]),
    ),
    sshFiles: known({
      authorizedKeys: [site.access.sshPublicKey],
      knownHosts: [],
      publicKey: KEYS[name].rsa,
      hostKeys: [KEYS[name].host],
    }),
    listeners: known([22, 8006]),
    pmxcfs: known({ mounted: true, writable: true }),
    nodeFiles: known(new Set<string>()),
    quorum: known({ running: false, quorate: false, expectedVotes: 0, totalVotes: 0, needed: 0, qdevice: false }),
    pools: known(new Map()),
    resources: known({ guests: new Map() }),
    members: known({ nodeName: name, members: [] }),
    vmList: known(new Map()),
    corosync: known(undefined),
    storages: known(
      new Map([
        [
          'local',
          {
            id: 'local',
            type: 'dir',
            content: ['backup', 'iso', 'vztmpl'],
            nodes: [],
            enabled: true,
            path: '/var/lib/vz',
            fields: {},
          },
        ],
      ]),
    ),
    access: known({ users: new Map(), tokens: new Map(), roles: new Map(), acls: [] }),
    guestConfigs: known(new Map()),
    extra: new Map<string, Known<unknown>>([
      ['preflight.reached-peers', known(new Set(peers))],
      ['preflight.own-names', known([`${name}.municipal.lan`, name])],
      ['preflight.zone-known', known(true)],
      ['storage.zpools', known({ imported: [], dormant: [] })],
      NO_REPOSITORY,
    ]),
  };
}

export function freshWitness(): HostFacts {
  return {
    ...nothingKnown(),
    osRelease: known({ id: 'debian', versionId: '12', prettyName: 'Debian GNU/Linux 12 (bookworm)' }),
    nodeName: known(WITNESS),
    hostsFile: known('127.0.0.1 localhost\n127.0.1.1 witness\n'),
    timeZone: known('Europe/Madrid'),
    packages: known(new Map([['openssh-server', '1:9.2p1']])),
    units: known(new Map()),
    sshFiles: known({
      authorizedKeys: [site.access.sshPublicKey],
      knownHosts: [],
      hostKeys: [KEYS[WITNESS].host],
    }),
    listeners: known([22]),
    aptFiles: known(new Map([['/etc/apt/sources.list', 'deb http://deb.debian.org/debian bookworm main\n']])),
    extra: new Map<string, Known<unknown>>([['preflight.zone-known', known(true)], NO_REPOSITORY]),
  };
}

export type Hosts = Readonly<Record<string, HostFacts>>;

export function siteFacts(hosts: Hosts): SiteFacts {
  return {
    takenAt: '2026-11-21T02:00:00.000Z',
    hosts: new Map(Object.entries(hosts).map(([name, facts]) => [name, { reached: true, facts }])),
  };
}

/** The whole site right after installation. */
export function freshSite(): Hosts {
  return { [NODE1]: freshNode(NODE1), [NODE2]: freshNode(NODE2), [WITNESS]: freshWitness() };
}

/** Members of the cluster as every node sees them. */
export function membership(self: string, names: readonly string[], quorate = true) {
  return known({
    nodeName: self,
    cluster: { name: 'municipal', nodes: names.length, quorate, version: names.length },
    members: names.map((name, index) => ({ name, nodeId: index + 1, online: true, ip: `192.168.1.1${index + 1}` })),
  });
}

export function corosyncOf(names: readonly string[], device?: { host: string; algorithm: string; votes: number }) {
  const number = (name: string) => (name === NODE1 ? 11 : 12);
  return known({
    clusterName: 'municipal',
    configVersion: names.length,
    nodes: names.map((name, index) => ({
      name,
      nodeId: index + 1,
      votes: 1,
      links: { 0: `10.10.10.${number(name)}`, 1: `10.10.11.${number(name)}` },
    })),
    linkNumbers: [0, 1],
    priorities: {},
    ...(device ? { device } : {}),
  });
}

export function votes(total: number, qdevice: boolean) {
  return known({ running: true, quorate: true, expectedVotes: total, totalVotes: total, needed: 2, qdevice });
}

/** Link addresses set, names, time, keys: everything of the phase base. */
export function withBase(facts: HostFacts, name: typeof NODE1 | typeof NODE2): HostFacts {
  const host = site.hosts.find((entry) => entry.name === name);
  const hosts = facts.hostsFile.known ? planHostsFile(site, name, facts.hostsFile.value).text : '';
  return {
    ...facts,
    interfaces: known(
      (facts.interfaces.known ? facts.interfaces.value : []).map((entry) => {
        const nic = host?.hardware?.nics.find((candidate) => candidate.name === entry.name);
        const address = nic?.link === undefined ? undefined : host?.links[`${nic.link}`];
        return address === undefined ? entry : { ...entry, addresses: [`${address}/24`] };
      }),
    ),
    hostsFile: known(hosts),
    timeZone: known('Europe/Madrid'),
    chronyFiles: known(
      new Map([
        ['/etc/chrony/conf.d/sitewright.conf', chronyText(site, name)],
        ['/etc/chrony/chrony.conf', 'makestep 1 3\n'],
      ]),
    ),
    aptFiles: known(new Map()),
  };
}

export function basedSite(): Hosts {
  return {
    [NODE1]: withBase(freshNode(NODE1), NODE1),
    [NODE2]: withBase(freshNode(NODE2), NODE2),
    [WITNESS]: freshWitness(),
  };
}

/** What a whole member has in the cluster's database. */
export function wholeMember(name: string): readonly string[] {
  return [`/etc/pve/nodes/${name}/pve-ssl.pem`, `/etc/pve/nodes/${name}/ssh_known_hosts`];
}
/** What every member has of its own. */
export const CLUSTERED = ['/etc/corosync/authkey', '/etc/corosync/corosync.conf'] as const;

/** corosync runs. */
function running(facts: HostFacts | undefined): HostFacts['units'] {
  const units = facts?.units.known ? facts.units.value : new Map();
  return known(new Map([...units, ['corosync.service', unit('active')]]));
}

/** A cluster of the first node alone. */
export function createdSite(): Hosts {
  const hosts = basedSite();
  return {
    ...hosts,
    [NODE1]: {
      ...(hosts[NODE1] ?? nothingKnown()),
      members: membership(NODE1, [NODE1]),
      corosync: corosyncOf([NODE1]),
      quorum: votes(1, false),
      nodeFiles: known(new Set([...wholeMember(NODE1), ...CLUSTERED])),
      units: running(hosts[NODE1]),
    },
  };
}

/** Both nodes trust each other. */
export function trustingSite(): Hosts {
  const hosts = createdSite();
  return {
    ...hosts,
    [NODE1]: {
      ...(hosts[NODE1] ?? nothingKnown()),
      sshFiles: known({
        authorizedKeys: [site.access.sshPublicKey, KEYS[NODE2].rsa],
        knownHosts: [],
        publicKey: KEYS[NODE1].rsa,
        hostKeys: [KEYS[NODE1].host],
      }),
    },
    [NODE2]: {
      ...(hosts[NODE2] ?? nothingKnown()),
      sshFiles: known({
        authorizedKeys: [site.access.sshPublicKey],
        knownHosts: [`192.168.1.11 ${KEYS[NODE1].host}`],
        publicKey: KEYS[NODE2].rsa,
        hostKeys: [KEYS[NODE2].host],
      }),
    },
  };
}

/** Both nodes are members. */
export function joinedSite(): Hosts {
  const hosts = trustingSite();
  const both = [NODE1, NODE2];
  const files = known(new Set([...both.flatMap(wholeMember), ...CLUSTERED]));
  const of = (name: string): HostFacts => ({
    ...(hosts[name] ?? nothingKnown()),
    members: membership(name, both),
    corosync: corosyncOf(both),
    quorum: votes(2, false),
    nodeFiles: files,
    units: running(hosts[name]),
  });
  return { ...hosts, [NODE1]: of(NODE1), [NODE2]: of(NODE2) };
}

/** One host's facts changed. */
export function changed(hosts: Hosts, name: string, change: Partial<HostFacts>): Hosts {
  return { ...hosts, [name]: { ...(hosts[name] ?? nothingKnown()), ...change } };
}
