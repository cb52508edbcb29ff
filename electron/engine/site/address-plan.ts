import type { AddressPlan, AddressPlanOrder, AddressPlanRow } from '../../api/address-plan.ts';
import { type Diagnostic, diagnostic } from '../../api/diagnostic.ts';
import type { Site } from '../../api/site.ts';
import type { SiteEdit } from '../../api/sites.ts';
import { followers, leftBehind, movedBy } from './address-plan-followers.ts';
import { isOfNewLink, linkRows } from './address-plan-links.ts';
import { row } from './address-plan-row.ts';
import { AddressPool } from './address-pool.ts';
import { pveNodes } from './derive.ts';
import { MANAGEMENT_BRIDGE } from './host-network.ts';
import { addressKey, addressOf, contains, networkText, parseAddress, prefixOf } from './net.ts';

/** Where a kind of machine begins, counted from the network's own address: what people read from labels. */
const USUAL = { gateway: 1, node: 11, host: 20, laptop: 50, machine: 100 } as const;
/** So many addresses at the most, and this part of the network, are proposed to a DHCP server that has to move. */
const DHCP = { most: 50, part: 4 } as const;

type Wanted = Omit<AddressPlanRow, 'after' | 'changed'> & { readonly usual: number };

/**
 * Addresses for everything of a site out of one network: gateway, name servers, this laptop, nodes, witness, machines, and the
 * cluster links in networks of their own. Pure: it says what would change and the edits that do it. No address is given twice, none
 * outside of the subnet, none that is the network's own, its broadcast address or the gateway. With `keep` what fits stays.
 */
export function planAddresses(site: Site, order: AddressPlanOrder): AddressPlan {
  const cidr = networkText(order.subnet);
  const range = rangeOf(order);
  const wrong = (problem: Diagnostic): AddressPlan => ({ rows: [], edits: [], diagnostics: [problem] });
  if (range === 'bad') {
    const params = { start: order.rangeStart ?? '', end: order.rangeEnd ?? '', cidr };
    return wrong(diagnostic('address-plan.range', { params }));
  }
  const pool = new AddressPool(cidr, range);
  const { management } = site.network;
  const wanted = wantedRows(site, order);
  const gateway = gatewayOf(site, order, cidr, wanted);
  const need = wanted.length + (gateway !== undefined && isInside(gateway, range, pool) ? 1 : 0);
  if (gateway === undefined || prefixOf(cidr) > 30 || need > pool.size)
    return wrong(diagnostic('address-plan.too-small', { params: { cidr, have: pool.size, need } }));
  pool.reserve(gateway);
  const dhcp = dhcpRow(site, order, pool, cidr, need);
  for (const address of dhcp?.addresses ?? []) pool.reserve(address);
  const servers = nameServers(site, order, pool, gateway, wanted);
  const given = giveOut(pool, wanted, order.keep);
  if (given === undefined)
    return wrong(
      diagnostic('address-plan.too-small', {
        params: { cidr, have: pool.size, need: need + (dhcp?.addresses.length ?? 0) },
      }),
    );
  const links = linkRows(site, order, cidr, new Map(given.map((row) => [row.name, addressOf(row.after)])));
  if (links.problem) return wrong(links.problem);
  const fixed: readonly AddressPlanRow[] = [
    row('network', '', 'network.management.cidr', management.cidr, cidr),
    row('gateway', '', 'network.management.gateway', management.gateway, gateway),
    ...servers,
    ...(dhcp ? [dhcp.row] : []),
  ];
  const rows = [...fixed, ...given, ...links.rows];
  const moved = movedBy(rows);
  const follow = followers(site, moved);
  const all = [...rows, ...follow];
  return {
    rows: all,
    // A new link comes before the addresses in it.
    edits: [...links.added, ...all.filter((one) => !isOfNewLink(site, one)).flatMap(editOf)],
    diagnostics: [...leftBehind(site, moved, all)],
  };
}

function editOf({ what, field, after, changed }: AddressPlanRow): readonly SiteEdit[] {
  if (!changed || field === undefined) return [];
  if (what !== 'dhcp') return [{ op: 'set', path: field, value: after }];
  const [rangeStart = '', rangeEnd = ''] = after.split('-');
  return [{ op: 'set', path: field, value: { rangeStart, rangeEnd } }];
}

function rangeOf({ subnet, rangeStart, rangeEnd }: AddressPlanOrder) {
  if (rangeStart === undefined && rangeEnd === undefined) return undefined;
  if (rangeStart === undefined || rangeEnd === undefined) return 'bad' as const;
  const isFine =
    contains(subnet, rangeStart) &&
    contains(subnet, rangeEnd) &&
    parseAddress(rangeStart).value <= parseAddress(rangeEnd).value;
  return isFine ? { start: rangeStart, end: rangeEnd } : ('bad' as const);
}

function isInside(address: string, range: { start: string; end: string } | undefined, pool: AddressPool): boolean {
  const { value } = parseAddress(address);
  return range
    ? value >= parseAddress(range.start).value && value <= parseAddress(range.end).value
    : pool.isUsable(address);
}

