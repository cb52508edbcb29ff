import { isIPv4 } from 'node:net';
import type { Host, Site } from '../../../../api/site.ts';
import { lastsAt } from '../take-at.ts';
import { SECONDS } from './durations.ts';
import type { Lease, LiveSystem } from './live-system.ts';

/**
 * dhclient on all ports: an address only where the site declares a DHCP server and that server lives. On a LAN without one it
 * waits out its own patience first.
 */
export async function askForLease(live: LiveSystem): Promise<Lease | undefined> {
  const { console, machine, site, world } = live;
  console.print('Attempting to get DHCP leases... ');
  const host = site.hosts.find(({ name }) => name === machine.name);
  const offered = host ? leaseFor(site, host) : undefined;
  const lease = offered && !lastsAt(world, 'install.no-dhcp', machine.name) ? offered : undefined;
  await live.sleep(lease ? SECONDS.leaseFound : SECONDS.leaseMissing);
  console.print(lease ? `bound to ${lease.cidr.split('/')[0]} -- done` : 'No DHCPOFFERS received. -- done');
  return lease;
}

/**
 * Pure. The site's DHCP server as the plan needs it: a machine that is to keep its lease has its planned address reserved, and
 * its name too where the plan takes the name from the lease; every other gets one of the range, the same at every try.
 */
export function leaseFor(site: Site, host: Host): Lease | undefined {
  const { dhcp, management, domain } = site.network;
  if (!dhcp) return undefined;
  const prefix = management.cidr.split('/')[1] ?? '24';
  const isReserved = host.install?.networkSource === 'from-dhcp';
  const address = isReserved ? host.address : nthAddress(dhcp.rangeStart, site.hosts.indexOf(host));
  return {
    cidr: `${address}/${prefix}`,
    gateway: management.gateway,
    dns: management.dns[0] ?? management.gateway,
    domain,
    ...(host.install?.nameFromDhcp ? { hostname: host.name } : {}),
  };
}

function nthAddress(first: string, index: number): string {
  if (!isIPv4(first)) return first.replace(/[^:]*$/, (last) => (Number.parseInt(last || '0', 16) + index).toString(16));
  const number = first.split('.').reduce((sum, part) => sum * 256 + Number(part), 0) + index;
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
}
