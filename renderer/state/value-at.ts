/** What stands at a field path, as diagnostics and edits write it: `hosts[1].install.nicNames."aa:bb"`; undefined where nothing does. */
export function valueAt(root: unknown, path: string): unknown {
  let place = root;
  for (const [, index, quoted, word] of path.matchAll(/\[(\d+)\]|("(?:[^"\\]|\\.)*")|([A-Za-z0-9_-]+)/g)) {
    const key = index ?? word ?? (JSON.parse(quoted ?? '""') as string);
    if (typeof place !== 'object' || place === null || !Object.hasOwn(place, key)) return undefined;
    place = (place as Readonly<Record<string, unknown>>)[key];
  }
  return place;
}
