import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import type { FlasherDrive, FlasherEvent } from '../../../api/drive.ts';
import type { RunFlasher } from '../run-flasher.ts';

/** Whether this user may not do with the drive what is asked. Files are this user's own affair. */
export async function needsElevation({ device, identity, task }: FlasherDrive): Promise<boolean> {
  if (identity.kind === 'file') return false;
  const mode = task.kind === 'identify' ? constants.R_OK : constants.R_OK | constants.W_OK;
  return access(device, mode).then(
    () => false,
    () => true,
  );
}

/**
 * Runs what this user may do by itself without elevation, and the rest elevated, at the same time: nobody is asked for a
 * password for a file, and none is written as root.
 */
export function flasherByNeed(plain: RunFlasher, elevated: RunFlasher): RunFlasher {
  return async ({ request, signal, onEvent }) => {
    const needs = await Promise.all(request.drives.map(needsElevation));
    const run = async (flasher: RunFlasher, wanted: boolean) => {
      const places = request.drives.flatMap((_, index) => (needs[index] === wanted ? [index] : []));
      if (places.length === 0) return;
      const drives = places.map((place) => request.drives[place] as FlasherDrive);
      const inPlace = (event: FlasherEvent) => onEvent({ ...event, drive: places[event.drive] ?? event.drive });
      await flasher({ request: { version: 2, drives }, signal, onEvent: inPlace });
    };
    const [first, second] = await Promise.allSettled([run(plain, false), run(elevated, true)]);
    for (const end of [first, second]) if (end?.status === 'rejected') throw end.reason;
  };
}
