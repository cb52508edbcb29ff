import type { NodeArrival, Visitor } from '../../electron/api/arrival.ts';
import type { BundleWorkView } from '../../electron/api/bundle.ts';
import type { Diagnostic } from '../../electron/api/diagnostic.ts';
import type { DrillView } from '../../electron/api/drill.ts';
import type { Change, PlanItem } from '../../electron/api/plan.ts';
import type { Asked, CheckResult, RunEvent, RunKind, RunOutcome, STICK_PHASES } from '../../electron/api/run.ts';
import type { LogLine } from '../../electron/api/run-lines.ts';
import type { Text } from '../../electron/api/text.ts';

export type ItemState = 'waiting' | 'running' | 'changed' | 'unchanged' | 'failed' | 'skipped' | 'cancelled';

export interface ItemProgress {
  readonly item: PlanItem;
  readonly state: ItemState;
  readonly startedAt?: string;
  readonly durationMs?: number;
  readonly changes: readonly Change[];
  readonly diagnostic?: Diagnostic;
  /** What may be done about its failure. */
  readonly offers?: StepOffers;
  readonly progress?: {
    readonly done: number;
    readonly total: number;
    readonly unit: 'bytes' | 'steps';
    readonly bytesPerSecond?: number;
    /** Of writing sticks. */
    readonly phase?: (typeof STICK_PHASES)[number];
    /** What is being done, in both languages. */
    readonly text?: Text;
  };
  /** The rate over time, oldest first. */
  readonly rates: readonly RateSample[];
}

export type StepOffers = Extract<RunEvent, { type: 'step-finished' }>['offers'];

export interface RateSample {
  readonly at: string;
  readonly bytesPerSecond: number;
}

/** One look at the ports of one machine. */
export interface ProbeTick {
  readonly at: string;
  readonly up: boolean;
  readonly ssh: boolean;
  readonly api?: boolean;
  /** Of the certificate that the API showed in this look. */
  readonly apiFingerprint?: string;
}

/** A run as the screen shows it: a pure fold over its events. */
export interface RunState {
  readonly runId: string;
  readonly kind?: RunKind;
  readonly rehearsed: boolean;
  /** Absent = all of the site's work. */
  readonly asked?: Asked;
  readonly startedAt?: string;
  readonly finishedAt?: string;
  readonly outcome?: RunOutcome;
  /** Of the newest event, on the run's own clock: a rehearsal's is faster. */
  readonly lastAt?: string;
  readonly seq: number;
  readonly items: readonly ItemProgress[];
  readonly checks: readonly CheckResult[];
  readonly runningChecks: readonly string[];
  /** Of checks that this run did not ask: by id, which run did, and when. */
  readonly checksOfBefore: Readonly<Record<string, { readonly runId: string; readonly at: string }>>;
  readonly diagnostics: readonly Diagnostic[];
  readonly log: readonly LogLine[];
  /** The machines on their way, in the order in which they were first heard of. */
  readonly arrivals: readonly NodeArrival[];
  /** By host, oldest first. */
  readonly probes: Readonly<Record<string, readonly ProbeTick[]>>;
  readonly visitors: readonly Visitor[];
  /** Of a drill: as it stands now. */
  readonly drill?: DrillView;
  /** Of work on a bundle: as it stands now. */
  readonly bundle?: BundleWorkView;
}

/** Where lines are followed at all; the whole log is in the run's folder. */
const LOG_LINES_KEPT = 20_000;
/** Of each machine and each stick; when there are more, every second one goes, so that the whole course stays. */
const SAMPLES_KEPT = 720;
const VISITORS_KEPT = 200;

export function emptyRun(runId: string): RunState {
  return {
    runId,
    rehearsed: false,
    seq: 0,
    items: [],
    checks: [],
    runningChecks: [],
    checksOfBefore: {},
    diagnostics: [],
    log: [],
    arrivals: [],
    probes: {},
    visitors: [],
  };
}

/** Folds a batch, so that a burst of log lines costs one new array. Events already seen are passed over. */
export function foldRun(state: RunState, events: readonly RunEvent[]): RunState {
  let next = state;
  const lines: LogLine[] = [];
  for (const event of events) {
    if (event.seq <= next.seq) continue;
    if (event.type === 'log') {
      const { seq, at, host, itemId, level, text } = event;
      if (!repeats(lines.at(-1) ?? next.log.at(-1), event))
        lines.push({ seq, at, host, ...(itemId === undefined ? {} : { itemId }), level, text });
      next = { ...next, seq: event.seq, lastAt: event.at };
    } else next = { ...foldOne(next, event), seq: event.seq, lastAt: event.at };
  }
  if (lines.length === 0) return next;
  const log = [...next.log, ...lines];
  return { ...next, log: log.length > LOG_LINES_KEPT ? log.slice(-LOG_LINES_KEPT) : log };
}

