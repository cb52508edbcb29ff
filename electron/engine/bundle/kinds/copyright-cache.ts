import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { PackageCopyright } from '../../debs/package-licence.ts';
import { writeFileAtomic } from '../../workspace/atomic-file.ts';

/** Raised when packages are read by other rules: what is kept is read anew. */
const RULES = 1;
/** Packages kept at most; those that were asked for last stay. */
const MOST_PACKAGES = 5_000;

const CacheSchema = z.object({
  rules: z.literal(RULES),
  packages: z.record(
    z.string(),
    z.union([z.strictObject({ licence: z.string() }), z.strictObject({ sharedWith: z.string() })]),
  ),
});

/** What packages say of their licences, by the digest of the package: to read it, all of the package is unpacked. */
export interface CopyrightCache {
  known(digest: string): PackageCopyright | undefined;
  remember(digest: string, copyright: PackageCopyright): void;
  /** Writes it down, where anything is new. What cannot be written is read again another time. */
  save(): Promise<void>;
}

/** @param folder absent = nothing is kept. What cannot be read is an empty cache. */
export async function openCopyrightCache(folder: string | undefined): Promise<CopyrightCache> {
  const file = folder === undefined ? undefined : join(folder, 'copyrights.json');
  const packages = new Map(Object.entries(await read(file)));
  let isDirty = false;
  const put = (digest: string, copyright: PackageCopyright) => {
    packages.delete(digest);
    packages.set(digest, copyright);
  };
  return {
    known(digest) {
      const copyright = packages.get(digest);
      if (copyright) put(digest, copyright);
      return copyright;
    },
    remember(digest, copyright) {
      put(digest, copyright);
      isDirty = true;
    },
    async save() {
      if (!isDirty || folder === undefined || file === undefined) return;
      const kept = Object.fromEntries([...packages].slice(-MOST_PACKAGES));
      await mkdir(folder, { recursive: true })
        .then(() => writeFileAtomic(file, `${JSON.stringify({ rules: RULES, packages: kept })}\n`, { mode: 0o600 }))
        .catch(() => undefined);
      isDirty = false;
    },
  };
}

async function read(file: string | undefined): Promise<Readonly<Record<string, PackageCopyright>>> {
  if (file === undefined) return {};
  try {
    return CacheSchema.parse(JSON.parse(await readFile(file, 'utf8'))).packages;
  } catch {
    return {};
  }
}
