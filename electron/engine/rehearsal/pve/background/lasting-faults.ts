import type { World } from '../../kernel/program.ts';
import { clusterOf } from '../model/cluster.ts';
import { pveSlice } from '../model/slice.ts';
import { storagesOf } from '../model/storage-config.ts';

const QUORUM_LOST_MS = 120_000;
const STORAGE_OFFLINE_MS = 300_000;
const MARK = 'fault/storage-offline/';

/** Faults that last for a while: taken when ordered, ended when their time is over. */
export function runLastingFaults(world: World): void {
  const slice = pveSlice(world);
  const clustered = Object.values(slice.nodes).find((node) => (clusterOf(world, node)?.nodes.length ?? 0) > 1);
  if (clustered && world.takeFault('quorum.lost')) clustered.isolatedUntil = world.now() + QUORUM_LOST_MS;
  const orders = Object.values(slice.databases);
  if (orders.some((database) => storagesOf(database).length > 1) && world.takeFault('storage.offline')) {
    for (const database of orders) {
      for (const storage of storagesOf(database))
        if (storage.id !== 'local') database.rrd[`${MARK}${storage.id}`] = String(world.now() + STORAGE_OFFLINE_MS);
    }
  }
  for (const database of orders) {
    for (const [key, until] of Object.entries(database.rrd))
      if (key.startsWith(MARK) && Number(until) <= world.now()) delete database.rrd[key];
  }
}
