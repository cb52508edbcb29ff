import type { AddressPlanOrder, AddressPlanRow } from '../../api/address-plan.ts';
import { type Diagnostic, diagnostic } from '../../api/diagnostic.ts';
import type { Site } from '../../api/site.ts';
import type { SiteEdit } from '../../api/sites.ts';
import { row } from './address-plan-row.ts';
import { AddressPool } from './address-pool.ts';
import { pveNodes } from './derive.ts';
import { networkText, overlaps } from './net.ts';

/** Networks for cluster links that sites rarely have: the first that are free are proposed. */
const PROPOSED: readonly string[] = ['10.10', '172.31', '192.168'].flatMap((head) =>
  Array.from({ length: 32 }, (_, index) => `${head}.${10 + index}.0/24`),
);

interface LinkPlan {
  readonly rows: readonly AddressPlanRow[];
  /** Links that the site did not have: each is one edit with its addresses. */
  readonly added: readonly SiteEdit[];
  readonly problem?: Diagnostic;
}

/**
 * Networks of the cluster links and the nodes' addresses in them, with the number that the node has in the management network where
 * that is free. A link that shares the management network goes with it.
 * @param management new management addresses by host
 */
export function linkRows(
  site: Site,
  order: AddressPlanOrder,
  cidr: string,
  management: ReadonlyMap<string, string>,
): LinkPlan {
  const old = networkText(site.network.management.cidr);
  const used = [cidr];
  const rows: AddressPlanRow[] = [];
  const added: SiteEdit[] = [];
  const count = Math.max(site.network.links.length, order.links.length);
  // What stays is known before anything is proposed.
  const asked = Array.from({ length: count }, (_, index) => order.links[index] ?? site.network.links[index]?.cidr);
  for (let index = 0; index < count; index += 1) {
    const link = site.network.links[index];
    const id = link?.id ?? freeId(site, index);
    const before = link?.cidr;
    const isShared = order.links[index] === undefined && before !== undefined && networkText(before) === old;
    const said = order.links[index] === undefined ? undefined : networkText(order.links[index] ?? '');
    const clash = said === undefined ? undefined : used.find((other) => overlaps(other, said));
    if (said !== undefined && clash !== undefined)
      return {
        rows: [],
        added: [],
        problem: diagnostic('address-plan.link-overlaps', { params: { cidr: said, link: id, other: clash } }),
      };
    const later = asked.slice(index + 1).flatMap((entry) => (entry === undefined ? [] : [entry]));
    const isFree = (network: string) => ![...used, ...later].some((other) => overlaps(other, network));
    const own =
      before !== undefined && !used.some((other) => overlaps(other, before)) ? networkText(before) : undefined;
    const network = isShared ? cidr : (said ?? own ?? PROPOSED.find(isFree));
    if (network === undefined) continue;
    if (!isShared) used.push(network);
    const addresses = addressesOf(site, order, id, isShared ? undefined : network, management);
    if (addresses === undefined) {
      const have = new AddressPool(network).size;
      const params = { cidr: network, have, need: pveNodes(site).length };
      return { rows: [], added: [], problem: diagnostic('address-plan.too-small', { params }) };
    }
    const networkRow = row('link-network', String(id), `network.links[${index}].cidr`, before, network);
    rows.push(networkRow, ...addresses);
    if (!link) added.push({ op: 'set', path: `network.links[${index}]`, value: { id, cidr: network } });
  }
  return { rows, added };
}

/** A link that is new has its network in the edit that adds it. */
export function isOfNewLink(site: Site, { what, field }: AddressPlanRow): boolean {
  const index = /^network\.links\[(\d+)\]\.cidr$/.exec(field ?? '')?.[1];
  return what === 'link-network' && index !== undefined && site.network.links[Number(index)] === undefined;
}

/** @param network undefined = the management network, where the link has the node's own address */
function addressesOf(
  site: Site,
  order: AddressPlanOrder,
  id: number,
  network: string | undefined,
  management: ReadonlyMap<string, string>,
): readonly AddressPlanRow[] | undefined {
  const pool = network === undefined ? undefined : new AddressPool(network);
  const nodes = site.hosts.flatMap((host, index) =>
    host.roles.includes('pve-node') ? [{ host, index, before: host.links[String(id)] }] : [],
  );
  const kept = new Set<string>();
  for (const { host, before } of order.keep ? nodes : []) {
    if (!pool || before === undefined || !pool.isUsable(before) || !pool.isFree(before)) continue;
    pool.reserve(before);
    kept.add(host.name);
  }
  const rows: AddressPlanRow[] = [];
  for (const { host, index, before } of nodes) {
    const own = management.get(host.name) ?? host.address;
    const after = kept.has(host.name) ? before : pool ? pool.take(numberOf(own)) : own;
    if (after === undefined) return undefined;
    rows.push(row('link', host.name, `hosts[${index}].links.${id}`, before, after));
  }
  return rows;
}

/** The last number of an address: what is written on a node's label. */
function numberOf(address: string): number {
  return Number(address.split('.').at(-1));
}

function freeId(site: Site, wanted: number): number {
  const taken = new Set(site.network.links.map((link) => link.id));
  return taken.has(wanted) ? freeId(site, wanted + 1) : wanted;
}
