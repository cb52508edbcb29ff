import type { FlasherDrive } from '../api/drive.ts';
import { checkIdentity } from './drive-identity.ts';
import { FlashFailure } from './failure.ts';
import { foreignSystem, openForeign } from './foreign/foreign-drive.ts';
import { refuseUsedDrive } from './system-drive.ts';
import { openTarget, type Target } from './target.ts';

/**
 * Opens a drive for writing, exclusively, and proves on the opened handle that it is the confirmed one, in no use, does
 * not hold `sources`, and is large enough.
 */
export async function openConfirmed(
  { device, identity, task }: FlasherDrive,
  sources: readonly string[],
  neededBytes: number,
  mode: 'write' | 'edit',
): Promise<Target> {
  const system = foreignSystem();
  if (system && identity.kind !== 'file')
    return openForeign(system, { device, identity, task }, sources, neededBytes, mode);
  const target = await openTarget(device, mode);
  try {
    checkIdentity(identity, target.identity, device);
    if (target.isBlock) {
      refuseUsedDrive(await target.handle.stat(), device, sources);
      const { sizeBytes } = target.identity;
      if (sizeBytes < neededBytes) throw new FlashFailure('flash.too-small', { device, sizeBytes, neededBytes });
    }
    return target;
  } catch (error) {
    await target.handle.close();
    throw error;
  }
}
