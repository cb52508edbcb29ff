import type { FileFact } from '../fact-group.ts';
import { parseGuarded } from '../parse/text.ts';

/** An option of the datacenter: plain text, or a property string taken apart. */
export type DatacenterOption = string | Readonly<Record<string, string>>;
/** By name; absent = the vendor's default. The notes of the datacenter are not in it. */
export type DatacenterOptions = Readonly<Record<string, DatacenterOption>>;

/** Property strings that the vendor itself takes apart (pve-cluster, DataCenterConfig.pm), and the key that may be left out. */
export const PROPERTY_STRINGS: Readonly<Record<string, string>> = {
  bwlimit: 'default',
  crs: 'ha',
  ha: 'shutdown_policy',
  migration: 'type',
  'next-id': 'lower',
  notify: '',
  'tag-style': '',
  'user-tag-access': 'user-allow',
};

/** Options of datacenter.cfg(5). */
export const datacenter: FileFact<DatacenterOptions> = {
  id: 'datacenter',
  paths: ['/etc/pve/datacenter.cfg'],
  parse: ({ texts }) => parseGuarded(texts.get('/etc/pve/datacenter.cfg') ?? '', parseDatacenter),
};

/** Reads datacenter.cfg: `name: value` lines; comment lines are the notes. Throws on any other line. */
export function parseDatacenter(text: string): DatacenterOptions {
  const found: Record<string, DatacenterOption> = {};
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const pair = /^([a-z][a-z0-9_-]*):\s*(\S.*)?$/i.exec(line.trimEnd());
    if (!pair) throw new Error(`line ${index + 1} is not of datacenter.cfg: ${line.trim().slice(0, 80)}`);
    const [, name = '', value = ''] = pair;
    if (name !== 'description')
      found[name] = name in PROPERTY_STRINGS ? properties(value, PROPERTY_STRINGS[name]) : value;
  }
  return found;
}

function properties(text: string, defaultKey = ''): Readonly<Record<string, string>> {
  return Object.fromEntries(
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '')
      .map((part) => {
        const at = part.indexOf('=');
        return at < 0 ? [defaultKey, part] : [part.slice(0, at), part.slice(at + 1)];
      }),
  );
}
