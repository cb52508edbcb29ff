import type { Site } from '../../api/site.ts';
import { networkText } from '../site/net.ts';
import { isAddress, prefixSeen } from './addresses.ts';
import { type ClusterReading, clusterFacts, readNodes } from './cluster-reading.ts';
import type { Remarks } from './remarks.ts';

type Link = Site['network']['links'][number];

export interface AdoptedLinks {
  readonly declared: readonly Pick<Link, 'id' | 'cidr' | 'priority'>[];
  /** Addresses by link number, by node. */
  readonly ofNodes: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

const NONE: AdoptedLinks = { declared: [], ofNodes: new Map() };

/**
 * The cluster's links, out of corosync.conf. A link 0 on the management addresses is no link of its own; any other has one network,
 * which the nodes' own interfaces tell.
 */
export function adoptedLinks(reading: ClusterReading, remarks: Remarks): AdoptedLinks {
  const config = remarks.valueOf(reading.first, '/etc/pve/corosync.conf', clusterFacts(reading).corosync);
  if (!config) return NONE;
  const numbers = [...new Set(config.nodes.flatMap((node) => Object.keys(node.links).map(Number)))].sort(
    (a, b) => a - b,
  );
  const declared: Pick<Link, 'id' | 'cidr' | 'priority'>[] = [];
  const ofNodes = new Map<string, Record<string, string>>(reading.nodes.map(({ name }) => [name, {}]));
  for (const id of numbers) {
    const placed = reading.nodes.map(({ name, address }) => {
      const said = config.nodes.find((node) => node.name === name)?.links[id];
      // corosync takes names too, and the node's own is its management address
      const at = said === name ? address : said;
      return { name, address, at };
    });
    const told = placed.map(({ name, at }) => `${name}: ${at ?? '-'}`);
    if (id === 0 && placed.every(({ address, at }) => at === address)) {
      const priority = config.priorities[0];
      if (priority !== undefined && priority !== 0) remarks.notHeld(`priority ${priority} of link 0`);
      continue;
    }
    const networks = placed.map(({ at }) => (at !== undefined && isAddress(at) ? networkOf(reading, at) : undefined));
    const [cidr] = networks.filter((entry) => entry !== undefined);
    const isWhole = placed.every(({ at }) => at !== undefined && isAddress(at));
    if (cidr === undefined || !isWhole || networks.some((entry) => entry !== undefined && entry !== cidr)) {
      remarks.notHeld(`cluster link ${id}: ${told.join(', ')}`);
      continue;
    }
    const priority = config.priorities[id];
    declared.push({ id, cidr, ...(priority === undefined ? {} : { priority }) });
    for (const { name, at } of placed) if (at !== undefined) Object.assign(ofNodes.get(name) ?? {}, { [id]: at });
  }
  return { declared, ofNodes };
}

/** The network of an address as the node that carries it has it now. */
function networkOf(reading: ClusterReading, address: string): string | undefined {
  for (const { facts } of readNodes(reading)) {
    const cidr = prefixSeen(facts, address);
    if (cidr !== undefined) return networkText(cidr);
  }
  return undefined;
}