/** Who needs an address of the management network, in the order in which they are given out. */
function wantedRows(site: Site, order: AddressPlanOrder): readonly Wanted[] {
  const { laptop } = site.network;
  const nodes = pveNodes(site);
  const hosts = site.hosts.map((host, index): Wanted => {
    const isNode = nodes.includes(host);
    return {
      what: isNode ? 'node' : 'host',
      name: host.name,
      field: `hosts[${index}].address`,
      before: host.address,
      usual: isNode ? USUAL.node : USUAL.host,
    };
  });
  const spare = Math.max(0, (order.nodes ?? nodes.length) - nodes.length);
  return [
    ...hosts.filter(({ what }) => what === 'node'),
    ...Array.from(
      { length: spare },
      (_, index): Wanted => ({ what: 'spare', name: String(nodes.length + index + 1), usual: USUAL.node }),
    ),
    ...hosts.filter(({ what }) => what === 'host'),
    ...(laptop
      ? [
          {
            what: 'laptop',
            name: '',
            field: 'network.laptop.address',
            before: laptop.address,
            usual: USUAL.laptop,
          } as const,
        ]
      : []),
    ...site.machines.flatMap((machine, index): Wanted[] =>
      machine.bridge === MANAGEMENT_BRIDGE
        ? [
            {
              what: 'machine',
              name: machine.name,
              field: `machines[${index}].address`,
              before: machine.address,
              usual: USUAL.machine,
            },
          ]
        : [],
    ),
  ];
}

/** What stays is set aside first, so that nobody else gets it. */
function giveOut(pool: AddressPool, wanted: readonly Wanted[], keep: boolean): readonly AddressPlanRow[] | undefined {
  const kept = new Set<Wanted>();
  for (const one of keep ? wanted : []) {
    if (one.before === undefined) continue;
    const address = addressOf(one.before);
    if (!pool.isUsable(address) || !pool.isFree(address)) continue;
    pool.reserve(address);
    kept.add(one);
  }
  const rows: AddressPlanRow[] = [];
  for (const one of wanted) {
    const { usual: _usual, ...said } = one;
    const address = kept.has(one) ? addressOf(one.before ?? '') : pool.take(one.usual);
    if (address === undefined) return undefined;
    const after = one.what === 'machine' ? `${address}/${prefixOf(pool.cidr)}` : address;
    rows.push({ ...said, after, changed: one.field !== undefined && one.before !== after });
  }
  return rows;
}

/** The one that the site has, where it may stay; else the first address that nobody of the site keeps. */
function gatewayOf(
  site: Site,
  { keep }: AddressPlanOrder,
  cidr: string,
  wanted: readonly Wanted[],
): string | undefined {
  const { gateway } = site.network.management;
  const pool = new AddressPool(cidr);
  if (keep && pool.isUsable(gateway)) return gateway;
  for (const { before } of keep ? wanted : [])
    if (before !== undefined && pool.isUsable(addressOf(before))) pool.reserve(addressOf(before));
  return pool.take(USUAL.gateway) ?? new AddressPool(cidr).take(USUAL.gateway);
}

/** A name server elsewhere stays; one of the network that is left becomes the gateway, which mostly answers names too. */
function nameServers(
  site: Site,
  order: AddressPlanOrder,
  pool: AddressPool,
  gateway: string,
  wanted: readonly Wanted[],
): readonly AddressPlanRow[] {
  const { management } = site.network;
  const own = new Set(wanted.flatMap(({ before }) => (before === undefined ? [] : [addressKey(addressOf(before))])));
  return management.dns.flatMap((address, index) => {
    // One that runs on a machine of the site goes with that machine.
    if (own.has(addressKey(address))) return [];
    const isGateway = addressKey(address) === addressKey(management.gateway);
    const stays = isGateway ? false : contains(management.cidr, address) ? order.keep && pool.isUsable(address) : true;
    if (stays && pool.isUsable(address)) pool.reserve(address);
    return [row('dns', '', `network.management.dns[${index}]`, address, stays ? address : gateway)];
  });
}

/** The site's DHCP range: it stays where it lies in the network, else the end of the network is proposed. */
function dhcpRow(site: Site, order: AddressPlanOrder, pool: AddressPool, cidr: string, need: number) {
  const { dhcp } = site.network;
  if (!dhcp) return undefined;
  const before = `${dhcp.rangeStart}-${dhcp.rangeEnd}`;
  const fits = order.keep && pool.isUsable(dhcp.rangeStart) && pool.isUsable(dhcp.rangeEnd);
  const all = new AddressPool(cidr);
  const count = Math.max(1, Math.min(DHCP.most, Math.floor(all.size / DHCP.part), all.size - need));
  const [start, end] = fits
    ? [all.offsetOf(dhcp.rangeStart), all.offsetOf(dhcp.rangeEnd)]
    : [all.size - count + 1, all.size];
  const addresses = Array.from({ length: Math.max(0, end - start + 1) }, (_, index) => all.at(start + index));
  return { row: row('dhcp', '', 'network.dhcp', before, `${all.at(start)}-${all.at(end)}`), addresses } as const;
}
