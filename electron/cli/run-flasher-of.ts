import { createRequire } from 'node:module';
import type { InstalledPlace } from './installed-place.ts';

/**
 * The executable is also the runtime of the flasher beside it, since the window's own program runs no scripts (its fuses): started
 * with the flasher's path as its first word it becomes that program, and no other. True = it did.
 */
export function runFlasherOf(installed: InstalledPlace | undefined): boolean {
  if (!installed || process.argv[2] !== installed.flasher) return false;
  // as Node hands a script its words
  process.argv.splice(1, 1);
  createRequire(process.execPath)(installed.flasher);
  return true;
}
