import { diagnostic } from '../../api/diagnostic.ts';
import { PVE_VERSIONS, type PveVersion } from '../../api/site.ts';
import type { Language } from '../../api/text.ts';
import type { HostFacts } from '../facts/host-facts.ts';
import { extraFact } from '../facts/registry.ts';
import { addressOf, addressText, contains, networkText, parseCidr } from '../site/net.ts';
import { networkFilesFact } from '../steps/base/network-facts.ts';
import { isAddress, prefixSeen } from './addresses.ts';
import { mailFact, resolverFact } from './cluster-facts.ts';
import { type ClusterReading, clusterFacts, readNodes } from './cluster-reading.ts';
import type { Remarks } from './remarks.ts';

/** What a site says once for all its machines. */
export interface AdoptedBasics {
  readonly country: string;
  readonly keyboard: string;
  readonly timezone: string;
  readonly mailto: string;
  readonly version: PveVersion;
  readonly domain: string;
  readonly management: { readonly cidr: string; readonly gateway: string; readonly dns: readonly string[] };
  readonly ntpServers: readonly string[];
}

const COUNTRY = { en: 'us', es: 'es' } as const;
const KEYBOARD = { en: 'en-us', es: 'es' } as const;
const MOST_SERVERS = 3;
const DOMAIN = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;
const MAIL = /^[^\s@]+@[^\s@]+$/;

/** What nobody said is assumed, told and marked in the file. */
export function adoptedBasics(
  reading: ClusterReading,
  asked: { readonly id: string; readonly language: Language },
  remarks: Remarks,
): AdoptedBasics {
  const { language } = asked;
  const facts = clusterFacts(reading);
  const domain = domainOf(reading) ?? assumed(remarks, 'network.domain', `${asked.id}.lan`);
  const options = remarks.valueOf(reading.first, '/etc/pve/datacenter.cfg', facts.datacenter);
  const layout = typeof options?.keyboard === 'string' ? options.keyboard : undefined;
  const mail = extraFact(facts, mailFact);
  const mailto = mail.known && MAIL.test(mail.value) ? mail.value : assumed(remarks, 'mailto', `root@${domain}`);
  return {
    country: assumed(remarks, 'country', COUNTRY[language]),
    keyboard: layout ?? assumed(remarks, 'keyboard', KEYBOARD[language]),
    timezone: timezoneOf(reading, remarks),
    mailto,
    version: versionOf(reading, remarks),
    domain,
    management: managementOf(reading, remarks),
    ntpServers: timeServersOf(reading, remarks),
  };
}

function assumed(remarks: Remarks, field: string, value: string): string {
  remarks.assumed(field, value);
  return value;
}

/** Behind a node's own name in its hosts file, else where it searches. */
function domainOf(reading: ClusterReading): string | undefined {
  const found = readNodes(reading).flatMap(({ name, facts }) => {
    const { hostsFile } = facts;
    const names = hostsFile.known
      ? hostsFile.value.split('\n').flatMap((line) => line.split('#')[0]?.split(/\s+/) ?? [])
      : [];
    const own = names.find((entry) => entry.toLowerCase().startsWith(`${name}.`));
    const resolver = extraFact(facts, resolverFact);
    const domain = own?.slice(name.length + 1) ?? (resolver.known ? resolver.value.domain : undefined);
    return domain !== undefined && DOMAIN.test(domain.toLowerCase()) ? [domain.toLowerCase()] : [];
  });
  return found[0];
}

function timezoneOf(reading: ClusterReading, remarks: Remarks): string {
  const zones = readNodes(reading).flatMap(({ name, facts }) => {
    const zone = remarks.valueOf(name, 'time zone', facts.timeZone);
    return zone === undefined ? [] : [{ name, zone }];
  });
  const [first] = zones;
  if (!first) return assumed(remarks, 'timezone', 'UTC');
  if (zones.some(({ zone }) => zone !== first.zone))
    remarks.differ(
      'timezone',
      first.zone,
      zones.map(({ name, zone }) => `${name}: ${zone}`),
    );
  return first.zone;
}

/** The oldest of the nodes, as Proxmox's own name of it: what all of them can be. */
function versionOf(reading: ClusterReading, remarks: Remarks): PveVersion {
  const seen = readNodes(reading).flatMap(({ name, facts }) => {
    const packages = remarks.valueOf(name, 'packages', facts.packages);
    const version = /^(\d+\.\d+)/.exec(packages?.get('pve-manager') ?? '')?.[1];
    return version === undefined ? [] : [{ name, version }];
  });
  const numbers = seen.map(({ version }) => Number(version)).sort((a, b) => a - b);
  const [oldest] = numbers;
  const newest = PVE_VERSIONS[PVE_VERSIONS.length - 1] ?? '9.2';
  if (oldest === undefined) return assumed(remarks, 'pve.version', newest) as PveVersion;
  const taken = PVE_VERSIONS.find((version) => Number(version) >= oldest) ?? newest;
  if (new Set(numbers).size > 1)
    remarks.differ(
      'pve.version',
      taken,
      seen.map(({ name, version }) => `${name}: ${version}`),
    );
  else if (Number(taken) !== oldest)
    remarks.tell(
      diagnostic('sites.cluster-version', {
        params: { seen: String(oldest), taken, known: PVE_VERSIONS.join(', ') },
        subject: { field: 'pve.version' },
      }),
    );
  return taken;
}

