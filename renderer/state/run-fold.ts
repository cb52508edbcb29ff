import type { Diagnostic } from '../../electron/api/diagnostic.ts';
import type { Change, PlanItem } from '../../electron/api/plan.ts';
import type { CheckResult, RunEvent, RunKind, RunOutcome } from '../../electron/api/run.ts';

export type ItemState = 'waiting' | 'running' | 'changed' | 'unchanged' | 'failed' | 'skipped' | 'cancelled';

export interface ItemProgress {
  readonly item: PlanItem;
  readonly state: ItemState;
  readonly startedAt?: string;
  readonly durationMs?: number;
  readonly changes: readonly Change[];
  readonly diagnostic?: Diagnostic;
  readonly progress?: {
    readonly done: number;
    readonly total: number;
    readonly unit: 'bytes' | 'steps';
    readonly bytesPerSecond?: number;
  };
}

export interface LogLine {
  readonly seq: number;
  readonly at: string;
  readonly host: string;
  readonly itemId?: string;
  readonly level: 'look' | 'change' | 'out' | 'err' | 'note';
  readonly text: string;
}

/** A run as the screen shows it: a pure fold over its events. */
export interface RunState {
  readonly runId: string;
  readonly kind?: RunKind;
  readonly rehearsed: boolean;
  readonly startedAt?: string;
  readonly finishedAt?: string;
  readonly outcome?: RunOutcome;
  readonly seq: number;
  readonly items: readonly ItemProgress[];
  readonly checks: readonly CheckResult[];
  readonly runningChecks: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  readonly log: readonly LogLine[];
}

/** The screen keeps the newest lines; the whole log is in the run's folder. */
const LOG_LINES_KEPT = 20_000;

export function emptyRun(runId: string): RunState {
  return { runId, rehearsed: false, seq: 0, items: [], checks: [], runningChecks: [], diagnostics: [], log: [] };
}

/** Folds a batch, so that a burst of log lines costs one new array. Events already seen are passed over. */
export function foldRun(state: RunState, events: readonly RunEvent[]): RunState {
  let next = state;
  const lines: LogLine[] = [];
  for (const event of events) {
    if (event.seq <= next.seq) continue;
    if (event.type === 'log') {
      lines.push({
        seq: event.seq,
        at: event.at,
        host: event.host,
        itemId: event.itemId,
        level: event.level,
        text: event.text,
      });
      next = { ...next, seq: event.seq };
    } else next = { ...foldOne(next, event), seq: event.seq };
  }
  if (lines.length === 0) return next;
  const log = [...next.log, ...lines];
  return { ...next, log: log.length > LOG_LINES_KEPT ? log.slice(-LOG_LINES_KEPT) : log };
}

function foldOne(state: RunState, event: Exclude<RunEvent, { type: 'log' }>): RunState {
  switch (event.type) {
    case 'run-started':
      return { ...state, kind: event.kind, rehearsed: event.rehearsed, startedAt: event.at };
    case 'plan':
      return { ...state, items: event.items.map((item) => ({ item, state: 'waiting', changes: item.changes })) };
    case 'step-started':
      return withItem(state, event.itemId, (entry) => ({ ...entry, state: 'running', startedAt: event.at }));
    case 'step-finished':
      return withItem(state, event.itemId, (entry) => ({
        ...entry,
        state: event.outcome,
        durationMs: event.durationMs,
        changes: event.changes.length > 0 ? event.changes : entry.changes,
        diagnostic: event.diagnostic,
        progress: undefined,
      }));
    case 'progress':
      return withItem(state, event.itemId, (entry) => ({
        ...entry,
        progress: { done: event.done, total: event.total, unit: event.unit, bytesPerSecond: event.bytesPerSecond },
      }));
    case 'check-started':
      return { ...state, runningChecks: [...state.runningChecks, event.checkId] };
    case 'check-finished':
      return {
        ...state,
        runningChecks: state.runningChecks.filter((id) => id !== event.result.id),
        checks: [...state.checks.filter((check) => check.id !== event.result.id), event.result],
      };
    case 'diagnostic':
      return { ...state, diagnostics: [...state.diagnostics, event.diagnostic] };
    case 'run-finished':
      return { ...state, outcome: event.outcome, finishedAt: event.at };
  }
}

function withItem(state: RunState, id: string, change: (entry: ItemProgress) => ItemProgress): RunState {
  return { ...state, items: state.items.map((entry) => (entry.item.id === id ? change(entry) : entry)) };
}
