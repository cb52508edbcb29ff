import { die } from '../cli/api-error.ts';
import { hostOf, unitActive, writeCluster } from '../model/cluster.ts';
import { pveSlice } from '../model/slice.ts';
import type { ApiCall } from './call.ts';
import { nth, requireCluster } from './cluster-create.ts';
import { checkQuorum } from './guards.ts';

/** `pvecm delnode`: takes a member out of corosync.conf; its directory below /etc/pve/nodes stays. */
export async function deleteNode(call: ApiCall, wanted: string): Promise<void> {
  const conf = requireCluster(call);
  checkQuorum(call);
  const found = conf.nodes.find(
    (entry) => entry.name === wanted || entry.rings['0'] === wanted || entry.rings['1'] === wanted,
  );
  if (!found) die(`Node/IP: ${wanted} is not a known host of the cluster.`);
  if (found.name === call.node.name) die('Cannot delete myself from cluster!');
  call.out(`Killing node ${found.nodeid}\n`);
  if (!unitActive(hostOf(call.world, found.name), 'corosync'))
    call.warn('Could not kill node (error = CS_ERR_NOT_EXIST)\n');
  await call.sleep(0.9);
  writeCluster(call.world, call.node, {
    ...conf,
    configVersion: conf.configVersion + 1,
    nodes: conf.nodes.filter((entry) => entry !== found),
  });
  const gone = pveSlice(call.world).nodes[found.name];
  call.world.effect(call.host, `pvecm.delnode ${found.name}${gone ? nth(gone) : ''}`);
}