function managementOf(reading: ClusterReading, remarks: Remarks): AdoptedBasics['management'] {
  const { nodes, first } = reading;
  const address = nodes.find(({ name }) => name === first)?.address ?? '';
  const facts = clusterFacts(reading);
  const seen = prefixSeen(facts, address);
  const field = 'network.management';
  const cidr = networkText(seen ?? `${address}/${address.includes(':') ? 64 : 24}`);
  if (seen === undefined) remarks.assumed(`${field}.cidr`, cidr);
  const gateways = readNodes(reading).flatMap(({ name, facts: own }) => {
    const gateway = gatewayOf(own, cidr);
    return gateway === undefined ? [] : [{ name, gateway }];
  });
  const [taken] = gateways;
  if (taken && gateways.some(({ gateway }) => gateway !== taken.gateway))
    remarks.differ(
      `${field}.gateway`,
      taken.gateway,
      gateways.map(({ name, gateway }) => `${name}: ${gateway}`),
    );
  const gateway =
    taken?.gateway ??
    assumed(
      remarks,
      `${field}.gateway`,
      freeAddress(
        cidr,
        nodes.map((node) => node.address),
      ),
    );
  return { cidr, gateway, dns: nameserversOf(reading, gateway, remarks) };
}

function gatewayOf(facts: HostFacts, cidr: string): string | undefined {
  const files = extraFact(facts, networkFilesFact);
  if (!files.known) return undefined;
  return [...files.value.live.values()]
    .flatMap(({ gateway }) => gateway ?? [])
    .find((gateway) => isAddress(gateway) && contains(cidr, gateway));
}

/** The first address of a network that nobody named has. */
function freeAddress(cidr: string, taken: readonly string[]): string {
  const { bits, value } = parseCidr(networkText(cidr));
  for (let step = 1n; ; step += 1n) {
    const address = addressText({ bits, value: value + step });
    if (!taken.includes(address)) return address;
  }
}

function nameserversOf(reading: ClusterReading, gateway: string, remarks: Remarks): readonly string[] {
  const seen = readNodes(reading).flatMap(({ name, facts }) => {
    const resolver = remarks.valueOf(name, '/etc/resolv.conf', extraFact(facts, resolverFact));
    return resolver ? [{ name, servers: resolver.nameservers.filter(isAddress) }] : [];
  });
  const field = 'network.management.dns';
  const first = seen.find(({ servers }) => servers.length > 0);
  if (!first) return [assumed(remarks, field, gateway)];
  if (seen.some(({ servers }) => servers.join() !== first.servers.join()))
    remarks.differ(
      field,
      first.servers.join(', '),
      seen.map(({ name, servers }) => `${name}: ${servers.join(', ')}`),
    );
  const more = first.servers.slice(MOST_SERVERS);
  if (more.length > 0) remarks.notHeld(`further name servers: ${more.join(', ')}`);
  return first.servers.slice(0, MOST_SERVERS);
}

/** Sources of time outside the cluster; none = its first node keeps the time for all. */
function timeServersOf(reading: ClusterReading, remarks: Remarks): readonly string[] {
  const own = new Set(reading.nodes.flatMap(({ name, address }) => [name, address]));
  const inside = (server: string): boolean =>
    own.has(server) || own.has(server.split('.')[0] ?? '') || /^(127\.|localhost$|::1$)/.test(server);
  const seen = readNodes(reading).flatMap(({ name, facts }) => {
    const files = remarks.valueOf(name, 'chrony', facts.chronyFiles);
    if (!files) return [];
    const named = [...files.values()].flatMap((text) =>
      [...text.matchAll(/^\s*(?:server|pool|peer)\s+(\S+)/gm)].map(([, server = '']) => server),
    );
    return [{ name, follows: named.some(inside), servers: named.filter((server) => !inside(server)) }];
  });
  const servers = [...new Set(seen.flatMap((node) => node.servers))];
  const apart = seen.filter((node) => !node.follows && node.servers.length !== servers.length);
  if (servers.length > 0 && apart.length > 0)
    remarks.differ(
      'network.ntpServers',
      servers.join(', '),
      seen.map((node) => `${node.name}: ${node.servers.join(', ') || '-'}`),
    );
  return servers;
}

/** Name of an address in the nodes' hosts files; undefined = none says one that a host may have. */
export function nameAt(reading: ClusterReading, address: string): string | undefined {
  const isName = (name: string): boolean => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(name);
  const names = readNodes(reading).flatMap(({ facts }) =>
    facts.hostsFile.known
      ? facts.hostsFile.value.split('\n').flatMap((line) => {
          const [at, ...rest] = (line.split('#')[0] ?? '').trim().split(/\s+/);
          return at !== undefined && addressOf(at) === address ? rest : [];
        })
      : [],
  );
  return names.find(isName) ?? names.map((name) => name.split('.')[0] ?? '').find(isName);
}
