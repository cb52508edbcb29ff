import type { World } from '../../kernel/program.ts';
import { onlineNodes } from './cluster.ts';
import { databaseOf } from './database.ts';
import { readGuest } from './guest-config.ts';
import { drivesOf, isCdrom, isCloudInit } from './guest-disks.ts';
import { writeHostText } from './host-text.ts';
import { addressOf } from './network.ts';
import { jobsOf, type ReplicationJob, writeJobs } from './replication-config.ts';
import { type NodeState, pveSlice } from './slice.ts';
import { enabledOn, storageStatus } from './storage-config.ts';
import { parseVolumeId } from './volumes.ts';

/** One synchronisation of a job from the guest's node; records its state and gives back the reason of a failure. */
export function runReplication(
  world: World,
  node: NodeState,
  job: ReplicationJob,
  log: (line: string) => void,
): string | undefined {
  const database = databaseOf(world, node);
  const vmid = job.id.split('-')[0] ?? '';
  const at = Math.floor(world.now() / 1000);
  const before = node.replication[job.id];
  const config = readGuest(database, node.name, vmid) ?? {};
  const volumes = [
    ...drivesOf(config)
      .filter((drive) => !isCdrom(drive) && !isCloudInit(drive) && drive.options.replicate !== '0')
      .map((drive) => drive.volume),
    ...Object.keys(config)
      .filter((key) => /^unused\d+$/.test(key))
      .map((key) => config[key] ?? ''),
  ];
  const target = job.values.target ?? '';
  const snapshot = `__replicate_${job.id}_${at}__`;
  log('start replication job');
  log(`guest => VM ${vmid}, running => ${node.guests[vmid]?.pid ?? 0}`);
  log(`volumes => ${volumes.join(',')}`);
  const failure = targetFailure(world, node, job, target, volumes);
  const duration = Number((1.7 + world.random() * 2.5).toFixed(6));
  if (failure !== undefined) {
    node.replication[job.id] = {
      lastSync: before?.lastSync ?? 0,
      lastTry: at,
      duration,
      failCount: (before?.failCount ?? 0) + 1,
      error: failure,
    };
    writeStateFile(world, node);
    return failure;
  }
  const other = pveSlice(world).nodes[target];
  const previous = before && before.lastSync > 0 ? `__replicate_${job.id}_${before.lastSync}__` : undefined;
  for (const id of volumes) log(`create snapshot '${snapshot}' on ${id}`);
  log(`using secure transmission, rate limit: ${job.values.rate ? `${job.values.rate} MByte/s` : 'none'}`);
  for (const id of volumes) {
    const { place } = parseVolumeId(database, id);
    const volume = node.volumes[place];
    if (!volume || !other) continue;
    const known = previous !== undefined && other.volumes[place]?.snapshots[previous] !== undefined;
    log(known ? `incremental sync '${id}' (${previous} => ${snapshot})` : `full sync '${id}' (${snapshot})`);
    log('total estimated size is 0');
    if (previous !== undefined) delete volume.snapshots[previous];
    volume.snapshots[snapshot] = at;
    const { parent: _base, ...copy } = volume;
    const kept = Object.fromEntries(
      Object.entries(other.volumes[place]?.snapshots ?? {}).filter(([name]) => name !== previous),
    );
    other.volumes[place] = { ...copy, snapshots: { ...kept, [snapshot]: at } };
    log(`successfully imported '${id}'`);
    if (known) {
      log(`delete previous replication snapshot '${previous}' on ${id}`);
      log(`(remote_finalize_local_job) delete stale replication snapshot '${previous}' on ${id}`);
    }
  }
  log('end replication job');
  node.replication[job.id] = { lastSync: at, lastTry: at, duration, failCount: 0 };
  writeStateFile(world, node);
  const host = world.hosts.get(node.name);
  if (host && before?.lastSync === undefined) world.effect(host, `pvesr.first-sync ${job.id}`);
  world.changed();
  return undefined;
}

function targetFailure(
  world: World,
  node: NodeState,
  job: ReplicationJob,
  target: string,
  volumes: readonly string[],
): string | undefined {
  const host = world.hosts.get(target);
  const other = pveSlice(world).nodes[target];
  if (world.takeFault('replication.fails')) return "command 'zfs send' failed: exit code 1";
  if (!host || !other || !onlineNodes(world, node).includes(target)) {
    const address = host ? addressOf(host) : target;
    return `command '/usr/bin/ssh -e none -o 'BatchMode=yes' -o 'HostKeyAlias=${target}' -o 'UserKnownHostsFile=/etc/pve/nodes/${target}/ssh_known_hosts' -o 'GlobalKnownHostsFile=none' root@${address} -- pvesr prepare-local-job ${job.id} ${volumes.join(' ')} --last_sync ${node.replication[job.id]?.lastSync ?? 0}' failed: exit code 255`;
  }
  const database = databaseOf(world, node);
  for (const id of volumes) {
    const { storage } = parseVolumeId(database, id);
    if (!enabledOn(storage, target)) return `storage '${storage.id}' is not available on node '${target}'`;
    if (!storageStatus(world, host, other, storage).active) {
      return `could not activate storage '${storage.id}', zfs error: cannot import '${storage.values.pool?.split('/')[0]}': no such pool available`;
    }
  }
  return undefined;
}

/**
 * What a migration does for a machine's jobs: the record of their runs goes along, and the direction of the one to the new node is
 * turned round at once (PVE::QemuMigrate, from memory of the vendor's source). After a recovery by HA neither happens.
 */
export function moveReplication(world: World, from: NodeState, to: NodeState, vmid: string): void {
  const database = databaseOf(world, to);
  const jobs = jobsOf(database);
  for (const { id } of jobs) {
    const state = from.replication[id];
    if (!id.startsWith(`${vmid}-`) || !state) continue;
    to.replication[id] = state;
    delete from.replication[id];
  }
  writeJobs(world, database, jobs);
  for (const node of [from, to]) writeStateFile(world, node);
}

/** /var/lib/pve-manager/pve-replication-state.json of a node. */
function writeStateFile(world: World, node: NodeState): void {
  const host = world.hosts.get(node.name);
  if (!host) return;
  const database = databaseOf(world, node);
  const state: Record<string, Record<string, unknown>> = {};
  for (const [id, entry] of Object.entries(node.replication)) {
    const job = jobsOf(database).find((candidate) => candidate.id === id);
    const vmid = id.split('-')[0] ?? '';
    const guest = state[vmid] ?? {};
    state[vmid] = guest;
    guest[`local/${job?.values.target ?? ''}`] = {
      duration: entry.duration,
      fail_count: entry.failCount,
      ...(entry.error === undefined ? {} : { error: entry.error }),
      last_iteration: entry.lastTry,
      last_node: node.name,
      last_sync: entry.lastSync,
      last_try: entry.lastTry,
      storeid_list: ['local-zfs'],
    };
  }
  writeHostText(host, '/var/lib/pve-manager/pve-replication-state.json', JSON.stringify(state));
}
