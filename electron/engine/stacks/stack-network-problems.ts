import { type Diagnostic, diagnostic } from '../../api/diagnostic.ts';
import type { Site } from '../../api/site.ts';
import type { SiteRange } from '../../api/site-ranges.ts';
import { hostByName, machineByName } from '../site/derive.ts';
import { contains, networkText, overlaps } from '../site/net.ts';
import { declaredRanges, interfaceRanges, machineRanges } from '../site/site-ranges.ts';
import { dockerHosts, type StackRegistry } from './registry.ts';
import { DOCKER_POOLS, type StackRange, stackRanges } from './stack-ranges.ts';

/**
 * Where the ranges of stacks, and those that Docker takes by itself, lie over networks of the site or over each other. Pure.
 */
export function stackNetworkProblems(registry: StackRegistry, site: Site): readonly Diagnostic[] {
  const taken = stackRanges(registry, site);
  const networks = distinct([...declaredRanges(site), ...interfaceRanges(site), ...machineRanges(site)]);
  return [
    ...taken.flatMap((range) =>
      networks.filter(({ cidr }) => overlaps(cidr, range.cidr)).map((network) => overNetwork(site, range, network)),
    ),
    ...taken.flatMap((range, index) =>
      taken
        .slice(0, index)
        .filter((first) => first.instance.on === range.instance.on && overlaps(first.cidr, range.cidr))
        .map((first) => problem('stack.network-overlap', range, first)),
    ),
    ...dockerHosts(registry, site).flatMap((host) => overDocker(site, host)),
  ];
}

/** Its own network and the management network are what a host cannot do without. */
function overNetwork(site: Site, range: StackRange, network: SiteRange): Diagnostic {
  const own = ownNetwork(site, range.instance.on);
  const isNeeded = network.kind === 'management' || (own !== undefined && overlaps(own, network.cidr));
  return problem(isNeeded ? 'stack.network-overlap' : 'stack.network-near', range, network);
}

function problem(
  code: 'stack.network-overlap' | 'stack.network-near',
  range: StackRange,
  other: SiteRange,
): Diagnostic {
  const { instance, cidr, kind, field } = range;
  return diagnostic(code, {
    params: {
      instance: instance.id,
      host: instance.on,
      cidr,
      name: kind,
      other: other.cidr,
      what: other.field ?? other.name,
    },
    subject: { host: instance.on, ...(field === undefined ? {} : { field }) },
  });
}

/** Docker passes over what its host has a route to, not over what lies behind the gateway. */
function overDocker(site: Site, host: string): readonly Diagnostic[] {
  const own = ownNetwork(site, host);
  if (own === undefined) return [];
  const { management, ntpServers } = site.network;
  const behind = [
    { other: management.cidr, at: management.cidr, what: 'network.management.cidr' },
    ...management.dns.map((address, index) => ({
      other: address,
      at: asNetwork(address),
      what: `network.management.dns[${index}]`,
    })),
    ...ntpServers
      .map((address, index) => ({ other: address, at: asNetwork(address), what: `network.ntpServers[${index}]` }))
      .filter(({ other }) => /^[\d.]+$/.test(other) && other.split('.').length === 4),
  ].filter(({ at }) => !overlaps(own, at));
  return behind.flatMap(({ other, at, what }) => {
    const pool = DOCKER_POOLS.find((entry) => overlaps(entry, at) && !overlaps(entry, own));
    return pool === undefined
      ? []
      : [diagnostic('stack.docker-pool', { params: { host, pool, other, what }, subject: { host, field: what } })];
  });
}

function asNetwork(address: string): string {
  return `${address}/${address.includes(':') ? 128 : 32}`;
}

/** The network that a host is in: a machine's own, a declared host's management network. */
function ownNetwork(site: Site, host: string): string | undefined {
  const machine = machineByName(site, host);
  if (machine) return networkText(machine.address);
  const address = hostByName(site, host)?.address;
  const { cidr } = site.network.management;
  return address !== undefined && contains(cidr, address) ? cidr : undefined;
}

function distinct<Range extends SiteRange>(ranges: readonly Range[]): readonly Range[] {
  return ranges.filter(
    ({ cidr }, index) => ranges.findIndex((other) => networkText(other.cidr) === networkText(cidr)) === index,
  );
}
