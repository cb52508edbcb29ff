import type { Diagnostic } from '../../api/diagnostic.ts';
import type { HostFacts } from '../facts/host-facts.ts';

/** One node of a cluster that somebody else made, as it was read; what was not read is never taken for absent. */
export interface NodeReading {
  /** As the cluster calls it. */
  readonly name: string;
  /** Where the cluster says that it is reached. */
  readonly address: string;
  readonly seen:
    | { readonly read: true; readonly facts: HostFacts }
    | { readonly read: false; readonly diagnostic: Diagnostic };
}

/** What is known of a cluster, its nodes in the order of their numbers. */
export interface ClusterReading {
  /** Node that was asked first, and that speaks for the cluster. */
  readonly first: string;
  readonly nodes: readonly NodeReading[];
}

/** The facts of the node that speaks for the cluster. A reading without them does not come about. */
export function clusterFacts({ nodes, first }: ClusterReading): HostFacts {
  const node = nodes.find(({ name }) => name === first);
  if (!node?.seen.read) throw new RangeError(`${first} was not read`);
  return node.seen.facts;
}

/** Nodes that were read, with their facts. */
export function readNodes({ nodes }: ClusterReading): readonly { readonly name: string; readonly facts: HostFacts }[] {
  return nodes.flatMap(({ name, seen }) => (seen.read ? [{ name, facts: seen.facts }] : []));
}
