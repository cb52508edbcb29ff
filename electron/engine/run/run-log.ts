import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { RunEvent, RunEventBody } from '../../api/run.ts';
import type { Redactor } from '../shell/redactor.ts';
import { eventOfLine } from './event-line.ts';

/**
 * The events of a run, numbered from 1 without gaps, for any number of readers at any pace. All are kept in a file of
 * JSON lines (not fsynced: the journal is the evidence); the last few thousand also in memory. A reader pulls, so a
 * slow one costs nothing but its own time.
 */
export interface RunLog {
  /** Numbers, dates and redacts an event and tells every reader. */
  emit(event: RunEventBody): RunEvent;
  /** Events from `after` + 1 on, old ones first, then as they happen; ends after `run-finished`. */
  events(after?: number, signal?: AbortSignal): AsyncGenerator<RunEvent, void, void>;
  /** Number of the last event. */
  lastSeq(): number;
  /** Waits until all events are in the file, then closes it; readers of a run without an end stop there. */
  close(): Promise<void>;
}

export interface RunLogOptions {
  /** `runs/<id>/log.jsonl`. */
  readonly path: string;
  readonly redactor: Redactor;
  readonly now?: () => number;
  /** Events held in memory; default 4096. */
  readonly memory?: number;
}

const INDEX_EVERY = 256;

/** Opens the log of a new run. */
export async function openRunLog(options: RunLogOptions): Promise<RunLog> {
  const now = options.now ?? (() => Date.now());
  const memory = options.memory ?? 4096;
  await mkdir(dirname(options.path), { recursive: true });
  const handle = await open(options.path, 'w+');
  /** Events `firstHeld` .. `seq`; those that are not in the file yet are never dropped. */
  const held: RunEvent[] = [];
  /** Byte offset in the file of event 1, 257, 513, ... */
  const offsets: number[] = [];
  let seq = 0;
  let written = 0;
  let bytes = 0;
  let unwritten: string[] = [];
  let writing: Promise<void> | undefined;
  let isOver = false;
  let isFull = false;
  let wake: (() => void)[] = [];

  const firstHeld = (): number => seq - held.length + 1;
  const write = async (): Promise<void> => {
    while (unwritten.length > 0) {
      const batch = unwritten;
      unwritten = [];
      // A full disk stops the journal, not the screen. What does not get into the file stays in memory; nothing is written behind a
      // line that may be torn, so that the file can be read later.
      if (isFull) continue;
      try {
        await appendAll(handle, Buffer.from(batch.join('')));
      } catch {
        isFull = true;
        continue;
      }
      written += batch.length;
      const letGo = Math.min(held.length - memory, written - firstHeld() + 1);
      if (letGo > 0) held.splice(0, letGo);
    }
    writing = undefined;
  };
  const tellAll = (): void => {
    const waiting = wake;
    wake = [];
    for (const go of waiting) go();
  };
  const next = (signal: AbortSignal | undefined): Promise<void> =>
    new Promise((resolve) => {
      const go = (): void => {
        signal?.removeEventListener('abort', go);
        resolve();
      };
      wake.push(go);
      signal?.addEventListener('abort', go, { once: true });
    });

  return {
    emit(body) {
      seq += 1;
      const event = { seq, at: new Date(now()).toISOString(), ...options.redactor.value(body) } as RunEvent;
      const line = `${JSON.stringify(event)}\n`;
      if ((seq - 1) % INDEX_EVERY === 0) offsets.push(bytes);
      bytes += Buffer.byteLength(line);
      held.push(event);
      unwritten.push(line);
      writing ??= Promise.resolve().then(write);
      if (event.type === 'run-finished') isOver = true;
      tellAll();
      return event;
    },
    async *events(after = 0, signal) {
      let at = after + 1;
      while (!signal?.aborted) {
        if (at > seq) {
          if (isOver) return;
          await next(signal);
        } else if (at >= firstHeld()) {
          const event = held[at - firstHeld()] as RunEvent;
          at += 1;
          yield event;
        } else {
          for (const event of await readFrom(handle, offsets, at)) {
            at = event.seq + 1;
            yield event;
            if (signal?.aborted) return;
          }
        }
      }
    },
    lastSeq: () => seq,
    async close() {
      isOver = true;
      tellAll();
      await writing;
      await handle.close();
    },
  };
}

/** In one write where the system takes it: pieces would each wait for their turn while a site talks much. */
async function appendAll(handle: FileHandle, bytes: Buffer): Promise<void> {
  for (let done = 0; done < bytes.length; )
    done += (await handle.write(bytes, done, bytes.length - done, null)).bytesWritten;
}

/** One block of the file, from the event `at` on. */
async function readFrom(handle: FileHandle, offsets: readonly number[], at: number): Promise<readonly RunEvent[]> {
  const block = Math.floor((at - 1) / INDEX_EVERY);
  const start = offsets[block] ?? 0;
  const end = offsets[block + 1];
  const size = (end ?? (await handle.stat()).size) - start;
  const buffer = Buffer.alloc(size);
  const { bytesRead } = await handle.read(buffer, 0, size, start);
  return parseLines(buffer.toString('utf8', 0, bytesRead)).filter((event) => event.seq >= at);
}

function parseLines(text: string): readonly RunEvent[] {
  return text.split('\n').slice(0, -1).map(eventOfLine);
}
