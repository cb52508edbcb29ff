import { die } from '../cli/api-error.ts';
import { databaseOf } from '../model/database.ts';
import type { ZfsGroup } from '../model/slice.ts';
import { findStorage } from '../model/storage-config.ts';
import { markDisk, sizeOfGroups } from '../model/zfs-pools.ts';
import type { ApiCall } from './call.ts';
import type { Values } from './cluster-create.ts';
import { addStorage } from './storage.ts';
import { runWorker, type WorkerResult } from './worker.ts';

const LEAST: Readonly<Record<string, number>> = { single: 1, mirror: 2, raid10: 4, raidz: 3, raidz2: 4, raidz3: 5 };

/** POST /nodes/{node}/disks/zfs: a pool on free disks, and its storage where asked for. */
export function createZpool(call: ApiCall, values: Values): Promise<WorkerResult> {
  const name = values.name ?? '';
  const level = values.raidlevel ?? 'single';
  const devices = (values.devices ?? '').split(/[,;\s]+/).filter((device) => device !== '');
  if (call.node.pools[name]) die(`pool '${name}' already exists on node '${call.node.name}'`);
  const disks = devices.map(
    (device) =>
      call.host.hardware.disks.find((disk) => device === `/dev/${disk.name}` || device.endsWith(disk.serial)) ??
      die(`device '${device}' does not exist`),
  );
  for (const disk of disks) {
    if (disk.use !== undefined || Object.values(call.node.pools).some((pool) => pool.devices.includes(disk.name)))
      die(`device '/dev/${disk.name}' is already in use`);
  }
  if (values.add_storage === '1' && findStorage(databaseOf(call.world, call.node), name))
    die(`Storage ID '${name}' already exists on node ${call.node.name}`);
  const least = LEAST[level] ?? 1;
  if (level === 'raid10' && disks.length % 2 !== 0) die('raid10 needs an even number of disks');
  if (level === 'single' && disks.length > 1) die('please give only one disk for single disk mode');
  if (disks.length < least) die(`${level} needs at least ${least} disks`);
  const kind = level === 'single' ? 'disk' : level === 'raid10' ? 'mirror' : level === 'raidz' ? 'raidz1' : level;
  const parts =
    level === 'raid10'
      ? disks.flatMap((disk, at) => (at % 2 === 0 ? [[disk, ...disks.slice(at + 1, at + 2)]] : []))
      : [disks];
  return runWorker(call, 'zfscreate', name, async (worker) => {
    const idOf = (disk: (typeof disks)[number]) =>
      `/dev/disk/by-id/ata-${disk.model.replace(/\s+/g, '_')}_${disk.serial}`;
    const word = level === 'single' ? [] : [level === 'raid10' ? 'mirror' : level];
    const words = parts.flatMap((part) => [...word, ...part.map(idOf)]);
    worker.out(
      `# zpool create -o ashift=${values.ashift ?? '12'} ${name} ${words.join(' ')}\n# zfs set compression=${values.compression ?? 'on'} ${name}\n`,
    );
    await worker.sleep(2);
    call.node.pools[name] = {
      sizeBytes: sizeOfGroups(parts.map((part) => ({ kind, sizes: part.map((disk) => disk.sizeBytes) }))),
      groups: parts.map(
        (part): ZfsGroup => ({
          kind,
          devices: part.map((disk) => ({ disk: disk.name, serial: disk.serial, path: idOf(disk) })),
        }),
      ),
      layout: level,
      devices: disks.map((disk) => disk.name),
      datasets: { [name]: { mountpoint: `/${name}`, createdAt: Math.floor(call.world.now() / 1000) } },
      compression: values.compression ?? 'on',
    };
    for (const disk of disks) markDisk(call.host, disk.name, 'zfs_member');
    call.world.effect(call.host, `zpool.create ${name}`);
    if (values.add_storage === '1')
      await addStorage(worker, {
        type: 'zfspool',
        storage: name,
        pool: name,
        content: 'rootdir,images',
        nodes: call.node.name,
      });
  });
}
