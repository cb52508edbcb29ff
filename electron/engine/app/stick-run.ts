import type { Diagnostic } from '../../api/diagnostic.ts';
import type { Change, PlanItem } from '../../api/plan.ts';
import type { STICK_PHASES } from '../../api/run.ts';
import type { Text } from '../../api/text.ts';
import { asDiagnostics, type RunContext, type WorkResult } from '../run/start-run.ts';

/** One stick or file to be written, as the run shows it. */
export interface StickItem {
  readonly id: string;
  readonly title: Text;
  /** The drive or file. */
  readonly target: string;
  readonly changes: readonly Change[];
}

export interface StickProgress {
  readonly phase: (typeof STICK_PHASES)[number];
  readonly doneBytes: number;
  readonly totalBytes: number;
  readonly bytesPerSecond?: number | undefined;
}

/** How the work tells of each stick, by its place in the list. */
export interface StickTeller {
  progress(index: number, progress: StickProgress): void;
  done(index: number, changes: readonly Change[]): Promise<void>;
  failed(index: number, diagnostics: readonly Diagnostic[]): Promise<void>;
}

/** What is done with the sticks of a run. */
export type StickWork = (signal: AbortSignal, tell: StickTeller) => Promise<void>;

const PHASES: Readonly<Record<StickProgress['phase'], Text>> = {
  'base-digest': { en: 'hashing the base', es: 'calculando el resumen de la base' },
  compare: { en: 'checking what is on it', es: 'comprobando lo que contiene' },
  write: { en: 'writing', es: 'escribiendo' },
  verify: { en: 'reading back', es: 'releyendo' },
};

/** Writing sticks as the work of a run: each stick is an item that ends by itself, whatever the others do. */
export async function runSticks(
  context: RunContext,
  items: readonly StickItem[],
  work: (teller: StickTeller) => Promise<void>,
): Promise<WorkResult> {
  context.emit({ type: 'plan', items: items.map(planItem) });
  const startedAt = context.clock.now();
  for (const item of items) {
    context.emit({ type: 'step-started', itemId: item.id });
    await context.record('step-started', { item: item.id, hosts: [] });
  }
  const outcomes = new Map<number, 'changed' | 'failed' | 'cancelled'>();
  const finish = async (
    index: number,
    outcome: 'changed' | 'failed' | 'cancelled',
    changes: readonly Change[],
    found?: Diagnostic,
  ) => {
    const item = items[index];
    if (!item || outcomes.has(index)) return;
    outcomes.set(index, outcome);
    const told = {
      outcome,
      changes: [...item.changes, ...changes],
      durationMs: context.clock.now() - startedAt,
      ...(found ? { diagnostic: found } : {}),
    };
    context.emit({ type: 'step-finished', itemId: item.id, ...told });
    await context.record('step-finished', { item: item.id, ...told });
  };
  const fail = (index: number, diagnostics: readonly Diagnostic[]) =>
    finish(index, context.signal.aborted ? 'cancelled' : 'failed', [], diagnostics[0]);
  try {
    await work({
      progress: (index, { phase, doneBytes, totalBytes, bytesPerSecond }) => {
        const item = items[index];
        if (!item || outcomes.has(index)) return;
        context.emit({
          type: 'progress',
          itemId: item.id,
          done: doneBytes,
          total: totalBytes,
          unit: 'bytes',
          bytesPerSecond,
          phase,
          text: PHASES[phase],
        });
      },
      done: (index, changes) => finish(index, 'changed', changes),
      failed: fail,
    });
  } catch (error) {
    // What stopped the work as a whole stopped every stick that was not done yet.
    for (const [index, item] of items.entries()) await fail(index, asDiagnostics(error, item.id));
  }
  const count = (wanted: string) => [...outcomes.values()].filter((outcome) => outcome === wanted).length;
  return { changed: count('changed'), unchanged: 0, failed: count('failed'), cancelled: count('cancelled') > 0 };
}

function planItem({ id, title, target, changes }: StickItem): PlanItem {
  return {
    id,
    stepId: id.split('@')[0] ?? id,
    title,
    phase: 'base',
    target,
    risk: 'destructive',
    action: 'apply',
    changes: [...changes],
    waitsFor: [],
  };
}
