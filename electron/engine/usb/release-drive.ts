import type { DriveFacts } from '../../api/drive.ts';
import { elevationTwin } from './elevation/elevated-flasher.ts';
import { mountedParts } from './linux/mounted-parts.ts';
import { runTool } from './run-flasher.ts';

/** Makes the system let go of a drive; resolves also when it does not: the drive is looked at again afterwards. */
export type ReleaseDrive = (facts: DriveFacts) => Promise<void>;

/** Where desktops put what they mount by themselves. */
const AUTOMATIC = /^\/(media|run\/media|Volumes|mnt\/usb)\//;

/** Whether a drive is in use only because the desktop opened it when it was plugged in. */
export function isOnlyAutoMounted(facts: DriveFacts): boolean {
  const { mountpoints, isUsb, isRemovable, isSystem } = facts;
  return (isUsb || isRemovable) && !isSystem && mountpoints.length > 0 && mountpoints.every((at) => AUTOMATIC.test(at));
}

/** Lets go of a confirmed removable drive by the tools of the desktop (udisks2, diskutil), as this user. */
export const releaseDrive: ReleaseDrive = async (facts) => {
  const parts = process.platform === 'linux' ? mountedParts(facts.device) : [];
  for (const [file, ...args] of elevationTwin().release(facts, parts)) {
    if (file !== undefined) await runTool(file, args).catch(() => '');
  }
};
