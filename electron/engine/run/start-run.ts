import { setMaxListeners } from 'node:events';
import { type Diagnostic, DiagnosticError, diagnostic } from '../../api/diagnostic.ts';
import type { Asked, RunEventBody, RunKind, RunOutcome, StopMode } from '../../api/run.ts';
import type { Clock } from '../shell/clock.ts';
import type { Journal } from './journal.ts';
import type { RunLog } from './run-log.ts';

/** What a piece of long work is given. */
export interface RunContext {
  readonly runId: string;
  readonly siteId: string;
  readonly rehearsed: boolean;
  readonly clock: Clock;
  emit(event: RunEventBody): void;
  /** Into the journal; resolves once it is on the disk. */
  record(type: string, fields?: Readonly<Record<string, unknown>>): Promise<void>;
  /** Aborts when the run is to stop now. */
  readonly signal: AbortSignal;
  /** How the run is to stop, once somebody asked. */
  stopMode(): StopMode | undefined;
  /** Ends the run after the running steps because of this; the outcome is then `failed`. */
  halt(reason: Diagnostic): void;
}

export interface WorkResult {
  readonly changed: number;
  readonly unchanged: number;
  readonly failed: number;
  /** Something was left undone because of a stop. */
  readonly cancelled: boolean;
}

export interface StartRunOptions {
  readonly runId: string;
  readonly kind: RunKind;
  readonly siteId: string;
  readonly rehearsed: boolean;
  readonly appVersion: string;
  /** The person, as the report names them. */
  readonly by: string;
  readonly planFingerprint?: string;
  /** Absent = all of the site's work. */
  readonly asked?: Asked;
  readonly log: RunLog;
  readonly journal: Journal;
  readonly clock: Clock;
  /** Throws DiagnosticError where it cannot go on at all. */
  readonly work: (run: RunContext) => Promise<WorkResult>;
}

export interface RunResult extends WorkResult {
  readonly outcome: RunOutcome;
  readonly diagnostics: readonly Diagnostic[];
  readonly journalHead: string;
  readonly durationMs: number;
}

export interface ActiveRun {
  readonly runId: string;
  /** after-step: what is running ends. now: remote processes are ended too. A second call may only hurry. */
  stop(mode: StopMode): void;
  /** Never rejects. */
  readonly finished: Promise<RunResult>;
}

/** Starts a run: its first and last event, its journal, and the two ways to stop. The log and the journal stay open. */
export function startRun(options: StartRunOptions): ActiveRun {
  const { log, journal, clock, runId, kind, siteId, rehearsed, appVersion, by } = options;
  const stopper = new AbortController();
  setMaxListeners(0, stopper.signal); // one for each host that is looked at and each item at work
  let mode: StopMode | undefined;
  const halts: Diagnostic[] = [];
  const startedAt = clock.now();
  let hasFinished = false;

  const context: RunContext = {
    runId,
    siteId,
    rehearsed,
    clock,
    emit: (event) => void log.emit(event),
    record: (type, fields) => journal.append(type, fields),
    signal: stopper.signal,
    stopMode: () => mode ?? (halts.length > 0 ? 'after-step' : undefined),
    halt(reason) {
      if (halts.some((known) => JSON.stringify(known) === JSON.stringify(reason))) return;
      halts.push(reason);
      log.emit({ type: 'diagnostic', diagnostic: reason });
    },
  };

  const run = async (): Promise<RunResult> => {
    const about = {
      runId,
      kind,
      siteId,
      rehearsed,
      appVersion,
      by,
      ...(options.planFingerprint ? { planFingerprint: options.planFingerprint } : {}),
      ...(options.asked ? { asked: options.asked } : {}),
    };
    log.emit({ type: 'run-started', ...about });
    const diagnostics: Diagnostic[] = [];
    let result: WorkResult = { changed: 0, unchanged: 0, failed: 0, cancelled: false };
    let hasFailed = false;
    try {
      if (journal.mended) log.emit({ type: 'diagnostic', diagnostic: journal.mended });
      await journal.append('run-started', about);
      result = await options.work(context);
    } catch (error) {
      hasFailed = !stopper.signal.aborted;
      result = { ...result, cancelled: stopper.signal.aborted };
      diagnostics.push(...asDiagnostics(error, runId));
      for (const entry of diagnostics) log.emit({ type: 'diagnostic', diagnostic: entry });
    }
    diagnostics.push(...halts);
    let outcome: RunOutcome =
      hasFailed || halts.length > 0 || result.failed > 0 ? 'failed' : result.cancelled ? 'cancelled' : 'done';
    const durationMs = clock.now() - startedAt;
    const { changed, unchanged, failed } = result;
    const numbers = { changed, unchanged, failed, durationMs };
    hasFinished = true;
    try {
      await journal.append('run-finished', { outcome, ...numbers, diagnostics });
    } catch (error) {
      outcome = 'failed'; // its evidence has no end
      for (const entry of asDiagnostics(error, runId)) {
        if (diagnostics.some((told) => told.code === entry.code)) continue; // the same journal, once more
        diagnostics.push(entry);
        log.emit({ type: 'diagnostic', diagnostic: entry });
      }
    }
    log.emit({ type: 'run-finished', outcome, ...numbers });
    return { ...result, outcome, diagnostics, journalHead: journal.head(), durationMs };
  };

  return {
    runId,
    stop(wanted) {
      if (mode === 'now' || hasFinished) return;
      mode = wanted;
      log.emit({ type: 'log', host: '', level: 'note', text: `stop asked for: ${wanted}` });
      if (wanted === 'now') stopper.abort(new Error('stopped on request'));
    },
    finished: run(),
  };
}

/** What an error says as diagnostics; one that nobody foresaw is `step.crashed`. `step` names what failed. */
export function asDiagnostics(error: unknown, step: string): readonly [Diagnostic, ...Diagnostic[]] {
  if (error instanceof DiagnosticError) return error.diagnostics;
  return [
    diagnostic('step.crashed', {
      params: { step },
      evidence: [error instanceof Error ? (error.stack ?? error.message) : String(error)],
      subject: { step },
    }),
  ];
}
