import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from '../../workspace/atomic-file.ts';
import { sha256Of } from '../../workspace/sha256.ts';
import type { ArchiveSource } from './archive-source.ts';
import type { FetchConditions } from './fetch-port.ts';
import type { VouchedFile } from './release-file.ts';
import type { SignedText } from './signature.ts';

/** A signed file as it lies in the cache, and what its server is asked with. It is verified anew whenever it is read. */
export interface CachedRelease {
  readonly signed: SignedText;
  readonly conditions: FetchConditions;
}

/**
 * One suite's place in the cache: `ID/SUITE/InRelease` (or `Release` and `Release.gpg`) and `by-hash/DIGEST`. What cannot be
 * read there counts as absent: a cache may be emptied at any time.
 */
export interface ReleaseCache {
  /** Undefined where nothing is there, or where it came from another address. */
  read(): Promise<CachedRelease | undefined>;
  /** Keeps a signed file that was found good. */
  write(release: CachedRelease): Promise<void>;
  /** An index of exactly this content. */
  readIndex(file: VouchedFile): Promise<Uint8Array | undefined>;
  writeIndex(file: VouchedFile, data: Uint8Array): Promise<void>;
  /** Removes the indexes that are not named. */
  keepOnly(files: readonly VouchedFile[]): Promise<void>;
}

const NAMES = { inline: ['InRelease'], detached: ['Release', 'Release.gpg'] } as const;

export function releaseCache(cacheFolder: string, source: ArchiveSource): ReleaseCache {
  const folder = join(cacheFolder, source.id, source.suite);
  const indexes = join(folder, 'by-hash');
  return {
    async read() {
      const note = noteOf(await textOf(join(folder, 'asked.json')));
      if (note?.url !== source.url) return undefined;
      const [first, second] = await Promise.all(NAMES[note.form].map((name) => bytesOf(join(folder, name))));
      const { conditions } = note;
      if (note.form === 'inline') return first && { signed: { form: 'inline', message: first }, conditions };
      return first && second && { signed: { form: 'detached', text: first, signature: second }, conditions };
    },
    async write({ signed, conditions }) {
      // The note goes first and comes last: what it says is never said of other files.
      await rm(join(folder, 'asked.json'), { force: true });
      const parts = signed.form === 'inline' ? [signed.message] : [signed.text, signed.signature];
      for (const [index, name] of NAMES[signed.form].entries())
        await writeFileAtomic(join(folder, name), parts[index] ?? new Uint8Array());
      const note = { url: source.url, form: signed.form, conditions };
      await writeFileAtomic(join(folder, 'asked.json'), `${JSON.stringify(note)}\n`);
    },
    async readIndex(file) {
      const data = await bytesOf(join(indexes, file.sha256));
      return data?.length === file.sizeBytes && sha256Of(data) === file.sha256 ? data : undefined;
    },
    writeIndex: (file, data) => writeFileAtomic(join(indexes, file.sha256), data),
    async keepOnly(files) {
      const kept = new Set(files.map(({ sha256 }) => sha256));
      for (const name of await readdir(indexes).catch(() => []))
        if (!kept.has(name)) await rm(join(indexes, name), { force: true }).catch(() => undefined);
    },
  };
}

interface Note {
  readonly url: string;
  readonly form: SignedText['form'];
  readonly conditions: FetchConditions;
}

function noteOf(text: string | undefined): Note | undefined {
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    if (typeof value !== 'object' || value === null) return undefined;
    const { url, form, conditions } = value as Partial<Note>;
    const { etag, lastModified } = conditions ?? {};
    if (typeof url !== 'string' || (form !== 'inline' && form !== 'detached')) return undefined;
    return {
      url,
      form,
      conditions: {
        ...(typeof etag === 'string' ? { etag } : {}),
        ...(typeof lastModified === 'string' ? { lastModified } : {}),
      },
    };
  } catch {
    return undefined;
  }
}

async function bytesOf(path: string): Promise<Uint8Array | undefined> {
  return readFile(path).catch(() => undefined);
}

async function textOf(path: string): Promise<string | undefined> {
  return (await bytesOf(path))?.toString();
}
