import { die } from '../cli/api-error.ts';
import { databaseOf } from '../model/database.ts';
import { findStorage } from '../model/storage-config.ts';
import { markDisk } from '../tools/zfs.ts';
import type { ApiCall } from './call.ts';
import type { Values } from './cluster-create.ts';
import { addStorage } from './storage.ts';
import { runWorker, type WorkerResult } from './worker.ts';

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
  if (level === 'single' && disks.length !== 1) die('please give only one disk for single disk mode');
  if (level === 'mirror' && disks.length < 2) die('mirror needs at least 2 disks');
  return runWorker(call, 'zfscreate', name, async (worker) => {
    const ids = disks.map((disk) => `/dev/disk/by-id/ata-${disk.model.replace(/\s+/g, '_')}_${disk.serial}`);
    worker.out(
      `# zpool create -o ashift=${values.ashift ?? '12'} ${name} ${level === 'single' ? '' : `${level} `}${ids.join(' ')}\n# zfs set compression=${values.compression ?? 'on'} ${name}\n`,
    );
    await worker.sleep(2);
    const sizes = disks.map((disk) => disk.sizeBytes);
    call.node.pools[name] = {
      sizeBytes:
        level === 'single'
          ? (sizes[0] ?? 0)
          : level === 'mirror'
            ? Math.min(...sizes)
            : Math.min(...sizes) * (sizes.length - 1),
      layout: level,
      devices: disks.map((disk) => disk.name),
      datasets: { [name]: { mountpoint: `/${name}`, createdAt: Math.floor(call.world.now() / 1000) } },
      compression: values.compression ?? 'on',
    };
    for (const disk of disks) markDisk(call.host, disk.name);
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
