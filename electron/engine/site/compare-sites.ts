import type { Site } from '../../api/site.ts';
import type { SiteDifference } from '../../api/site-carrying.ts';
import { sha256Of } from '../workspace/sha256.ts';
import { pathText } from './toml-map.ts';

/** What an entry of a list is known by: the same entry at another place in the list is no difference. */
const KNOWN_BY = ['id', 'serial', 'name', 'mac'] as const;

/**
 * What two sites say differently, as their meaning and not as their text: defaults count as said, comments and the order of
 * named entries do not. Paths in the order in which the left site, then the right one, says them.
 */
export function compareSites(left: Site, right: Site): readonly SiteDifference[] {
  const [a, b] = [flat(left), flat(right)];
  return [...new Set([...a.keys(), ...b.keys()])].flatMap((path) => {
    const [one, two] = [a.get(path), b.get(path)];
    if (one === two) return [];
    return [{ path, ...(one === undefined ? {} : { left: one }), ...(two === undefined ? {} : { right: two }) }];
  });
}

function flat(site: Site): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const walk = (value: unknown, path: string): void => {
    if (Array.isArray(value)) {
      list(value, path);
      return;
    }
    if (typeof value !== 'object' || value === null) {
      found.set(path, String(value));
      return;
    }
    const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
    if (entries.length === 0) found.set(path, '{}');
    for (const [key, entry] of entries) walk(key === 'base64' ? shownFile(entry) : entry, `${path}.${pathText([key])}`);
  };
  const list = (values: readonly unknown[], path: string): void => {
    if (values.every((value) => typeof value !== 'object' || value === null)) {
      found.set(path, values.map(String).join(', '));
      return;
    }
    const keys = values.map(keyOf);
    const isNamed = keys.every((key) => key !== undefined) && new Set(keys).size === keys.length;
    for (const [index, value] of values.entries()) walk(value, `${path}[${isNamed ? keys[index] : index}]`);
  };
  for (const [key, value] of Object.entries(site)) if (value !== undefined) walk(value, pathText([key]));
  return found;
}

function keyOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const record = value as Readonly<Record<string, unknown>>;
  const key = KNOWN_BY.map((name) => record[name]).find(
    (entry) => typeof entry === 'string' || typeof entry === 'number',
  );
  return key === undefined ? undefined : String(key);
}

/** Of a file that a stack brings: which content, not the content. */
function shownFile(base64: unknown): string {
  return `sha256 ${sha256Of(Buffer.from(String(base64), 'base64')).slice(0, 16)}`;
}
