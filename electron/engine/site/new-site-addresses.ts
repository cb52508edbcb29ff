import type { SiteTemplate } from '../../api/new-site.ts';
import { addressText, contains, isNetworkOrBroadcast, networkText, overlaps, parseAddress, parseCidr } from './net.ts';

export const TEMPLATE_NODES: Readonly<Record<SiteTemplate, number>> = {
  'two-node-witness': 2,
  'three-node': 3,
  'single-node': 1,
};

/** Networks of the two cluster links, each pair to be taken as a whole: the first that the site's own network leaves free. */
const LINK_NETWORKS = [
  ['10.10.10.0/24', '10.10.11.0/24'],
  ['172.30.10.0/24', '172.30.11.0/24'],
] as const;

/** Where what is not a node begins, counted from the first node: room for more nodes stays between. */
const USUAL = { witness: 9, machine: 89, laptop: 39 } as const;

export interface NewSiteAddresses {
  readonly cidr: string;
  readonly gateway: string;
  readonly laptop: string;
  readonly witness: string;
  /** With prefix. */
  readonly machine: string;
  readonly nodes: readonly string[];
  readonly linkNetworks: readonly [string, string];
  /** By link, then by node. */
  readonly links: readonly [readonly string[], readonly string[]];
}

/**
 * Addresses of a new site from its first node's: the other nodes follow, then witness, laptop and machine at their usual
 * distance where the network has it, else one behind the other. The gateway is the first address of the network, or the last
 * where a node has the first. Undefined where the first address is none for a machine, or the network is too small.
 * @param first IPv4 address with prefix: `192.168.1.11/24`
 */
export function newSiteAddresses(first: string, template: SiteTemplate): NewSiteAddresses | undefined {
  const { bits, value, prefix } = parseCidr(first);
  if (bits !== 32 || prefix > 30 || prefix < 8) return undefined;
  const cidr = networkText(first);
  const base = parseAddress(cidr.slice(0, cidr.indexOf('/'))).value;
  const last = base + (1n << BigInt(32 - prefix)) - 2n;
  const text = (address: bigint) => addressText({ bits: 32, value: address });
  const isUsable = (address: bigint) => {
    const one = text(address);
    return contains(cidr, one) && !isNetworkOrBroadcast(cidr, one);
  };
  const count = BigInt(TEMPLATE_NODES[template]);
  const nodes = Array.from({ length: Number(count) }, (_, index) => value + BigInt(index));
  const gateway = nodes.includes(base + 1n) ? last : base + 1n;
  const taken = new Set([...nodes, gateway]);
  if (!nodes.every((address) => isUsable(address) && address !== gateway)) return undefined;
  const take = (distance: number): bigint | undefined => {
    const behind = value + count;
    const wanted = [value + BigInt(distance), ...span(behind, last), ...span(base + 1n, value)];
    const found = wanted.find((address) => isUsable(address) && !taken.has(address));
    if (found !== undefined) taken.add(found);
    return found;
  };
  const [witness, laptop, machine] = [take(USUAL.witness), take(USUAL.laptop), take(USUAL.machine)];
  const linkNetworks = LINK_NETWORKS.find((pair) => pair.every((network) => !overlaps(network, cidr)));
  if (witness === undefined || laptop === undefined || machine === undefined || !linkNetworks) return undefined;
  // The same last number on every network, as far as a /24 has it: it is what people read from a label.
  const lastByte = value & 255n;
  const onLink = lastByte >= 1n && lastByte + count <= 255n ? lastByte : 11n;
  const links = linkNetworks.map((network) => {
    const start = parseAddress(network.slice(0, network.indexOf('/'))).value + onLink;
    return nodes.map((_, index) => text(start + BigInt(index)));
  });
  return {
    cidr,
    gateway: text(gateway),
    laptop: text(laptop),
    witness: text(witness),
    machine: `${text(machine)}/${prefix}`,
    nodes: nodes.map(text),
    linkNetworks,
    links: [links[0] ?? [], links[1] ?? []],
  };
}

/** At most a page of addresses: a network of millions is not walked through. */
function span(from: bigint, to: bigint): readonly bigint[] {
  const length = to < from ? 0 : Number(to - from < 64n ? to - from + 1n : 64n);
  return Array.from({ length }, (_, index) => from + BigInt(index));
}
