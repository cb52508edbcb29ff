import { ApiError } from '../cli/api-error.ts';
import { databaseOf } from '../model/database.ts';
import { type GuestConfig, removeGuest, writeGuest } from '../model/guest-config.ts';
import type { ApiCall } from './call.ts';

/**
 * Makes a guest's disks while `stub` holds its id. Where the task fails the volumes that it made and the id go again; whatever
 * else ends it midway (a kill, a power cut) leaves both behind (pve-facts 4.6).
 */
export async function makeOrTakeBack(
  call: ApiCall,
  vmid: string,
  stub: GuestConfig,
  make: () => Promise<void>,
): Promise<void> {
  const { world, node } = call;
  const database = databaseOf(world, node);
  const before = new Set(Object.keys(node.volumes));
  writeGuest(world, database, node.name, vmid, stub);
  try {
    await make();
  } catch (error) {
    if (error instanceof ApiError) {
      for (const [place, volume] of Object.entries(node.volumes))
        if (!before.has(place) && String(volume.vmid) === vmid) delete node.volumes[place];
      removeGuest(world, database, node.name, vmid);
    }
    throw error;
  }
}
