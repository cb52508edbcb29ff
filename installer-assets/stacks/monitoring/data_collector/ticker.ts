import { setTimeout as pause } from 'node:timers/promises';

/** Milliseconds until the clock shows the next whole multiple of the period. */
export function untilNextTick(nowMs: number, sinceLastMs: number, periodMs: number): number {
  const wait = periodMs - (((nowMs % periodMs) + periodMs) % periodMs);
  // a timer may end early by a millisecond, and a clock may be set: never two within half a period
  return sinceLastMs + wait < periodMs / 2 ? wait + periodMs : wait;
}

/**
 * Does something at each whole multiple of the period (12:00:00, 12:00:15, ...), one turn at a time: a turn that takes longer
 * costs the ticks that it covers. Waiting is monotonic: a clock that is set makes one gap of half to one and a half periods.
 */
export async function everyTick(
  periodMs: number,
  signal: AbortSignal,
  turn: () => Promise<void>,
  clocks: { readonly now: () => number; readonly monotonic: () => number } = {
    now: () => Date.now(),
    monotonic: () => performance.now(),
  },
): Promise<void> {
  let last = clocks.monotonic() - periodMs;
  while (!signal.aborted) {
    last = clocks.monotonic();
    await turn();
    if (signal.aborted) return;
    const waitMs = untilNextTick(clocks.now(), clocks.monotonic() - last, periodMs);
    await pause(waitMs, undefined, { signal }).catch(() => undefined);
  }
}
