import type { Site } from '../../electron/api/site.ts';

/** Whether a site says something at a field path, as diagnostics and edits write it: `hosts[1].install.nicNames."aa:bb"`. */
export function isSaid(site: Site, path: string): boolean {
  let place: unknown = site;
  for (const [, index, quoted, word] of path.matchAll(/\[(\d+)\]|("(?:[^"\\]|\\.)*")|([A-Za-z0-9_-]+)/g)) {
    if (typeof place !== 'object' || place === null) return false;
    const key = index ?? word ?? (JSON.parse(quoted ?? '""') as string);
    place = (place as Readonly<Record<string, unknown>>)[key];
  }
  return place !== undefined;
}
