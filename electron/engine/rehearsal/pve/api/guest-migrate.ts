import { die } from '../cli/api-error.ts';
import { hostOf, memberNames, nodeAddress, onlineNodes } from '../model/cluster.ts';
import { databaseOf } from '../model/database.ts';
import { drivesOf, isCdrom, isCloudInit } from '../model/guest-disks.ts';
import { moveGuest } from '../model/guest-move.ts';
import { pveSlice } from '../model/slice.ts';
import { isShared } from '../model/storage-config.ts';
import { formattingLine, parseVolumeId } from '../model/volumes.ts';
import type { ApiCall } from './call.ts';
import type { Values } from './cluster-create.ts';
import { requireGuest } from './guest-create.ts';
import { runWorker, type WorkerResult } from './worker.ts';

/** `qm migrate`: local disks are copied; the configuration moves last. */
export async function migrateGuest(call: ApiCall, values: Values): Promise<WorkerResult> {
  const vmid = values.vmid ?? '';
  const target = values.target ?? '';
  if (!memberNames(call.world, call.node).includes(target)) die(`no such cluster node '${target}'`);
  const config = requireGuest(call, vmid);
  const running = call.node.guests[vmid] !== undefined;
  if (running && values.online !== '1') die("can't migrate running VM without --online");
  if (!onlineNodes(call.world, call.node).includes(target)) die(`node '${target}' is not online`);
  return runWorker(call, 'qmigrate', vmid, async (worker) => {
    const started = call.world.now();
    const say = (text: string) =>
      worker.out(`${new Date(call.world.now()).toISOString().slice(0, 19).replace('T', ' ')} ${text}\n`);
    say(`starting migration of VM ${vmid} to node '${target}' (${nodeAddress(call.world, target)})`);
    const database = databaseOf(call.world, call.node);
    const unused = Object.keys(config)
      .filter((key) => /^unused\d+$/.test(key))
      .map((key) => config[key] ?? '');
    const attached = drivesOf(config)
      .filter((drive) => !isCdrom(drive) || isCloudInit(drive))
      .map((drive) => drive.volume);
    const local = [
      ...attached.map((id) => [id, 'attached'] as const),
      ...unused.map((id) => [id, 'unused'] as const),
    ].filter(([id]) => !isShared(parseVolumeId(database, id).storage));
    for (const [id, kind] of local) say(`found local disk '${id}' (${kind})`);
    if (local.length > 0) say('copying local disk images');
    const other = pveSlice(call.world).nodes[target];
    for (const [id] of local) {
      const { place } = parseVolumeId(database, id);
      const volume = call.node.volumes[place];
      if (!volume || !other) continue;
      await worker.sleep(Math.min(60, volume.sizeBytes / 3e8));
      if (place.startsWith('/')) say(formattingLine(call.version, place, volume, { preallocation: true }).trimEnd());
      say(`successfully imported '${id}'`);
      say(`volume '${id}' is '${id}' on the target`);
    }
    const there = hostOf(call.world, target);
    if (!other || !there) die(`no such cluster node '${target}'`);
    moveGuest(call.world, call.node, other, vmid, config);
    const seconds = Math.round((call.world.now() - started) / 1000) + 1;
    const clock = new Date(seconds * 1000).toISOString().slice(11, 19);
    say(`migration finished successfully (duration ${clock})`);
    call.world.effect(call.host, `qm.migrate ${vmid}`);
  });
}
