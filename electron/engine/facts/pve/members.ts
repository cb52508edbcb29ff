import { unknown } from '../fact.ts';
import type { FileFact } from '../fact-group.ts';
import { compareText } from '../parse/section-config.ts';
import { asFlag, asNumber, asObject, asText, type JsonObject, parseGuarded, parseObject } from '../parse/text.ts';

export interface Member {
  readonly name: string;
  readonly nodeId: number;
  readonly online: boolean;
  /** Missing for some seconds after a join. */
  readonly ip?: string;
}
export interface Membership {
  readonly nodeName: string;
  /** Absent = this node is not part of a cluster. */
  readonly cluster?: {
    readonly name: string;
    readonly nodes: number;
    readonly quorate: boolean;
    /** Corosync's config_version. */
    readonly version: number;
  };
  readonly members: readonly Member[];
}

/** Who is in the cluster and whether it has quorum, as this node sees it (/etc/pve/.members, documented in the admin guide). */
export const members: FileFact<Membership> = {
  id: 'members',
  paths: ['/etc/pve/.members'],
  parse: ({ texts }) => {
    const text = texts.get('/etc/pve/.members');
    return text === undefined ? unknown('/etc/pve/.members is absent') : parseGuarded(text, parseMembers);
  },
};

/** Reads pmxcfs' .members; a node that is in no cluster has no `cluster`. Throws where it is something else. */
export function parseMembers(text: string): Membership {
  const root = parseObject(text, '.members');
  const nodeName = asText(root.nodename);
  if (nodeName === undefined) throw new Error('.members has no nodename');
  const list = root.nodelist === undefined ? {} : asObject(root.nodelist, 'nodelist');
  const found = Object.entries(list).map(([name, json]) => {
    const entry = asObject(json, `nodelist.${name}`);
    const ip = asText(entry.ip);
    return { name, nodeId: asNumber(entry.id) ?? 0, online: asFlag(entry.online), ...(ip ? { ip } : {}) };
  });
  return membershipOf(nodeName, root.cluster === undefined ? undefined : asObject(root.cluster, 'cluster'), found);
}

/** The value as it compares alike; the vendor uses the same words for a cluster in .members and in /cluster/status. */
export function membershipOf(
  nodeName: string,
  cluster: JsonObject | undefined,
  members: Membership['members'],
): Membership {
  const sorted = [...members].sort((a, b) => a.nodeId - b.nodeId || compareText(a.name, b.name));
  if (!cluster) return { nodeName, members: sorted };
  return {
    nodeName,
    cluster: {
      name: asText(cluster.name) ?? '',
      nodes: asNumber(cluster.nodes) ?? 0,
      quorate: asFlag(cluster.quorate),
      version: asNumber(cluster.version) ?? 0,
    },
    members: sorted,
  };
}
