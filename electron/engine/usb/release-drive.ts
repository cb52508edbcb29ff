import type { Diagnostic } from '../../api/diagnostic.ts';
import type { DriveFacts } from '../../api/drive.ts';
import { elevationTwin } from './elevation/elevated-flasher.ts';
import { mountedParts } from './linux/mounted-parts.ts';
import { runTool } from './run-flasher.ts';

/** Makes the system let go of a drive; resolves also when it does not: the drive is looked at again afterwards. */
export type ReleaseDrive = (facts: DriveFacts) => Promise<void>;

/** Where desktops put what they mount by themselves. */
const AUTOMATIC = /^\/(media|run\/media|Volumes|mnt\/usb)\//;

/**
 * How a drive that is only mounted comes free when it is written: `before`, by the desktop that mounted it by itself;
 * `by-flasher`, where the platform's flasher lets go of it with its own privilege.
 */
export type WayFree = 'before' | 'by-flasher';

/**
 * Whether a drive may be written although it is mounted, and how it comes free. Undefined: there is another reason among
 * `against`, it is built in, carries the system, or somebody mounted it where the desktop does not. Listing and writing ask
 * this one question, so what is offered is what is written.
 */
export function wayFree(
  facts: DriveFacts,
  against: readonly Diagnostic[],
  flasherReleases = elevationTwin().flasherReleases,
): WayFree | undefined {
  const { mountpoints, isUsb, isRemovable, isSystem } = facts;
  const isMountedAlone = against.length === 1 && against[0]?.code === 'drive.mounted';
  if (!isMountedAlone || isSystem || !(isUsb || isRemovable)) return undefined;
  if (flasherReleases) return 'by-flasher';
  return mountpoints.every((at) => AUTOMATIC.test(at)) ? 'before' : undefined;
}

/** Lets go of a confirmed removable drive by the tools of the desktop (udisks2, diskutil), as this user. */
export const releaseDrive: ReleaseDrive = async (facts) => {
  const parts = process.platform === 'linux' ? mountedParts(facts.device) : [];
  for (const [file, ...args] of elevationTwin().release(facts, parts)) {
    if (file !== undefined) await runTool(file, args).catch(() => '');
  }
};
