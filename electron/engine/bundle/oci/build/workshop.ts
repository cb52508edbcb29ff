import { readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import { DiagnosticError } from '../../../../api/diagnostic.ts';
import { makeFolder, writeFileAtomic } from '../../../workspace/atomic-file.ts';
import { type FolderLock, lockFolder } from '../../../workspace/folder-lock.ts';
import { DescriptorSchema } from '../image-documents.ts';
import { ImageLayout } from '../layout/image-layout.ts';

/** What was not used for so long is taken away: each security update makes another layer. */
const KEPT_MS = 60 * 24 * 3_600_000;

const LOOK_EVERY_MS = 200;
/** Making all images takes minutes; a run that holds the workshop for longer than this hangs. */
const LONGEST_WAIT_MS = 30 * 60_000;

const LayerRecordSchema = z.strictObject({
  descriptor: DescriptorSchema,
  diffId: z.templateLiteral(['sha256:', z.string().regex(/^[0-9a-f]{64}$/)]),
  comment: z.string(),
  /** Of each package of it, by name, as its copyright file says. */
  licences: z.record(z.string(), z.string()),
});
/** A layer that was packed once and need not be packed again. */
export type LayerRecord = z.infer<typeof LayerRecordSchema>;

/**
 * Where images of our own are put together: a folder of this laptop's cache with packages as they came, layers that are packed
 * already, and the images in a layout. Everything in it can be made again. One run works in it at a time ({@link inWorkshop});
 * what lies there may be read meanwhile.
 */
export class Workshop {
  readonly layout: ImageLayout;
  readonly #folder: string;

  private constructor(folder: string, layout: ImageLayout) {
    this.#folder = folder;
    this.layout = layout;
  }

  /** Throws oci.layout-unreadable, workspace.not-writable. */
  static async open(folder: string): Promise<Workshop> {
    for (const each of ['debs', 'layers']) await makeFolder(join(folder, each));
    return new Workshop(folder, await ImageLayout.openOrCreate(join(folder, 'images')));
  }

  /** Takes away what was not used for long. */
  async tidy(now: Date): Promise<void> {
    for (const each of ['debs', 'layers', 'images/blobs/sha256'])
      await forgetUnused(join(this.#folder, ...each.split('/')), now);
  }

  /** Where a package lies, or will. */
  debPath(sha256: string): string {
    return join(this.#folder, 'debs', `${sha256}.deb`);
  }

  /** The layer of a name, where its content is still there. */
  async layer(key: string): Promise<LayerRecord | undefined> {
    const path = this.#layerFile(key);
    const text = await readFile(path, 'utf8').catch(() => undefined);
    if (text === undefined) return undefined;
    const record = LayerRecordSchema.safeParse(parsed(text)).data;
    if (!record || !(await this.layout.hasBlob(record.descriptor))) return undefined;
    const used = new Date();
    for (const each of [path, this.layout.blobPath(record.descriptor.digest)])
      await utimes(each, used, used).catch(() => undefined);
    return record;
  }

  async keepLayer(key: string, record: LayerRecord): Promise<void> {
    await writeFileAtomic(this.#layerFile(key), JSON.stringify(record));
  }

  #layerFile(key: string): string {
    return join(this.#folder, 'layers', `${key}.json`);
  }
}

/**
 * Works in a workshop when nobody else does: another run of this laptop is waited for, since what it makes is what this one would.
 * @throws workspace.locked, which says who holds it, after half an hour; and what opening and the work throw
 */
export async function inWorkshop<T>(
  folder: string,
  {
    now,
    signal,
    longestWaitMs = LONGEST_WAIT_MS,
  }: { readonly now: Date; readonly signal?: AbortSignal | undefined; readonly longestWaitMs?: number },
  work: (workshop: Workshop) => Promise<T>,
): Promise<T> {
  const lock = await waitForLock(folder, longestWaitMs, signal);
  try {
    const workshop = await Workshop.open(folder);
    await workshop.tidy(now);
    return await work(workshop);
  } finally {
    await lock.release();
  }
}

async function waitForLock(folder: string, longestMs: number, signal: AbortSignal | undefined): Promise<FolderLock> {
  const until = Date.now() + longestMs;
  for (;;) {
    try {
      return await lockFolder(folder, 'container images');
    } catch (error) {
      if (!(error instanceof DiagnosticError) || error.diagnostics[0].code !== 'workspace.locked') throw error;
      if (Date.now() >= until) throw error;
    }
    await setTimeout(LOOK_EVERY_MS, undefined, signal ? { signal } : {});
  }
}

async function forgetUnused(folder: string, now: Date): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined);
    if (found?.isFile() && now.getTime() - found.mtimeMs > KEPT_MS)
      await rm(path, { force: true }).catch(() => undefined);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