/** A step notes what a host says while it works, for who sees notes only; here the host has just said it. */
function repeats(before: LogLine | undefined, { level, itemId, text }: Omit<LogLine, 'seq'>): boolean {
  return level === 'note' && before?.level === 'out' && before.itemId === itemId && before.text === text;
}

function foldOne(state: RunState, event: Exclude<RunEvent, { type: 'log' }>): RunState {
  switch (event.type) {
    case 'run-started':
      return {
        ...state,
        kind: event.kind,
        rehearsed: event.rehearsed,
        startedAt: event.at,
        ...(event.asked ? { asked: event.asked } : {}),
      };
    case 'plan':
      return {
        ...state,
        items: event.items.map((item) => ({ item, state: 'waiting', changes: item.changes, rates: [] })),
      };
    case 'step-started':
      return withItem(state, event.itemId, (entry) => ({ ...entry, state: 'running', startedAt: event.at }));
    case 'step-finished':
      return withItem(state, event.itemId, (entry) => ({
        ...entry,
        state: event.outcome,
        durationMs: event.durationMs,
        changes: event.changes.length > 0 ? event.changes : entry.changes,
        diagnostic: event.diagnostic,
        offers: event.offers,
        progress: undefined,
      }));
    case 'progress':
      return withItem(state, event.itemId, (entry) => ({
        ...entry,
        progress: {
          done: event.done,
          total: event.total,
          unit: event.unit,
          bytesPerSecond: event.bytesPerSecond,
          phase: event.phase,
          text: event.text,
        },
        rates:
          event.bytesPerSecond === undefined
            ? entry.rates
            : thinned([...entry.rates, { at: event.at, bytesPerSecond: event.bytesPerSecond }]),
      }));
    case 'check-started':
      return { ...state, runningChecks: [...state.runningChecks, event.checkId] };
    case 'check-finished':
      return {
        ...state,
        runningChecks: state.runningChecks.filter((id) => id !== event.result.id),
        checks: replaced(state.checks, event.result, (check) => check.id === event.result.id),
        checksOfBefore: Object.fromEntries(
          Object.entries(state.checksOfBefore).filter(([id]) => id !== event.result.id),
        ),
      };
    case 'checks-standing':
      return {
        ...state,
        checks: event.checks.map(({ result }) => result),
        checksOfBefore: Object.fromEntries(event.checks.map(({ result, runId, at }) => [result.id, { runId, at }])),
      };
    case 'diagnostic':
      return { ...state, diagnostics: [...state.diagnostics, event.diagnostic] };
    case 'arrival':
      return { ...state, arrivals: replaced(state.arrivals, event.node, (entry) => entry.host === event.node.host) };
    case 'probes': {
      const probes = { ...state.probes };
      for (const { host, ...seen } of event.probes)
        probes[host] = thinned([...(probes[host] ?? []), { at: event.at, ...seen }]);
      return { ...state, probes };
    }
    case 'visitor':
      return {
        ...state,
        visitors: replaced(state.visitors, event.visitor, (entry) => entry.id === event.visitor.id).slice(
          -VISITORS_KEPT,
        ),
      };
    case 'drill':
      return { ...state, drill: event.drill };
    case 'bundle':
      return { ...state, bundle: event.bundle };
    case 'run-finished':
      return { ...state, outcome: event.outcome, finishedAt: event.at };
  }
}

function withItem(state: RunState, id: string, change: (entry: ItemProgress) => ItemProgress): RunState {
  return { ...state, items: state.items.map((entry) => (entry.item.id === id ? change(entry) : entry)) };
}

/** The list with the entry in the place of its older self, or at the end. */
function replaced<T>(list: readonly T[], entry: T, isOlder: (other: T) => boolean): readonly T[] {
  const index = list.findIndex(isOlder);
  return index < 0 ? [...list, entry] : list.map((other, place) => (place === index ? entry : other));
}

function thinned<T>(samples: readonly T[]): readonly T[] {
  if (samples.length <= SAMPLES_KEPT) return samples;
  return samples.filter((_, index) => index % 2 === 0 || index === samples.length - 1);
}
