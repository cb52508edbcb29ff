import type { Site } from '../../electron/api/site.ts';
import { valueAt } from './value-at.ts';

/** Whether a site says something at a field path, as diagnostics and edits write it: `hosts[1].install.nicNames."aa:bb"`. */
export function isSaid(site: Site, path: string): boolean {
  return valueAt(site, path) !== undefined;
}
