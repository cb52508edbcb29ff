import type { ApiTwin } from '../../api-twin.ts';
import { asFlag, asNumber, asText, entriesOf } from '../../parse/text.ts';
import { type Membership, membershipOf } from '../members.ts';

const ASK = ['/cluster/status'];

/** GET /cluster/status: an entry `cluster` where there is one, and one for each node; a node alone lists itself. */
export const membersApi: ApiTwin<Membership> = {
  asks: () => [ASK],
  parse: ({ json }) => {
    const entries = entriesOf(json(ASK), 'the cluster status');
    const nodes = entries.filter((entry) => entry.type === 'node');
    const nodeName = asText(nodes.find((entry) => asFlag(entry.local))?.name);
    if (nodeName === undefined) throw new Error('/cluster/status does not name the node that answers');
    const cluster = entries.find((entry) => entry.type === 'cluster');
    if (!cluster) return { nodeName, members: [] };
    return membershipOf(
      nodeName,
      cluster,
      nodes.map((entry) => ({
        name: asText(entry.name) ?? '',
        nodeId: asNumber(entry.nodeid) ?? 0,
        online: asFlag(entry.online),
        ...(asText(entry.ip) ? { ip: asText(entry.ip) ?? '' } : {}),
      })),
    );
  },
};
