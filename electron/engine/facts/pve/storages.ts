import { known } from '../fact.ts';
import type { FileFact } from '../fact-group.ts';
import { listValue, parseSectionConfig } from '../parse/section-config.ts';
import { parseGuarded } from '../parse/text.ts';

export interface PveStorage {
  readonly id: string;
  readonly type: string;
  /** Sorted: the vendor's order is random on each read. */
  readonly content: readonly string[];
  /** Sorted; empty = every node. */
  readonly nodes: readonly string[];
  readonly enabled: boolean;
  /** Of zfspool. */
  readonly pool?: string;
  /** Of dir. */
  readonly path?: string;
}

/**
 * Storages of the cluster by id (storage.cfg). Without an entry the vendor adds `local` in memory: it is in the result
 * as the vendor would have it.
 */
export const storages: FileFact<ReadonlyMap<string, PveStorage>> = {
  id: 'storages',
  paths: ['/etc/pve/storage.cfg'],
  parse: (files) => {
    const text = files.get('/etc/pve/storage.cfg');
    return text === undefined ? known(new Map([['local', IMPLIED_LOCAL]])) : parseGuarded(text, parseStorages);
  },
};

/** pve-storage's default for a missing `local`. */
const IMPLIED_LOCAL: PveStorage = {
  id: 'local',
  type: 'dir',
  content: ['backup', 'images', 'iso', 'rootdir', 'snippets', 'vztmpl'],
  nodes: [],
  enabled: true,
  path: '/var/lib/vz',
};

export function parseStorages(text: string): ReadonlyMap<string, PveStorage> {
  const found = new Map<string, PveStorage>();
  for (const { type, id, values } of parseSectionConfig(text)) {
    found.set(id, {
      id,
      type,
      content: listValue(values.content).filter((entry) => entry !== 'none'),
      // the vendor drops a restriction of `local`
      nodes: id === 'local' ? [] : listValue(values.nodes),
      enabled: values.disable === undefined || values.disable === '0',
      ...(values.pool === undefined ? {} : { pool: values.pool }),
      ...(values.path === undefined ? {} : { path: values.path }),
    });
  }
  if (!found.has('local')) found.set('local', IMPLIED_LOCAL);
  return found;
}
