import { known } from '../fact.ts';
import type { FileFact } from '../fact-group.ts';
import { type ConfigSection, compareText, listValue, parseSectionConfig } from '../parse/section-config.ts';
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
  /** Where it lies and how it is reached, by the vendor's names; never a password. */
  readonly fields: Readonly<Partial<Record<StorageField, string>>>;
}

const FIELDS = [
  'vgname',
  'thinpool',
  'server',
  'export',
  'share',
  'datastore',
  'options',
  'username',
  'domain',
  'fingerprint',
  'namespace',
] as const;
export type StorageField = (typeof FIELDS)[number];

/**
 * Storages of the cluster by id (storage.cfg). Without an entry the vendor adds `local` in memory: it is in the result
 * as the vendor would have it.
 */
export const storages: FileFact<ReadonlyMap<string, PveStorage>> = {
  id: 'storages',
  paths: ['/etc/pve/storage.cfg'],
  parse: ({ texts }) => {
    const text = texts.get('/etc/pve/storage.cfg');
    return text === undefined ? known(new Map([['local', IMPLIED_LOCAL]])) : parseGuarded(text, parseStorages);
  },
};

/**
 * What a storage holds where its entry does not say (pve-storage, the plugins' `content` defaults). Every other type of the
 * vendor is like `nfs`.
 */
const DEFAULT_CONTENT: Readonly<Record<string, readonly string[]>> = {
  dir: ['images', 'rootdir'],
  btrfs: ['images', 'rootdir'],
  zfspool: ['images', 'rootdir'],
  lvmthin: ['images', 'rootdir'],
  pbs: ['backup'],
  cephfs: ['backup', 'iso', 'vztmpl'],
};

/** pve-storage's default for a missing `local`. */
const IMPLIED_LOCAL: PveStorage = {
  id: 'local',
  type: 'dir',
  content: ['backup', 'images', 'iso', 'rootdir', 'snippets', 'vztmpl'],
  nodes: [],
  enabled: true,
  path: '/var/lib/vz',
  fields: {},
};

export function parseStorages(text: string): ReadonlyMap<string, PveStorage> {
  const found = parseSectionConfig(text).map(storageOf);
  if (!found.some(({ id }) => id === 'local')) found.push(IMPLIED_LOCAL);
  return byId(found);
}

/** One entry, however it came. */
export function storageOf({ type, id, values }: ConfigSection): PveStorage {
  const content = values.content === undefined ? (DEFAULT_CONTENT[type] ?? ['images']) : listValue(values.content);
  return {
    id,
    type,
    content: content.filter((entry) => entry !== 'none'),
    // the vendor drops a restriction of `local`
    nodes: id === 'local' ? [] : listValue(values.nodes),
    enabled: values.disable === undefined || values.disable === '0',
    ...(values.pool === undefined ? {} : { pool: values.pool }),
    ...(values.path === undefined ? {} : { path: values.path }),
    fields: Object.fromEntries(FIELDS.flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]]]))),
  };
}

export function byId(storages: readonly PveStorage[]): ReadonlyMap<string, PveStorage> {
  return new Map([...storages].sort((a, b) => compareText(a.id, b.id)).map((storage) => [storage.id, storage]));
}
