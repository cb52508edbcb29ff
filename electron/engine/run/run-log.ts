import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { RunEvent, RunEventBody } from '../../api/run.ts';
import type { Redactor } from '../shell/redactor.ts';
import { eventOfLine } from './event-line.ts';
import { isLogLine } from './log-filter.ts';
import { openSpool } from './spool.ts';

/**
 * The events of a run, numbered from 1 without gaps, for any number of readers at any pace. All are kept in a file of
 * JSON lines (not fsynced: the journal is the evidence); the last few hundred also in memory. A reader pulls, so a
 * slow one costs nothing but its own time.
 */
export interface RunLog {
  /** Numbers, dates and redacts an event and tells every reader. */
  emit(event: RunEventBody): RunEvent;
  /** Events from `after` + 1 on, old ones first, then as they happen; ends after `run-finished`. `withoutLog`: lines of the log are passed over. */
  events(after?: number, signal?: AbortSignal, withoutLog?: boolean): AsyncGenerator<RunEvent, void, void>;
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
  /** Events held in memory; default 256: what is held while a host talks much is more than all the rest. */
  readonly memory?: number;
}

const INDEX_EVERY = 256;

/** Opens the log of a new run. */
export async function openRunLog(options: RunLogOptions): Promise<RunLog> {
  const now = options.now ?? (() => Date.now());
  const memory = options.memory ?? 256;
  await mkdir(dirname(options.path), { recursive: true });
  const spool = await openSpool(options.path);
  /** Events `firstHeld` .. `seq`. */
  const held: RunEvent[] = [];
  /** Byte offset in the file of event 1, 257, 513, ... */
  const offsets: number[] = [];
  let seq = 0;
  let bytes = 0;
  let isOver = false;
  let wake: (() => void)[] = [];

  const firstHeld = (): number => seq - held.length + 1;
  /** The lines of the file from event `at` on, as far as one block goes. */
  const linesFrom = async (at: number): Promise<readonly string[]> => {
    const block = Math.floor((at - 1) / INDEX_EVERY);
    const text = (await spool.read(offsets[block] ?? 0, offsets[block + 1] ?? bytes)).toString('utf8');
    return text.split('\n').slice((at - 1) % INDEX_EVERY, -1);
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
      if ((seq - 1) % INDEX_EVERY === 0) offsets.push(bytes);
      bytes += spool.append(`${JSON.stringify(event)}\n`);
      held.push(event);
      if (held.length >= 2 * memory) held.splice(0, held.length - memory);
      if (event.type === 'run-finished') isOver = true;
      tellAll();
      return event;
    },
    async *events(after = 0, signal, withoutLog = false) {
      let at = after + 1;
      while (!signal?.aborted) {
        if (at > seq) {
          if (isOver) return;
          await next(signal);
        } else if (at >= firstHeld()) {
          const event = held[at - firstHeld()] as RunEvent;
          at += 1;
          if (!withoutLog || event.type !== 'log') yield event;
        } else {
          for (const line of await linesFrom(at)) {
            at += 1;
            if (withoutLog && isLogLine(line)) continue;
            yield eventOfLine(line);
            if (signal?.aborted) return;
          }
        }
      }
    },
    lastSeq: () => seq,
    async close() {
      isOver = true;
      tellAll();
      await spool.close();
    },
  };
}
