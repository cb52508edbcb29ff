import type { AddressPlanRow } from '../../api/address-plan.ts';
import { type Diagnostic, diagnostic } from '../../api/diagnostic.ts';
import type { Site } from '../../api/site.ts';
import { row } from './address-plan-row.ts';
import { addressOf, contains, networkText, prefixOf } from './net.ts';

/** By what it was: what it becomes. */
interface Moved {
  /** Without prefix. */
  readonly addresses: ReadonlyMap<string, string>;
  readonly networks: ReadonlyMap<string, string>;
}

/** What a plan gives up, and for what. A name server or a DHCP range is nobody's address. */
export function movedBy(rows: readonly AddressPlanRow[]): Moved {
  const addresses = new Map<string, string>();
  const networks = new Map<string, string>();
  for (const { what, before, after, changed } of rows) {
    if (!changed || before === undefined || what === 'dns' || what === 'dhcp') continue;
    if (what === 'network' || what === 'link-network') networks.set(networkText(before), after);
    else addresses.set(addressOf(before), addressOf(after));
  }
  return { addresses, networks };
}

/** Fields that name an address or a network of somebody else and have to go with it. */
export function followers(site: Site, moved: Moved): readonly AddressPlanRow[] {
  const address = (before: string): string | undefined => moved.addresses.get(before);
  const other = (field: string, before: string, after: string | undefined): readonly AddressPlanRow[] =>
    after === undefined || after === before ? [] : [row('other', field, field, before, after)];
  const { management, ntpServers } = site.network;
  const gateway = address(management.gateway) ?? management.gateway;
  const migration = site.cluster?.migration?.cidr;
  return [
    ...management.dns.flatMap((before, index) =>
      before === management.gateway ? [] : other(`network.management.dns[${index}]`, before, address(before)),
    ),
    ...ntpServers.flatMap((before, index) => other(`network.ntpServers[${index}]`, before, address(before))),
    ...(migration === undefined
      ? []
      : other('cluster.migration.cidr', migration, moved.networks.get(networkText(migration)))),
    ...site.machines.flatMap((machine, index) =>
      machine.gateway === undefined || !contains(management.cidr, machine.gateway)
        ? []
        : other(`machines[${index}].gateway`, machine.gateway, address(machine.gateway) ?? gateway),
    ),
    ...site.storages.flatMap((storage, index) =>
      'server' in storage ? other(`storages[${index}].server`, storage.server, address(storage.server)) : [],
    ),
    ...site.hosts.flatMap((host, index) => {
      const network = host.network;
      if (!network) return [];
      return (['bonds', 'vlans', 'bridges'] as const).flatMap((kind) =>
        network[kind].flatMap((entry, at) => {
          const field = `hosts[${index}].network.${kind}[${at}]`;
          const own = entry.address === undefined ? undefined : address(addressOf(entry.address));
          const prefix = entry.address === undefined ? 0 : newPrefix(site, moved, entry.address);
          return [
            ...(entry.address === undefined || own === undefined
              ? []
              : other(`${field}.address`, entry.address, `${own}/${prefix}`)),
            ...(entry.gateway === undefined ? [] : other(`${field}.gateway`, entry.gateway, address(entry.gateway))),
          ];
        }),
      );
    }),
  ];
}

/** Texts that still name an address which the plan gives up, in places that are nobody's address field. */
export function leftBehind(site: Site, moved: Moved, rows: readonly AddressPlanRow[]): readonly Diagnostic[] {
  const written = new Set(rows.map(({ field }) => field));
  const kept = new Set(rows.map(({ after }) => addressOf(after)));
  const given = [...moved.addresses.keys()].filter((before) => !kept.has(before));
  const found: Diagnostic[] = [];
  const walk = (value: unknown, field: string): void => {
    if (typeof value === 'string') {
      const address = written.has(field) ? undefined : given.find((one) => names(value, one));
      if (address !== undefined)
        found.push(diagnostic('address-plan.left', { params: { field, address }, subject: { field } }));
    } else if (Array.isArray(value)) {
      value.forEach((entry, index) => {
        walk(entry, `${field}[${index}]`);
      });
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, entry] of Object.entries(value))
        if (key !== 'files' && !(field === 'network' && key === 'dhcp'))
          walk(entry, field === '' ? key : `${field}.${key}`);
    }
  };
  walk(site, '');
  return found;
}

/** Whether a text holds the address as a whole: 10.0.0.1 is not in 10.0.0.12. */
function names(text: string, address: string): boolean {
  const at = text.indexOf(address);
  return at >= 0 && !/[\d.]/.test(text[at - 1] ?? '') && !/\d/.test(text[at + address.length] ?? '');
}

/** The prefix of the network that an interface's address moves into. */
function newPrefix(site: Site, moved: Moved, cidr: string): number {
  const networks = [site.network.management.cidr, ...site.network.links.map((link) => link.cidr)];
  const from = networks.find((network) => contains(network, addressOf(cidr)));
  return prefixOf((from === undefined ? undefined : moved.networks.get(networkText(from))) ?? cidr);
}
