import type { Change } from '../../../api/plan.ts';
import type { Site, SiteStorage } from '../../../api/site.ts';
import type { PveStorage, StorageField } from '../../facts/pve/storages.ts';
import { pveNodes, storageBacking, storageNodes } from '../../site/derive.ts';

/** The options of `pvesm add` that are fixed once the storage exists. */
export function backingOptions(storage: SiteStorage): readonly string[] {
  switch (storage.type) {
    case 'zfspool':
      return ['--pool', storage.pool, '--sparse', '1'];
    case 'lvmthin':
      return ['--vgname', storage.vg, '--thinpool', storage.thinpool];
    case 'dir':
      return ['--path', storage.path];
    case 'nfs':
      return ['--server', storage.server, '--export', storage.export];
    case 'cifs':
      return ['--server', storage.server, '--share', storage.share];
    case 'pbs':
      return ['--server', storage.server, '--datastore', storage.datastore];
  }
}

/** What may be changed later, by the vendor's names. What the site file does not say stays as it is. */
function changeableFields(storage: SiteStorage): readonly (readonly [StorageField, string])[] {
  const said = (name: StorageField, value: string | undefined): readonly (readonly [StorageField, string])[] =>
    value === undefined ? [] : [[name, value]];
  switch (storage.type) {
    case 'nfs':
      return said('options', storage.options);
    case 'cifs':
      return [...said('username', storage.username), ...said('domain', storage.domain)];
    case 'pbs':
      return [
        ...said('username', storage.username),
        ...said('fingerprint', storage.fingerprint?.toLowerCase()),
        ...said('namespace', storage.namespace),
      ];
    default:
      return [];
  }
}

/** The options of `pvesm add` and `pvesm set` that may differ from one run to the next. Lists are given whole. */
export function changeableOptions(site: Site, storage: SiteStorage): readonly string[] {
  return [
    ...changeableFields(storage).flatMap(([name, value]) => [`--${name}`, value]),
    '--content',
    storage.content.join(','),
    '--nodes',
    storageNodes(site, storage).join(','),
  ];
}

/** The options of `pvesm set`. A switched-off storage is on again only where it is said so (pve-facts 1.5: btrfs ships `local` so). */
export function changedOptions(site: Site, storage: SiteStorage, found: PveStorage): readonly string[] {
  return [...changeableOptions(site, storage), ...enabling(found)];
}

/** What switches a storage on, where it is off. */
export function enabling({ enabled }: PveStorage): readonly string[] {
  return enabled ? [] : ['--disable', '0'];
}

/** That a storage is switched off, as a difference. */
export function switchedOff({ id, enabled }: PveStorage): readonly Change[] {
  return enabled ? [] : [{ what: `storage ${id}`, before: 'disabled', after: 'enabled' }];
}

/** The secret that adding a storage needs. */
export function passwordRef(storage: SiteStorage): string | undefined {
  return storage.type === 'cifs' || storage.type === 'pbs' ? storage.password : undefined;
}

/** What is to be changed of a storage, or that it is to be added. */
export function differences(site: Site, storage: SiteStorage, found: PveStorage | undefined): readonly Change[] {
  const nodes = storageNodes(site, storage);
  if (!found) return [{ what: `storage ${storage.id}`, after: `${storageBacking(storage)} (${nodes.join(', ')})` }];
  const list = (values: readonly string[]): string => [...values].sort().join(',');
  // an empty list of nodes means all of them
  const everywhere = found.nodes.length === 0 && nodes.length === pveNodes(site).length;
  return [
    ...switchedOff(found),
    ...(list(found.content) === list(storage.content)
      ? []
      : [{ what: `content of ${storage.id}`, before: list(found.content), after: list(storage.content) }]),
    ...(everywhere || list(found.nodes) === list(nodes)
      ? []
      : [{ what: `nodes of ${storage.id}`, before: list(found.nodes) || '*', after: list(nodes) }]),
    ...changeableFields(storage)
      .filter(([name, value]) => (found.fields[name] ?? '').toLowerCase() !== value.toLowerCase())
      .map(([name, value]) => ({ what: `${name} of ${storage.id}`, before: found.fields[name] ?? '-', after: value })),
  ];
}

/** What holds a storage that is there, in the words of `storageBacking`. */
export function foundBacking({ type, pool, path, fields }: PveStorage): string {
  switch (type) {
    case 'lvmthin':
      return `lvmthin ${fields.vgname}/${fields.thinpool}`;
    case 'nfs':
      return `nfs ${fields.server}:${fields.export}`;
    case 'cifs':
      return `cifs //${fields.server}/${fields.share}`;
    case 'pbs':
      return `pbs ${fields.server}:${fields.datastore}`;
    default:
      return `${type} ${pool ?? path ?? ''}`.trim();
  }
}
