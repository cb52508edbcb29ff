import { diagnostic } from '../../../../../electron/api/diagnostic.ts';
import type { Site } from '../../../../../electron/api/site.ts';
import { known } from '../../../../../electron/engine/facts/fact.ts';
import type { HostFacts } from '../../../../../electron/engine/facts/host-facts.ts';
import type { HostSight } from '../../../../../electron/engine/facts/site-facts.ts';

export interface ToyCluster {
  readonly nodes: readonly string[];
  readonly witness?: boolean;
  readonly quorate?: boolean;
  /** Members that have no certificate yet. */
  readonly halfJoined?: readonly string[];
  /** Nodes that the cluster does not list. */
  readonly unlisted?: readonly string[];
  /** The witness's vote is not set up. */
  readonly noDevice?: boolean;
  /** Node of each machine by guest id, as the cluster says. */
  readonly places?: Readonly<Record<number, string>>;
}

/** A site with a cluster, and nothing else that a rule about hosts reads. */
export function toySite({ nodes, witness = false }: ToyCluster, machines: Site['machines'] = []): Site {
  return {
    id: 'toy',
    cluster: { name: 'toy', ...(witness ? { witness: 'witness' } : {}) },
    hosts: [
      ...nodes.map((name, index) => ({ name, roles: ['pve-node'], address: `10.0.0.${index + 1}` })),
      ...(witness ? [{ name: 'witness', roles: ['witness'], address: '10.0.0.99' }] : []),
    ],
    machines,
    templates: [],
    storages: [],
  } as unknown as Site;
}

/** What a member of that cluster says of it. */
export function memberFacts(cluster: ToyCluster, name: string): Partial<HostFacts> {
  const listed = cluster.nodes.filter((node) => !cluster.unlisted?.includes(node));
  return {
    members: known({
      nodeName: name,
      cluster: { name: 'toy', nodes: listed.length, quorate: cluster.quorate ?? true, version: 1 },
      members: listed.map((node, index) => ({ name: node, nodeId: index + 1, online: true })),
    }),
    corosync: known({
      clusterName: 'toy',
      configVersion: 1,
      nodes: listed.map((node, index) => ({ name: node, nodeId: index + 1, votes: 1, links: {} })),
      linkNumbers: [0],
      priorities: {},
      ...(cluster.witness && !cluster.noDevice
        ? { device: { host: '10.0.0.99', algorithm: 'ffsplit', votes: 1 } }
        : {}),
    }),
    nodeFiles: known(
      new Set(
        listed
          .filter((node) => !cluster.halfJoined?.includes(node))
          .map((node) => `/etc/pve/nodes/${node}/pve-ssl.pem`),
      ),
    ),
    vmList: known(
      new Map(
        Object.entries(cluster.places ?? {}).map(([id, node]) => [Number(id), { id: Number(id), node, type: 'qemu' }]),
      ),
    ) as HostFacts['vmList'],
  };
}

/** A host that does not answer, or whose key is not the pinned one. */
export function silentSight(
  host: string,
  code: 'transport.unreachable' | 'transport.host-key-changed' = 'transport.unreachable',
): HostSight {
  return {
    reached: false,
    expected: false,
    diagnostic: diagnostic(code, {
      params: { host, address: '10.0.0.2', port: 22, seen: 'a', pinned: 'b' },
      subject: { host },
    }),
  };
}
