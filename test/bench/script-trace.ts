/** What a Chromium's trace says of one page: work of its main thread in milliseconds of its own time, whatever else the machine does. */
export interface ScriptFigures {
  /** Scripting of each update. */
  readonly updates: readonly number[];
  readonly scriptMs: number;
  /** Style, layout and painting, as far as the main thread does them. */
  readonly drawMs: number;
  /** Tasks over 50 ms. */
  readonly longTasks: readonly number[];
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly ts: number;
  readonly dur?: number;
  /** Of the thread itself. */
  readonly tdur?: number;
  readonly pid: number;
  readonly tid: number;
}

/** Everything of which DevTools says that it is scripting; what lies in another one is counted once. */
const SCRIPT = new Set([
  'FireAnimationFrame',
  'FunctionCall',
  'EvaluateScript',
  'RunMicrotasks',
  'TimerFire',
  'EventDispatch',
  'v8.callFunction',
  'MinorGC',
  'MajorGC',
  'V8.GC_MARK_COMPACTOR',
]);
const DRAW = new Set(['UpdateLayoutTree', 'Layout', 'PrePaint', 'Paint', 'Layerize', 'Commit']);
const FRAME = 'FireAnimationFrame';
const LONG_TASK_MS = 50;

/**
 * An update is an animation frame in which events are folded and everything that is scripted until the next one: drawing it, and
 * reading what comes next. So nothing of the page's work is left out.
 */
export function scriptFigures(trace: Buffer): ScriptFigures {
  const { traceEvents } = JSON.parse(trace.toString('utf8')) as { readonly traceEvents: readonly TraceEvent[] };
  const whole = traceEvents.filter(({ ph, dur }) => ph === 'X' && dur !== undefined);
  const frames = whole.filter(({ name }) => name === FRAME);
  const main = mostOf(frames.map(({ pid, tid }) => `${pid}/${tid}`));
  const ours = whole.filter(({ pid, tid }) => `${pid}/${tid}` === main).sort((a, b) => a.ts - b.ts);
  const script = outermost(ours.filter(({ name }) => SCRIPT.has(name)));
  const starts = ours.filter(({ name }) => name === FRAME).map(({ ts }) => ts);
  return {
    updates: starts.slice(0, -1).map((from, index) => within(script, from, starts[index + 1])),
    scriptMs: within(script),
    drawMs: within(outermost(ours.filter(({ name }) => DRAW.has(name)))),
    longTasks: ours
      .filter(({ name }) => name.endsWith('RunTask'))
      .map(ownMs)
      .filter((ms) => ms > LONG_TASK_MS),
  };
}

/** @param events sorted by their beginning; those that lie in another one go */
function outermost(events: readonly TraceEvent[]): readonly TraceEvent[] {
  let end = 0;
  return events.filter(({ ts, dur = 0 }) => {
    if (ts < end) return false;
    end = ts + dur;
    return true;
  });
}

/** Of what begins in this stretch. */
function within(events: readonly TraceEvent[], from = 0, to = Number.POSITIVE_INFINITY): number {
  return events.reduce((sum, event) => (event.ts >= from && event.ts < to ? sum + ownMs(event) : sum), 0);
}

function ownMs({ dur = 0, tdur = dur }: TraceEvent): number {
  return tdur / 1000;
}

function mostOf(names: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}
