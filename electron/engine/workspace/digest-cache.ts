import { readFile, stat } from 'node:fs/promises';
import { z } from 'zod';
import { writeFileAtomic } from './atomic-file.ts';

const CacheSchema = z.object({
  version: z.literal(1),
  files: z.record(z.string(), z.object({ identity: z.string(), sha256: z.string().regex(/^[0-9a-f]{64}$/) })),
});
type Entries = z.infer<typeof CacheSchema>['files'];

/** Entries kept at most; those that were used last stay. */
const MOST_ENTRIES = 50_000;

/**
 * SHA-256 of files of this laptop, known as long as device, inode, size and both times of a file stay what they were. It saves
 * reading gigabytes again; it is no proof, and what verifies a bundle never asks it.
 */
export interface DigestCache {
  /** Undefined = not known. Throws where the file cannot be seen. */
  known(path: string): Promise<string | undefined>;
  /** Takes the file as it lies there now. */
  remember(path: string, sha256: string): Promise<void>;
  /** Writes it down, where anything is new. */
  save(): Promise<void>;
}

/** @param file JSON; absent = nothing is kept beyond this process. An unreadable one is an empty one. */
export async function openDigestCache(file: string | undefined): Promise<DigestCache> {
  const entries = new Map(Object.entries(await readEntries(file)));
  let isDirty = false;
  const put = (path: string, entry: Entries[string]) => {
    entries.delete(path);
    entries.set(path, entry);
  };
  return {
    async known(path) {
      const identity = await identityOf(path);
      const kept = entries.get(path);
      if (kept?.identity !== identity) return undefined;
      put(path, kept);
      return kept.sha256;
    },
    async remember(path, sha256) {
      put(path, { identity: await identityOf(path), sha256 });
      isDirty = true;
    },
    async save() {
      if (!isDirty || file === undefined) return;
      const files = Object.fromEntries([...entries].slice(-MOST_ENTRIES));
      await writeFileAtomic(file, `${JSON.stringify({ version: 1, files })}\n`, { mode: 0o600 });
      isDirty = false;
    },
  };
}

async function identityOf(path: string): Promise<string> {
  const { dev, ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
  return [dev, ino, size, mtimeNs, ctimeNs].join(' ');
}

async function readEntries(path: string | undefined): Promise<Entries> {
  if (path === undefined) return {};
  try {
    return CacheSchema.parse(JSON.parse(await readFile(path, 'utf8'))).files;
  } catch {
    return {};
  }
}
