import type { Program, World } from '../../kernel/program.ts';
import { callFromContext } from '../api/call.ts';
import { clusterOf, setUnit, unitActive } from '../model/cluster.ts';
import { forkDatabase } from '../model/database.ts';
import type { NodeState } from '../model/slice.ts';

/** `pmxcfs -l`: the cluster file system of this node alone, as the vendor's way out of a cluster configuration uses it. */
export const pmxcfs: Program = async (context) => {
  const { world, node } = callFromContext(context);
  await context.sleep(0.3);
  if (!context.argv.includes('-l') && !context.argv.includes('--local')) {
    context.stderr('[main] crit: only local mode (-l) is rehearsed\n');
    return 255;
  }
  if (unitActive(context.host, 'pve-cluster') || node.isLocalMode) {
    context.stderr(
      '[main] notice: unable to acquire pmxcfs lock - trying again\n[main] crit: unable to acquire pmxcfs lock: Resource temporarily unavailable\n[main] notice: exit proxmox configuration filesystem (-1)\n',
    );
    return 255;
  }
  if (clusterOf(world, node)) context.stderr('[main] notice: forcing local mode (although corosync.conf exists)\n');
  if (clusterOf(world, node)) node.leaves = true;
  forkDatabase(world, node);
  node.isLocalMode = true;
  world.changed();
  return 0;
};

/** `killall pmxcfs`; of other processes it finds none. */
export const killall: Program = async (context) => {
  const { world, node } = callFromContext(context);
  for (const name of context.argv.slice(1).filter((word) => !word.startsWith('-'))) {
    if (name !== 'pmxcfs' || (!node.isLocalMode && !unitActive(context.host, 'pve-cluster'))) {
      context.stderr(`${name}: no process found\n`);
      return 1;
    }
    if (node.isLocalMode) delete node.isLocalMode;
    else setUnit(context.host, 'pve-cluster', 'inactive');
    world.changed();
  }
  return 0;
};

/** pve-cluster starts: without a configuration the node is alone, whatever it was before. A text = it fails. */
export function startPmxcfs(world: World, node: NodeState): string | undefined {
  if (node.isLocalMode) return 'unable to acquire pmxcfs lock: Resource temporarily unavailable';
  if (clusterOf(world, node)) return undefined;
  if (node.leaves) node.timesLeft = (node.timesLeft ?? 0) + 1;
  delete node.leaves;
  delete node.isUnsynced;
  delete node.expectedVotes;
  node.clusterVisibleAt = 0;
  node.quorateFrom = 0;
  return undefined;
}
