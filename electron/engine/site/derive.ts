import type { Host, Machine, Site, SiteStorage } from '../../api/site.ts';
import { addressOf, prefixOf } from './net.ts';
import { pinnedNicNames } from './nic-names.ts';

/**
 * What follows from the site, as pure functions: never stored, never typed twice. Names are those of the field: node,
 * vote, link, witness, replication job, HA resource.
 */

/** A machine one can log in to: a declared host, or a guest of the cluster (`origin: 'vm'`). */
export interface SiteHost {
  readonly name: string;
  readonly origin: 'installed' | 'existing' | 'vm';
  readonly os: 'pve' | 'debian' | 'rocky';
  readonly roles: readonly ('pve-node' | 'witness' | 'server' | 'guest')[];
  /** Management address without prefix. */
  readonly address: string;
  readonly user: string;
  /** Host through which it is reached; absent = directly. */
  readonly via?: string;
  readonly label?: string;
  /** Only for guests. */
  readonly vmId?: number;
}

/** The declared hosts that are (to be) members of the Proxmox cluster, in the order of the file. */
export function pveNodes(site: Site): readonly Host[] {
  return site.hosts.filter((host) => host.roles.includes('pve-node'));
}

/** The node on which the cluster is created and from which site-wide commands run: the first PVE node of the file. */
export function coordinator(site: Site): Host {
  const first = pveNodes(site)[0];
  if (!first) throw new RangeError(`site ${site.id} has no PVE node`);
  return first;
}

/** The host that carries the third vote, if the cluster names one that is declared. */
export function witnessHost(site: Site): Host | undefined {
  const name = site.cluster?.witness;
  return name === undefined ? undefined : site.hosts.find((host) => host.name === name);
}

/** The witness where it votes: with an even number of nodes. An odd number decides by itself (pve-facts 2.9). */
export function votingWitness(site: Site): Host | undefined {
  return pveNodes(site).length % 2 === 0 ? witnessHost(site) : undefined;
}

/** Every machine one can log in to: declared hosts in the order of the file, then the virtual machines as hosts. */
export function allHosts(site: Site): readonly SiteHost[] {
  return [...site.hosts.map(declaredHost), ...site.machines.map((machine) => machineHost(site, machine))];
}

/** One of {@link allHosts} by name. */
export function hostByName(site: Site, name: string): SiteHost | undefined {
  return allHosts(site).find((host) => host.name === name);
}

/** The virtual machine of this name. */
export function machineByName(site: Site, name: string): Machine | undefined {
  return site.machines.find((machine) => machine.name === name);
}

/** `pve-node1.municipal.lan`. Takes the name of a host or of a machine. */
export function fqdn(site: Site, host: string | { readonly name: string }): string {
  return `${typeof host === 'string' ? host : host.name}.${site.network.domain}`;
}

/** Under which name a host's key is pinned: independent of its address, different in every site. */
export function hostKeyAlias(site: Site, host: string | { readonly name: string }): string {
  return `${typeof host === 'string' ? host : host.name}.${site.id}.sitewright`;
}

/** Votes when all is up: one a node, and one of the witness (QDevice, only with an even number of nodes: ffsplit). */
export function expectedVotes(site: Site): number {
  return pveNodes(site).length + (votingWitness(site) ? 1 : 0);
}

/** Votes that are needed to act: more than half. */
export function quorumVotes(site: Site): number {
  return Math.floor(expectedVotes(site) / 2) + 1;
}

/** Whether the cluster goes on when one node dies; without it nothing may fail over by itself. */
export function survivesOneNode(site: Site): boolean {
  return pveNodes(site).length > 1 && expectedVotes(site) - 1 >= quorumVotes(site);
}

/** Prefix length of the management network. */
export function managementPrefix(site: Site): number {
  return prefixOf(site.network.management.cidr);
}

/** `192.168.1.11/24`: the host's management address with the prefix of the management network. */
export function managementCidr(site: Site, host: Host): string {
  return `${host.address}/${managementPrefix(site)}`;
}

