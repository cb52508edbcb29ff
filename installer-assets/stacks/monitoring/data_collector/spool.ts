import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Batch } from '../protocol/batch.ts';
import type { Log } from '../web/log.ts';
import { UNFINISHED, writeDurably } from './durable-file.ts';

/** A batch that web has not taken yet. */
export interface Waiting {
  readonly sequence: number;
  readonly batchId: string;
  readonly samples: number;
  readonly bytes: number;
  /** Where the disk takes nothing the batch waits in memory. */
  readonly held: Buffer | undefined;
}

export interface Spool {
  /** Keeps a batch until `remove`. On the disk for good when it returns; never throws: full, the oldest go. */
  put(batch: Batch): Promise<void>;
  /** Oldest first. */
  waiting(): Waiting[];
  /** The batch as JSON; undefined: it cannot be read now, or its file is gone or broken and it is no longer waiting. */
  read(entry: Waiting): Promise<string | undefined>;
  remove(entry: Waiting): Promise<void>;
  /** As `remove`, and its samples are counted as lost. */
  drop(entry: Waiting, why: string): Promise<void>;
  /** Samples that were lost since the start. */
  readonly droppedSamples: number;
}

const NAME = /^(\d{12})-(\d{1,6})-([0-9a-f-]{36})\.json\.gz$/;
/** Batches that wait in memory where the disk takes none: ten minutes at 15 s. */
const MOST_HELD = 40;
/** A folder with a million files is slow to read. */
const MOST_FILES = 100_000;

/**
 * Batches that wait for web, one file each. Names carry the order, the number of samples and the batch's id, so that a start
 * reads no file; what a crash left half-written is removed.
 */
export async function openSpool(folder: string, maxBytes: number, log: Log): Promise<Spool> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const entries: Waiting[] = [];
  for (const name of (await readdir(folder)).sort()) {
    const match = NAME.exec(name);
    if (match) {
      const { size } = await stat(join(folder, name));
      entries.push({
        sequence: Number(match[1]),
        samples: Number(match[2]),
        batchId: match[3] ?? '',
        bytes: size,
        held: undefined,
      });
    } else if (name.startsWith(UNFINISHED)) await rm(join(folder, name), { force: true });
  }
  let next = (entries.at(-1)?.sequence ?? 0) + 1;
  let droppedSamples = 0;
  if (entries.length > 0) log.info('spool-found', { batches: entries.length, bytes: total() });

  function total(): number {
    return entries.reduce((sum, { bytes }) => sum + bytes, 0);
  }
  const fileOf = ({ sequence, samples, batchId }: Waiting): string =>
    join(folder, `${String(sequence).padStart(12, '0')}-${samples}-${batchId}.json.gz`);

  async function remove(entry: Waiting): Promise<void> {
    const index = entries.indexOf(entry);
    if (index === -1) return;
    entries.splice(index, 1);
    if (entry.held) return;
    await rm(fileOf(entry), { force: true }).catch((error: NodeJS.ErrnoException) =>
      // it is sent once more after the next start, and web knows its id
      log.warn('spool-not-removed', { code: error.code }),
    );
  }

  async function drop(entry: Waiting, why: string): Promise<void> {
    if (!entries.includes(entry)) return;
    droppedSamples += entry.samples;
    log.warn('batch-dropped', { why, batchId: entry.batchId, samples: entry.samples, droppedSamples });
    await remove(entry);
  }

  return {
    get droppedSamples() {
      return droppedSamples;
    },
    waiting: () => [...entries],
    remove,
    drop,
    async put(batch) {
      const content = gzipSync(JSON.stringify(batch), { level: 1 });
      const entry = {
        sequence: next,
        batchId: batch.batchId,
        samples: batch.samples.length,
        bytes: content.length,
        held: undefined,
      };
      next += 1;
      for (let oldest = entries[0]; oldest && isFull(content.length); oldest = entries[0])
        await drop(oldest, 'spool-full');
      for (let attempt = 0; attempt < 3; attempt += 1) {
        try {
          await writeDurably(fileOf(entry), content);
          entries.push(entry);
          return;
        } catch (error) {
          const { code } = error as NodeJS.ErrnoException;
          log.error('spool-not-written', { code });
          const oldest = code === 'ENOSPC' || code === 'EDQUOT' ? entries.find(({ held }) => !held) : undefined;
          if (!oldest) break;
          await drop(oldest, 'disk-full');
        }
      }
      entries.push({ ...entry, held: content });
      const held = entries.filter((each) => each.held);
      const [first] = held;
      if (first && held.length > MOST_HELD) await drop(first, 'memory-full');
    },
    async read(entry) {
      const content =
        entry.held ??
        (await readFile(fileOf(entry)).catch((error: NodeJS.ErrnoException) => {
          if (error.code !== 'ENOENT') log.error('spool-not-read', { code: error.code });
          return error.code === 'ENOENT' ? Buffer.alloc(0) : undefined;
        }));
      // a disk that does not answer now may do so later
      if (!content) return undefined;
      try {
        return gunzipSync(content).toString('utf8');
      } catch {
        await drop(entry, 'file-broken');
        return undefined;
      }
    },
  };

  function isFull(more: number): boolean {
    return total() + more > maxBytes || entries.length >= MOST_FILES;
  }
}
