import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../web/log.ts';
import type { Spool, Waiting } from './spool.ts';
import type { WebClient } from './web-client.ts';

export interface Sender {
  /** There is something new in the spool. */
  wake(): void;
  /** web refuses the token since then; undefined: it takes it. */
  readonly refusedSince: Date | undefined;
  /** Ends within `graceMs`; what is not sent by then stays in the spool. */
  stop(graceMs: number): Promise<void>;
}

export interface BackoffLimits {
  readonly firstMs: number;
  readonly mostMs: number;
}

/** Doubles from try to try, and is drawn between half of it and all of it, so that nothing comes in step. */
export function backoffMs(failures: number, { firstMs, mostMs }: BackoffLimits, random = Math.random): number {
  const full = Math.min(mostMs, firstMs * 2 ** Math.min(failures - 1, 30));
  return Math.round(full * (0.5 + random() / 2));
}

/**
 * Sends what lies in the spool, one batch at a time, and removes what web has stored. The newest goes first, so that the
 * dashboard shows the present at once; then the oldest. A batch that web itself stumbles over waits behind the others.
 */
export function startSender(
  spool: Spool,
  web: WebClient,
  log: Log,
  limits: BackoffLimits = { firstMs: 1_000, mostMs: 60_000 },
): Sender {
  const stopper = new AbortController();
  const cut = new AbortController();
  const stumbles = new Map<string, number>();
  let failures = 0;
  let newest = 0;
  let refusedSince: Date | undefined;
  let wakeUp: (() => void) | undefined;

  const next = (): Waiting | undefined => {
    const waiting = spool.waiting();
    const last = waiting.at(-1);
    if (last && last.sequence > newest) {
      newest = last.sequence;
      return last;
    }
    const stumbled = ({ batchId }: Waiting): number => stumbles.get(batchId) ?? 0;
    return waiting.find((entry) => stumbled(entry) === 0) ?? waiting.sort((a, b) => stumbled(a) - stumbled(b))[0];
  };

  /** @returns milliseconds to wait before the next */
  const sendOne = async (entry: Waiting): Promise<number> => {
    const json = await spool.read(entry);
    if (json === undefined) return spool.waiting().includes(entry) ? limits.mostMs : 0;
    const sent = await web.send(json, cut.signal);
    if (sent.what === 'stored' || sent.what === 'refused') {
      if (failures > 0) log.info('web-takes-again', { waiting: spool.waiting().length });
      failures = 0;
      refusedSince = undefined;
      stumbles.delete(entry.batchId);
      if (sent.what === 'refused') await spool.drop(entry, `refused-${sent.status}`);
      else {
        if (sent.rejected > 0) log.warn('samples-rejected', { batchId: entry.batchId, samples: sent.rejected });
        log.debug('batch-stored', { batchId: entry.batchId, duplicate: sent.duplicate });
        await spool.remove(entry);
      }
      return 0;
    }
    failures += 1;
    const afterMs = sent.what === 'later' ? Math.min(sent.afterMs, limits.mostMs) : 0;
    if (sent.what === 'later' && sent.isOwn) stumbles.set(entry.batchId, (stumbles.get(entry.batchId) ?? 0) + 1);
    if (sent.what === 'unauthorised') refusedSince ??= new Date();
    if (failures === 1 || failures % 20 === 0)
      log.warn(sent.what === 'later' ? 'web-does-not-take' : 'web-unauthorised', {
        why: sent.what === 'later' ? sent.why : `status ${sent.status}`,
        failures,
        waiting: spool.waiting().length,
      });
    return Math.max(afterMs, backoffMs(failures, limits));
  };

  const run = async (): Promise<void> => {
    while (!stopper.signal.aborted) {
      const entry = next();
      if (!entry) {
        await new Promise<void>((resolve) => {
          wakeUp = resolve;
        });
        wakeUp = undefined;
        continue;
      }
      const waitMs = await sendOne(entry);
      if (waitMs > 0) await pause(waitMs, undefined, { signal: stopper.signal }).catch(() => undefined);
    }
  };
  const done = run();
  return {
    wake: () => wakeUp?.(),
    get refusedSince() {
      return refusedSince;
    },
    async stop(graceMs) {
      // what is under way may still be answered; the last round is tried too where web takes
      const entry = failures === 0 ? spool.waiting().at(-1) : undefined;
      stopper.abort();
      wakeUp?.();
      const timer = setTimeout(() => cut.abort(), graceMs);
      await done;
      if (entry && failures === 0 && spool.waiting().includes(entry)) await sendOne(entry);
      clearTimeout(timer);
    },
  };
}