export interface LinkAddress {
  /** Corosync link number, 0 to 7. */
  readonly link: number;
  readonly address: string;
}

/** Corosync addresses of a node by rising link number. Link 0 absent = its management address. */
export function linkAddresses(host: Host): readonly LinkAddress[] {
  const declared = Object.entries(host.links).map(([link, address]) => ({ link: Number(link), address }));
  const all = declared.some((entry) => entry.link === 0) ? declared : [{ link: 0, address: host.address }, ...declared];
  return all.sort((a, b) => a.link - b.link);
}

export interface LinkPort {
  readonly link: number;
  /** Address with the prefix of the link's network. */
  readonly cidr: string;
  /**
   * MAC in lower case, and the name that the installed system gives the port: the pinned one, else that of the inventory.
   * Absent where the inventory does not say which port it is. A port is found by its MAC; the name is for a person.
   */
  readonly mac?: string;
  readonly nicName?: string;
}

/** What must be configured on a node's own ports for its cluster links: declared links outside the management network. */
export function linkPorts(site: Site, host: Host): readonly LinkPort[] {
  const pinned = pinnedNicNames(site, host);
  return linkAddresses(host).flatMap(({ link, address }) => {
    const network = site.network.links.find((entry) => entry.id === link);
    if (!network || address === host.address) return [];
    const nic = host.hardware?.nics.find((entry) => entry.link === link);
    const port = { link, cidr: `${address}/${prefixOf(network.cidr)}` };
    if (!nic) return [port];
    const mac = nic.mac.toLowerCase();
    return [{ ...port, mac, nicName: pinned?.[mac] ?? nic.name }];
  });
}

export interface ReplicationJob {
  /** `100-0`: guest id and job number, as pvesr names it. */
  readonly id: string;
  readonly vmId: number;
  readonly machine: string;
  readonly source: string;
  readonly target: string;
  readonly everyMinutes: number;
  /** Calendar event as pvesr takes it. */
  readonly schedule: string;
}

/** The replication jobs of all machines; job numbers count from 0 in the order of `replication.to`. */
export function replicationJobs(site: Site): readonly ReplicationJob[] {
  return site.machines.flatMap((machine) =>
    (machine.replication?.to ?? []).map((target, number) => {
      const everyMinutes = machine.replication?.everyMinutes ?? 15;
      return {
        id: `${machine.id}-${number}`,
        vmId: machine.id,
        machine: machine.name,
        source: machine.node,
        target,
        everyMinutes,
        schedule: replicationSchedule(everyMinutes),
      };
    }),
  );
}

// A period in minutes as a Proxmox calendar event, in the spellings of the vendor's own schedule list: every N minutes
// below an hour, every N hours, or once a day at midnight. What does not divide evenly goes to the next shorter period
// that does, so that a promise ("at most 90 minutes of data") is kept.
export function replicationSchedule(everyMinutes: number): string {
  if (everyMinutes < 60) return `*/${largestDivisor(60, everyMinutes)}`;
  if (everyMinutes >= 1440) return '00:00';
  const hours = largestDivisor(24, Math.floor(everyMinutes / 60));
  return `*/${hours}:00`;
}

export interface HaResource {
  /** `vm:100`. */
  readonly sid: string;
  readonly vmId: number;
  readonly machine: string;
  /** Nodes on which it may run, the usual one first. */
  readonly nodes: readonly string[];
  readonly maxRestart: number;
  readonly maxRelocate: number;
}

/**
 * Machines under Proxmox HA. Empty where the cluster does not survive one node: HA without a third vote stops the
 * healthy node as well (pve-facts 2.10), so it is never switched on there.
 */
export function haResources(site: Site): readonly HaResource[] {
  if (!survivesOneNode(site)) return [];
  return site.machines.flatMap((machine) =>
    machine.ha?.enabled
      ? [
          {
            sid: `vm:${machine.id}`,
            vmId: machine.id,
            machine: machine.name,
            nodes: [machine.node, ...possibleNodes(site, machine).filter((name) => name !== machine.node)],
            maxRestart: machine.ha.maxRestart,
            maxRelocate: machine.ha.maxRelocate,
          },
        ]
      : [],
  );
}

