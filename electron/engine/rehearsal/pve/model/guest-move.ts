import type { World } from '../../kernel/program.ts';
import { databaseOf } from './database.ts';
import { type GuestConfig, removeGuest, writeGuest } from './guest-config.ts';
import { drivesOf } from './guest-disks.ts';
import { moveReplication } from './replication-run.ts';
import type { NodeState } from './slice.ts';
import { parseVolumeId } from './volumes.ts';

/** Moves a guest's configuration, running state and local volumes to another node (a migration that has copied its disks). */
export function moveGuest(world: World, from: NodeState, to: NodeState, vmid: string, config: GuestConfig): void {
  const database = databaseOf(world, from);
  const unused = Object.keys(config)
    .filter((key) => /^unused\d+$/.test(key))
    .map((key) => config[key] ?? '');
  for (const id of [...drivesOf(config).map((drive) => drive.volume), ...unused]) {
    const { place } = parseVolumeId(database, id);
    const volume = from.volumes[place];
    if (!volume) continue;
    to.volumes[place] = volume;
    delete from.volumes[place];
  }
  moveConfig(world, from, to, vmid, config);
  moveReplication(world, from, to, vmid);
  const running = from.guests[vmid];
  if (!running) return;
  delete from.guests[vmid];
  to.guests[vmid] = running;
}

/** Only the configuration file changes its node, as HA's recovery does. */
export function moveConfig(world: World, from: NodeState, to: NodeState, vmid: string, config: GuestConfig): void {
  const database = databaseOf(world, from);
  removeGuest(world, database, from.name, vmid);
  writeGuest(world, database, to.name, vmid, config);
}
