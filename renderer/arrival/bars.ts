import type { ArrivalPhase, NodeArrival } from '../../electron/api/arrival.ts';
import type { ProbeTick } from '../state/run-fold.ts';

/** How a stretch of a machine's way is painted: known phases, what is only expected, and silence. */
export type BarTone = 'power' | 'answer' | 'installing' | 'here' | 'expected' | 'silent';

export interface Bar {
  readonly tone: BarTone;
  readonly phase: ArrivalPhase;
  readonly fromMs: number;
  readonly toMs: number;
  /** Still going on. */
  readonly open: boolean;
}

const TONES: Readonly<Record<ArrivalPhase, BarTone | undefined>> = {
  waiting: undefined,
  powered: 'power',
  asked: 'answer',
  installing: 'installing',
  installed: 'power',
  restarting: 'power',
  ssh: 'here',
  ready: 'here',
};

/**
 * The bars of one machine, oldest first. Where it is silent, the present phase is drawn as expected up to the time it usually
 * takes and as silence from there: what is only supposed never looks like what is known.
 */
export function barsOf(node: NodeArrival, nowMs: number): readonly Bar[] {
  const bars: Bar[] = [];
  for (const { phase, from, to } of node.segments) {
    const tone = TONES[phase];
    const fromMs = Date.parse(from);
    const open = to === undefined;
    const toMs = open ? Math.max(nowMs, fromMs) : Date.parse(to);
    const silentMs = open && node.silentSince !== undefined ? Date.parse(node.silentSince) : undefined;
    if (silentMs !== undefined) {
      const until = Math.min(Math.max(silentMs, fromMs), toMs);
      if (until > fromMs) bars.push({ tone: 'expected', phase, fromMs, toMs: until, open: false });
      bars.push({ tone: 'silent', phase, fromMs: until, toMs, open: true });
    } else if (tone) {
      const before = bars.at(-1);
      // SSH and then the API as well: one stretch of being here.
      if (tone === 'here' && before?.tone === 'here') bars[bars.length - 1] = { ...before, phase, toMs, open };
      else bars.push({ tone, phase, fromMs, toMs, open });
    }
  }
  return bars;
}

export interface ProbeCell {
  readonly x: number;
  readonly width: number;
  readonly up: boolean;
}

/** Cells are a little wider than the time between two looks, so that no look too late leaves a hole. */
const WIDER = 1.2;

/**
 * The looks at one port as cells: up when it answered at any look in that time. A cell is at least `leastPx` wide, wider where
 * looks are further apart; where nobody looked for long there is none.
 */
export function probeCells(
  ticks: readonly ProbeTick[],
  answered: (tick: ProbeTick) => boolean,
  x: (ms: number) => number,
  leastPx: number,
): readonly ProbeCell[] {
  const cellPx = Math.max(leastPx, usualGap(ticks.map((tick) => x(Date.parse(tick.at)))) * WIDER);
  const cells = new Map<number, boolean>();
  for (const tick of ticks) {
    const place = Math.floor(x(Date.parse(tick.at)) / cellPx);
    cells.set(place, (cells.get(place) ?? false) || answered(tick));
  }
  return [...cells].map(([place, up]) => ({ x: place * cellPx, width: cellPx, up }));
}

/** The median distance between neighbours. */
function usualGap(places: readonly number[]): number {
  const gaps = places.slice(1).map((place, index) => place - (places[index] ?? place));
  return gaps.sort((one, other) => one - other)[Math.floor(gaps.length / 2)] ?? 0;
}

/** Where the drawing begins and ends: the first thing known, and now (or the end of the run). */
export function stretchOf(
  startedAt: string | undefined,
  nodes: readonly NodeArrival[],
  probes: Readonly<Record<string, readonly ProbeTick[]>>,
  endMs: number,
): { readonly fromMs: number; readonly toMs: number } {
  const starts = nodes.flatMap((node) => node.segments.slice(0, 1).map((segment) => Date.parse(segment.from)));
  const lasts = [
    ...nodes.flatMap((node) => node.segments.map((segment) => Date.parse(segment.to ?? segment.from))),
    ...Object.values(probes).flatMap((ticks) => ticks.slice(-1).map((tick) => Date.parse(tick.at))),
  ];
  const fromMs = Math.min(...starts, ...(startedAt ? [Date.parse(startedAt)] : []), endMs);
  return { fromMs, toMs: Math.max(endMs, ...lasts) };
}
