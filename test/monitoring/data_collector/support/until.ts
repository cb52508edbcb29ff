import { setTimeout as pause } from 'node:timers/promises';

/** Waits until something holds; after a minute it is told as an error, with what was to be seen then. */
export async function until(what: string, holds: () => boolean, seen: () => string = () => ''): Promise<void> {
  for (let attempt = 0; attempt < 1_200; attempt += 1) {
    if (holds()) return;
    await pause(50);
  }
  throw new Error(`still not: ${what} ${seen()}`);
}
