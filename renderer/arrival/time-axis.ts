/** A stretch of time drawn on a width. */
export interface TimeAxis {
  readonly fromMs: number;
  readonly toMs: number;
  /** Times at which a line and a label stand. */
  readonly ticks: readonly number[];
  /** Labels need seconds. */
  readonly withSeconds: boolean;
  /** Pixels from the left; outside the stretch it is held at its ends. */
  x(ms: number): number;
}

const STEPS_S = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400];
const LABEL_PX = 78;
const SHORTEST_MS = 20_000;

/** Lays a stretch of time over `widthPx`, with as many round times as their labels leave room for. */
export function timeAxis(fromMs: number, toMs: number, widthPx: number): TimeAxis {
  const end = Math.max(toMs, fromMs + SHORTEST_MS);
  const spanMs = end - fromMs;
  const most = Math.max(1, Math.floor(widthPx / LABEL_PX));
  const stepS = STEPS_S.find((step) => spanMs / 1000 / step <= most) ?? Math.ceil(spanMs / 1000 / most);
  const stepMs = stepS * 1000;
  const ticks: number[] = [];
  for (let at = Math.ceil(fromMs / stepMs) * stepMs; at <= end; at += stepMs) ticks.push(at);
  return {
    fromMs,
    toMs: end,
    ticks,
    withSeconds: stepS < 60,
    x: (ms) => (Math.min(Math.max(ms, fromMs), end) - fromMs) * (widthPx / spanMs),
  };
}
