import type { SimHost, World } from '../../kernel/program.ts';
import { isQuorate, setUnit, startClusterServices, syncDatabase } from '../model/cluster.ts';
import { databaseOf } from '../model/database.ts';
import { guestsOf, readGuest } from '../model/guest-config.ts';
import { bootGuests, startGuest, stopGuest } from '../model/guest-runtime.ts';
import { haResource } from '../model/ha-config.ts';
import { readHostText } from '../model/host-text.ts';
import { ensureNode, updateCertificates } from '../model/node-init.ts';
import { type NodeState, pveSlice } from '../model/slice.ts';
import { rememberHost } from '../pmxcfs/mount.ts';
import { databasesWithNodes, runHa } from './ha-manager.ts';
import { runLastingFaults } from './lasting-faults.ts';
import { scheduleReplication } from './replication-scheduler.ts';
import { broadcastStatistics } from './statistics.ts';

const BROADCAST_MS = 10_000;

/** Moves everything forward that happens by itself; cheap when no second has passed. */
export function tickPve(world: World): void {
  const slice = pveSlice(world);
  for (const host of world.hosts.values()) {
    if (host.os !== 'pve') continue;
    rememberHost(world, host);
    ensureNode(world, host);
  }
  runLastingFaults(world); // at once: whoever ordered one looks for it
  if (world.now() - slice.counters.tickedAt < 900 && world.now() >= slice.counters.tickedAt) return;
  const before = slice.counters.tickedAt;
  slice.counters.tickedAt = world.now();
  for (const node of Object.values(slice.nodes)) {
    const host = world.hosts.get(node.name);
    if (!host) continue;
    if (host.powered !== node.wasPowered) powerChanged(world, host, node);
    if (!host.powered) continue;
    syncDatabase(world, node);
    bootGuests(world, node);
    if (Math.floor(before / BROADCAST_MS) !== Math.floor(world.now() / BROADCAST_MS)) broadcastStatistics(world, node);
    if (node.autostart && isQuorate(world, node)) autostart(world, host, node);
  }
  for (const { database, nodes } of databasesWithNodes(world)) runHa(world, database, nodes);
  if (Math.floor(before / 60_000) !== Math.floor(world.now() / 60_000)) {
    for (const node of Object.values(slice.nodes))
      if (world.hosts.get(node.name)?.powered) scheduleReplication(world, node);
  }
}

/** A node lost power (its guests die with it) or came back (units as enabled, corosync only where configured). */
export function powerChanged(world: World, host: SimHost, node: NodeState): void {
  node.wasPowered = host.powered;
  if (!host.powered) {
    for (const vmid of Object.keys(node.guests)) stopGuest(world, node, vmid);
    return;
  }
  node.bootedAt = world.now();
  delete node.expectedVotes;
  delete node.isLocalMode;
  delete node.qdeviceResidue;
  node.ringSequence += 1;
  node.clusterVisibleAt = world.now() + 1500;
  node.quorateFrom = world.now() + 4000;
  node.autostart = true;
  setUnit(host, 'pve-cluster', 'active');
  setUnit(host, 'corosync', readHostText(host, '/etc/corosync/corosync.conf') === undefined ? 'inactive' : 'active');
  for (const unit of ['pvedaemon', 'pveproxy', 'pvestatd', 'pvescheduler', 'pve-ha-crm', 'pve-ha-lrm', 'watchdog-mux'])
    setUnit(host, unit, 'active');
}

/** pve-guests at boot: starts what is marked onboot and not HA's business. */
function autostart(world: World, host: SimHost, node: NodeState): void {
  node.autostart = false;
  const database = databaseOf(world, node);
  for (const guest of guestsOf(database)) {
    if (guest.nodeName !== node.name || haResource(database, `vm:${guest.vmid}`)) continue;
    const config = readGuest(database, node.name, guest.vmid);
    if (config?.onboot !== '1' || config.template === '1' || node.guests[guest.vmid]) continue;
    try {
      startGuest(world, host, node, guest.vmid);
    } catch {
      // A guest that cannot start at boot stays stopped; its reason would be in the task list.
    }
  }
}

/** A world loaded in the middle of a create or join: the vendor's task is gone, so what it was about to do is done at once. */
export function finishHalfway(world: World): void {
  for (const node of Object.values(pveSlice(world).nodes)) {
    const host = world.hosts.get(node.name);
    if (!host || node.halfway === undefined) continue;
    const joined = node.halfway === 'join';
    startClusterServices(world, host, node);
    syncDatabase(world, node);
    if (joined && isQuorate(world, node)) updateCertificates(world, host, node, true);
  }
}
