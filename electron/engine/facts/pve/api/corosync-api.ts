import type { ApiContext, ApiTwin } from '../../api-twin.ts';
import { asNumber, asObject, asText, entriesOf, type JsonObject } from '../../parse/text.ts';
import type { CorosyncConfig, CorosyncNode } from '../corosync.ts';

const TOTEM = ['/cluster/config/totem'];
const NODES = ['/cluster/config/nodes'];
const QDEVICE = ['/cluster/config/qdevice'];

/** corosync-qdevice's words for its algorithms (qdevice, qdevice-net-ipc-cmd.c). */
const ALGORITHMS: Readonly<Record<string, string>> = {
  'Fifty-Fifty split': 'ffsplit',
  LMS: 'lms',
  '2 Node LMS': '2nodelms',
  Test: 'test',
};

/** GET /cluster/config/totem, nodes and qdevice. */
export const corosyncApi: ApiTwin<CorosyncConfig | undefined> = {
  asks: () => [TOTEM, NODES, QDEVICE],
  parse: ({ json }, context) => {
    const totemJson = json(TOTEM);
    // a node that is in no cluster
    if (totemJson === null) return undefined;
    const totem = asObject(totemJson, 'totem');
    const interfaces = Object.entries(totem.interface === undefined ? {} : asObject(totem.interface, 'interface'))
      .map(([key, value]) => {
        const entry = asObject(value, `interface ${key}`);
        return { link: asNumber(entry.linknumber) ?? Number(key), priority: asNumber(entry.knet_link_priority) };
      })
      .sort((a, b) => a.link - b.link);
    const nodes = entriesOf(json(NODES), 'the list of nodes')
      .map(nodeOf)
      .sort((a, b) => a.nodeId - b.nodeId);
    const device = deviceOf(asObject(json(QDEVICE), 'the QDevice'), nodes, context);
    return {
      clusterName: asText(totem.cluster_name) ?? '',
      configVersion: asNumber(totem.config_version) ?? 0,
      nodes,
      linkNumbers: interfaces.map(({ link }) => link),
      priorities: Object.fromEntries(
        interfaces.flatMap(({ link, priority }) => (priority === undefined ? [] : [[link, priority]])),
      ),
      ...(device ? { device } : {}),
    };
  },
};

function nodeOf(entry: JsonObject): CorosyncNode {
  return {
    name: asText(entry.name) ?? '',
    nodeId: asNumber(entry.nodeid) ?? 0,
    votes: asNumber(entry.quorum_votes) ?? 1,
    links: Object.fromEntries(
      Object.entries(entry).flatMap(([key, value]) => {
        const ring = /^ring(\d)_addr$/.exec(key);
        return ring ? [[Number(ring[1]), asText(value) ?? '']] : [];
      }),
    ),
  };
}

/**
 * The API speaks of a QDevice only while its daemon runs. Corosync counts the votes of a configured one in any case: where more
 * votes are expected than the nodes have, it is there and what it is cannot be told.
 */
function deviceOf(
  status: JsonObject,
  nodes: readonly CorosyncNode[],
  { quorum }: ApiContext,
): CorosyncConfig['device'] {
  if (!quorum.known || !quorum.value.running)
    throw new Error('corosync does not run: the votes of a QDevice are not known');
  const votes = quorum.value.expectedVotes - nodes.reduce((sum, node) => sum + node.votes, 0);
  const host = asText(status['QNetd host']);
  if (host === undefined) {
    if (votes > 0) throw new Error(`a QDevice with ${votes} votes is configured and does not answer`);
    return undefined;
  }
  const algorithm = asText(status.Algorithm) ?? '';
  return {
    host: host.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1'),
    algorithm: ALGORITHMS[algorithm] ?? algorithm,
    votes,
  };
}
