import type { Site } from '../../electron/api/site.ts';
import type { SiteEdit } from '../../electron/api/sites.ts';

/** The edits of site.toml by which a storage may take a disk although something is on it; none where it has no say over disks. */
export function allowingWipe(site: Site, storageId: string, serial: string): readonly SiteEdit[] {
  const index = site.storages.findIndex(({ id }) => id === storageId);
  const storage = site.storages[index];
  if (!storage || !('allowWipe' in storage) || serial === '' || storage.allowWipe.includes(serial)) return [];
  return [{ op: 'set', path: `storages[${index}].allowWipe`, value: [...storage.allowWipe, serial] }];
}
