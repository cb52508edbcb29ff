import { randomBytes } from 'node:crypto';
import { die } from '../cli/api-error.ts';
import { clusterOf, setUnit, startClusterServices, writeCluster } from '../model/cluster.ts';
import type { CorosyncConf } from '../model/corosync-conf.ts';
import { formatCorosync } from '../model/corosync-conf.ts';
import { databaseOf, readText, writeText } from '../model/database.ts';
import { readHostText, writeHostText } from '../model/host-text.ts';
import { addressOf } from '../model/network.ts';
import type { NodeState } from '../model/slice.ts';
import type { ApiCall } from './call.ts';
import { runWorker, type WorkerResult } from './worker.ts';

export type Values = Readonly<Record<string, string>>;

/** `linkN=address[,priority=N]` parameters: link number -> address and priority. */
export function linkParameters(values: Values): Record<string, { address: string; priority: string | undefined }> {
  const links: Record<string, { address: string; priority: string | undefined }> = {};
  for (const [name, value] of Object.entries(values)) {
    const match = /^link(\d)$/.exec(name);
    if (!match?.[1]) continue;
    const parts = value.split(',').map((part) => part.split('='));
    const address = parts.find((part) => part.length === 1 || part[0] === 'address')?.at(-1) ?? '';
    links[match[1]] = { address, priority: parts.find((part) => part[0] === 'priority')?.[1] };
  }
  return links;
}

/** POST /cluster/config: makes the cluster; late failures end with exit code 0 and a half state. */
export async function createCluster(call: ApiCall, values: Values): Promise<WorkerResult> {
  const database = databaseOf(call.world, call.node);
  if (readText(database, 'corosync.conf') !== undefined) die("cluster config '/etc/pve/corosync.conf' already exists");
  const name = values.clustername ?? '';
  return runWorker(call, 'clustercreate', name, async (worker) => {
    if (readHostText(call.host, '/etc/corosync/authkey') === undefined) {
      worker.out(
        'Corosync Cluster Engine Authentication key generator.\nGathering 2048 bits for key from /dev/urandom.\nWriting corosync key to /etc/corosync/authkey.\n',
      );
      writeHostText(call.host, '/etc/corosync/authkey', randomBytes(192).toString('hex'), 0o400);
    }
    const given = linkParameters(values);
    const links =
      Object.keys(given).length > 0
        ? given
        : { '0': { address: addressOf(call.host) ?? '127.0.0.1', priority: undefined } };
    const conf: CorosyncConf = {
      clusterName: name,
      configVersion: 1,
      nodes: [
        {
          name: call.node.name,
          nodeid: Number(values.nodeid ?? '1'),
          votes: Number(values.votes ?? '1'),
          rings: Object.fromEntries(Object.entries(links).map(([link, entry]) => [link, entry.address])),
        },
      ],
      links: Object.fromEntries(Object.entries(links).map(([link, entry]) => [link, entry.priority])),
      // pve-cluster 9.1.0 and later
      ...(call.host.osVersion.startsWith('9.2') ? { tokenCoefficient: values['token-coefficient'] ?? '125' } : {}),
    };
    worker.out('Writing corosync config to /etc/pve/corosync.conf\n');
    if (call.world.takeFault('create.late-failure')) {
      writeText(call.world, database, 'corosync.conf', formatCorosync(conf));
      call.world.effect(call.host, `pvecm.create ${name}${nth(call.node)}`);
      worker.out('Restart corosync and cluster filesystem\n');
      setUnit(call.host, 'corosync', 'failed');
      die("command 'systemctl restart corosync' failed: exit code 1");
    }
    writeCluster(call.world, call.node, conf);
    worker.out('Restart corosync and cluster filesystem\n');
    setUnit(call.host, 'pve-cluster', 'inactive');
    call.node.halfway = 'create';
    await worker.sleep(1.2);
    startClusterServices(call.world, call.host, call.node);
    settle(call, call.world.random() * 6);
    call.world.effect(call.host, `pvecm.create ${name}${nth(call.node)}`);
  });
}

/** The second and further times of a node that left its cluster in between. */
export function nth(node: NodeState): string {
  return node.timesLeft ? ` #${node.timesLeft + 1}` : '';
}

/** The race after a start of corosync: pmxcfs sees the cluster after 1.5 s and quorum 3 to 9 s later. */
function settle(call: ApiCall, extraSeconds: number): void {
  call.node.ringSequence += 1;
  call.node.clusterVisibleAt = call.world.now() + 1500;
  call.node.quorateFrom = call.world.now() + 3000 + extraSeconds * 1000;
}

/** The conf of a clustered node, or the text `pvecm` refuses with. */
export function requireCluster(call: ApiCall): CorosyncConf {
  return (
    clusterOf(call.world, call.node) ??
    die("Error: Corosync config '/etc/pve/corosync.conf' does not exist - is this node part of a cluster?")
  );
}
