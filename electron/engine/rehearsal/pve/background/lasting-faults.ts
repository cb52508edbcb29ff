import type { World } from '../../kernel/program.ts';
import { clusterOf, setUnit } from '../model/cluster.ts';
import { haResources, requestHaState, writeHaResources } from '../model/ha-config.ts';
import { pveSlice } from '../model/slice.ts';
import { storagesOf } from '../model/storage-config.ts';
import { closeApi } from '../rest/rest-service.ts';

const QUORUM_LOST_MS = 120_000;
const STORAGE_OFFLINE_MS = 300_000;
const POWER_LOST_SECONDS = 600;
const MARK = 'fault/storage-offline/';

/** Faults that last for a while: taken when ordered, ended when their time is over. */
export function runLastingFaults(world: World): void {
  const slice = pveSlice(world);
  const clustered = Object.values(slice.nodes).find((node) => (clusterOf(world, node)?.nodes.length ?? 0) > 1);
  if (clustered && world.takeFault('quorum.lost')) clustered.isolatedUntil = world.now() + QUORUM_LOST_MS;
  runMishaps(world);
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

/** What befalls a site that stands: a node, its web interface, or a setting that somebody changes by hand. */
function runMishaps(world: World): void {
  const slice = pveSlice(world);
  const last = Object.values(slice.nodes)
    .filter((node) => (clusterOf(world, node)?.nodes.length ?? 0) > 1)
    .at(-1);
  const host = last && world.hosts.get(last.name);
  if (host?.powered && world.takeFault('web-interface.stopped')) {
    setUnit(host, 'pveproxy', 'inactive');
    closeApi(world, host);
  }
  if (host?.powered && world.takeFault('node.loses-power')) world.reboot(host, POWER_LOST_SECONDS);
  for (const database of Object.values(slice.databases)) {
    const [first, ...others] = haResources(database);
    if (!first) continue;
    if (world.takeFault('ha.removed')) writeHaResources(world, database, others);
    else if (world.takeFault('ha.ignored')) requestHaState(world, database, `${first.type}:${first.id}`, 'ignored');
  }
}
