import type { Clock } from '../shell/clock.ts';
import { SimClock } from './kernel/clock.ts';

/** Up to this speed the two processes' own clocks agree well enough. */
const SLOW_ENOUGH = 10;

const CLOSED = 'the simulated site is closed';

export interface FollowedClock extends Clock {
  close(): void;
}

/**
 * The time of a simulated site that another process serves, as that process tells it: where it has no processor its time stands
 * still, and with it every time limit of its clients. When it falls silent for good, time goes on as it did.
 * @param listen calls `onTick` with each time (epoch milliseconds) and `onEnd` once there will be no more; gives what ends it
 */
export function followClock(
  start: { readonly now: number; readonly compression: number },
  listen: (onTick: (now: number) => void, onEnd: () => void) => () => void,
): FollowedClock {
  let own: SimClock | undefined;
  let told = start.now;
  let isClosed = false;
  const waiting = new Set<() => void>();
  /** Whoever waits keeps this process alive; the other process's word alone does not. */
  let alive: NodeJS.Timeout | undefined;
  const look = (): void => {
    for (const entry of [...waiting]) entry();
  };
  const leave = (): void => {
    if (isClosed) return;
    own ??= new SimClock(told, start.compression);
    look();
  };
  const stop =
    start.compression <= SLOW_ENOUGH
      ? () => {}
      : listen((now) => {
          told = Math.max(told, now);
          look();
        }, leave);
  if (start.compression <= SLOW_ENOUGH) leave();

  return {
    now: () => own?.now() ?? told,
    wait(ms, signal) {
      if (own) return own.sleep(ms / 1000, signal);
      return new Promise((resolve, reject) => {
        if (signal?.aborted) {
          reject(signal.reason);
          return;
        }
        if (isClosed) {
          reject(new Error(CLOSED));
          return;
        }
        const due = told + ms;
        const end = (settle: () => void): void => {
          waiting.delete(check);
          if (waiting.size === 0) {
            clearInterval(alive);
            alive = undefined;
          }
          signal?.removeEventListener('abort', abort);
          settle();
        };
        const abort = (): void => end(() => reject(signal?.reason));
        const check = (): void => {
          const rest = own;
          if (isClosed) end(() => reject(new Error(CLOSED)));
          else if (rest) end(() => rest.sleep(Math.max(0, due - told) / 1000, signal).then(resolve, reject));
          else if (told >= due) end(resolve);
        };
        signal?.addEventListener('abort', abort, { once: true });
        waiting.add(check);
        alive ??= setInterval(() => {}, 60_000);
      });
    },
    close() {
      isClosed = true;
      stop();
      look();
      own?.close();
    },
  };
}
