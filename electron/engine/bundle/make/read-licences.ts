import type { BundleKind } from '../kinds/kind.ts';
import type { Lock } from '../lock/lock.ts';
import { UNREAD_LICENCE } from '../unread-licence.ts';

export interface LicenceOptions {
  /** For what may be kept between bundles. */
  readonly cacheFolder: string;
  readonly signal?: AbortSignal;
  readonly onBytes: (doneBytes: number, totalBytes: number) => void;
}

/**
 * A lock with the licences that stand in what was brought. Kinds read them; what is known already is not read again, so that it
 * costs once for each new file, and once on a laptop where a kind keeps what it read.
 */
export async function readLicences(
  lock: Lock,
  kinds: readonly BundleKind[],
  folder: string,
  { cacheFolder, signal, onBytes }: LicenceOptions,
): Promise<Lock> {
  const unread = lock.items.filter(({ licence }) => licence === UNREAD_LICENCE);
  const totalBytes = unread.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  let doneBytes = 0;
  const found = new Map<string, string>();
  for (const kind of kinds) {
    const own = unread.filter((item) => item.kind === kind.id);
    if (own.length === 0) continue;
    const licences = await kind.licences?.(own, lock.items, folder, {
      cacheFolder,
      ...(signal ? { signal } : {}),
      onBytes: (bytes) => {
        doneBytes += bytes;
        onBytes(doneBytes, totalBytes);
      },
    });
    for (const [name, licence] of licences ?? []) found.set(`${kind.id} ${name}`, licence);
  }
  if (found.size === 0) return lock;
  return {
    ...lock,
    items: lock.items.map((item) => {
      const licence = found.get(`${item.kind} ${item.name}`);
      return licence === undefined ? item : { ...item, licence };
    }),
  };
}
