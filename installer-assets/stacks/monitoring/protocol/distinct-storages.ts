import type { StorageState } from './states.ts';

/**
 * A storage that all nodes share is one: the first node that sees it stands for it, so that it is known while any of them is up.
 * @param standsAlready which stands for it whatever its node sees
 */
export function distinctStorages<Storage extends Pick<StorageState, 'storage' | 'shared' | 'status'>>(
  storages: readonly Storage[],
  standsAlready: (storage: Storage) => boolean = () => false,
): readonly Storage[] {
  const weight = (storage: Storage): number => (standsAlready(storage) ? 2 : storage.status === 'unknown' ? 0 : 1);
  const standing = new Map<string, Storage>();
  for (const storage of storages) {
    const before = standing.get(storage.storage);
    if (storage.shared && (!before || weight(storage) > weight(before))) standing.set(storage.storage, storage);
  }
  return storages.filter((storage) => !storage.shared || standing.get(storage.storage) === storage);
}
