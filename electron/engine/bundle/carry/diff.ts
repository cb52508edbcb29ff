import type { BundleDiff, BundleMove } from '../../../api/bundle.ts';
import { filesOf, itemKey, type Lock, type LockedFile, type LockItem } from '../lock/lock.ts';

/** What differs between the items of two locks, by kind and name. */
export function movesBetween(before: Lock, after: Lock): BundleMove[] {
  const old = new Map(before.items.map((item) => [itemKey(item), item]));
  const young = new Map(after.items.map((item) => [itemKey(item), item]));
  const keys = [...new Set([...old.keys(), ...young.keys()])].sort();
  return keys.flatMap((key) => {
    const was = old.get(key);
    const is = young.get(key);
    const shown = is ?? was;
    if (!shown || (was && is && was.digest === is.digest && was.version === is.version)) return [];
    const { kind, name } = shown;
    return [
      {
        kind,
        name,
        ...(was ? { before: told(was), beforeBytes: was.sizeBytes } : {}),
        ...(is ? { after: told(is), afterBytes: is.sizeBytes } : {}),
      },
    ];
  });
}

/** Two bundles, by what their locks say of items and files. */
export function diffLocks(before: Lock, after: Lock): BundleDiff {
  const fresh = newFiles(before, after);
  return {
    moves: movesBetween(before, after),
    newFiles: fresh.length,
    newBytes: fresh.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  };
}

/** Files that the second has at a path where the first has other content, or none. */
export function newFiles(before: Lock, after: Lock): readonly LockedFile[] {
  const old = filesOf(before);
  return [...filesOf(after).values()].filter((file) => {
    const was = old.get(file.path);
    return was?.sha256 === undefined || was.sha256 !== file.sha256;
  });
}

/** A version where there is one, and enough of the digest to tell two apart. */
function told({ version, digest }: LockItem): string {
  const short = `${digest.slice(0, digest.indexOf(':') + 13)}`;
  return version === undefined ? short : `${version} (${short})`;
}
