import { setTimeout as pause } from 'node:timers/promises';
import { DatabaseDown } from '../db/database.ts';
import { type Log, reasonOf } from './log.ts';

export interface Loop {
  /** Lets a turn that is under way come to its end. */
  stop(): Promise<void>;
}

/** Does something again and again, one turn at a time. A failed turn is told once, until one goes well again. */
export function startLoop(name: string, everyMs: number, log: Log, turn: () => Promise<void>): Loop {
  const stopper = new AbortController();
  let failing = false;
  const run = async (): Promise<void> => {
    while (!stopper.signal.aborted) {
      try {
        await turn();
        if (failing) log.info('work-goes-on', { work: name });
        failing = false;
      } catch (error) {
        if (!failing)
          log.error('work-failed', { work: name, reason: reasonOf(error), down: error instanceof DatabaseDown });
        failing = true;
      }
      await pause(everyMs, undefined, { signal: stopper.signal }).catch(() => undefined);
    }
  };
  const done = run();
  return {
    stop: () => {
      stopper.abort();
      return done;
    },
  };
}