/** Nodes that can run the machine: its own and those that get its disk by replication. */
export function possibleNodes(site: Site, machine: Machine): readonly string[] {
  const names = new Set([machine.node, ...(machine.replication?.to ?? [])]);
  return pveNodes(site)
    .map((host) => host.name)
    .filter((name) => names.has(name));
}

/** The hosts that may carry the lock of the site: its nodes in their order, or the first host of a site without any. */
export function lockHosts(site: Site): readonly string[] {
  const nodes = pveNodes(site);
  return (nodes.length > 0 ? nodes : site.hosts.slice(0, 1)).map((host) => host.name);
}

/** Tag on every guest we make. Proxmox stores tags in lower case; site ids are lower case already. */
export function ownershipTag(site: Site): string {
  return `sitewright-${site.id}`;
}

/** Node names on which a storage exists, in the order of the file. */
export function storageNodes(site: Site, storage: SiteStorage): readonly string[] {
  const names =
    storage.type === 'zfspool'
      ? Object.keys(storage.disks)
      : (storage.nodes ?? pveNodes(site).map((host) => host.name));
  const wanted = new Set(names);
  return pveNodes(site)
    .map((host) => host.name)
    .filter((name) => wanted.has(name));
}

/** What holds a storage, as Proxmox writes it: `zfspool data`, `dir /srv/iso`, `nfs nas:/export`. Fixed once the storage exists. */
export function storageBacking(storage: SiteStorage): string {
  switch (storage.type) {
    case 'zfspool':
      return `zfspool ${storage.pool}`;
    case 'lvmthin':
      return `lvmthin ${storage.vg}/${storage.thinpool}`;
    case 'dir':
      return `dir ${storage.path}`;
    case 'nfs':
      return `nfs ${storage.server}:${storage.export}`;
    case 'cifs':
      return `cifs //${storage.server}/${storage.share}`;
    case 'pbs':
      return `pbs ${storage.server}:${storage.datastore}`;
  }
}

/** The machine's gateway: its own, else that of the management network. */
export function machineGateway(site: Site, machine: Machine): string {
  return machine.gateway ?? site.network.management.gateway;
}

export interface SecretUse {
  /** `secret:NAME`. */
  readonly ref: string;
  /** Where it is used, as written: `hosts[0].install.rootPasswordHash`. */
  readonly field: string;
}

/** Every place of the site that refers to a secret, stack options included, in the order of the site. */
export function secretUses(site: Site): readonly SecretUse[] {
  const uses: SecretUse[] = [];
  const walk = (value: unknown, path: string): void => {
    if (typeof value === 'string') {
      if (value.startsWith('secret:')) uses.push({ ref: value, field: path });
    } else if (Array.isArray(value)) {
      value.forEach((entry, index) => {
        walk(entry, `${path}[${index}]`);
      });
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, entry] of Object.entries(value)) walk(entry, path === '' ? key : `${path}.${key}`);
    }
  };
  walk(site, '');
  return uses;
}

/** The secret references of the site, each once. */
export function secretRefs(site: Site): readonly string[] {
  return [...new Set(secretUses(site).map((use) => use.ref))];
}

function declaredHost(host: Host): SiteHost {
  return {
    name: host.name,
    origin: host.origin,
    os: host.os,
    roles: host.roles,
    address: host.address,
    user: host.user,
    ...(host.via === undefined ? {} : { via: host.via }),
    ...(host.label === undefined ? {} : { label: host.label }),
  };
}

function machineHost(site: Site, machine: Machine): SiteHost {
  const template = site.templates.find((entry) => entry.id === machine.template);
  return {
    name: machine.name,
    origin: 'vm',
    os: template?.os ?? 'debian',
    roles: ['guest'],
    address: addressOf(machine.address),
    user: machine.user,
    vmId: machine.id,
  };
}

function largestDivisor(whole: number, atMost: number): number {
  for (let part = Math.min(whole, atMost); part > 1; part -= 1) if (whole % part === 0) return part;
  return 1;
}
