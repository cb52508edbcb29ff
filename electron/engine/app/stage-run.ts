import { type Diagnostic, DiagnosticError } from '../../api/diagnostic.ts';
import type { Change, Phase, PlanItem } from '../../api/plan.ts';
import type { Text } from '../../api/text.ts';
import { Rate } from '../bundle/make/rate.ts';
import { asDiagnostics, type RunContext, type WorkResult } from '../run/start-run.ts';

/** Progress is told no oftener: a screen shows no more, and a journal of events stays small. */
const TELL_EVERY_MS = 250;
/** Where nothing comes any more, that shows as well: the figures that were held back, then a rate that falls. */
const LOOK_EVERY_MS = 1000;
const MOST_CHANGES = 500;

/** How work in stages tells of itself; each stage begins and ends once, in the order of their list. */
export interface StageTeller<Stage extends string> {
  begin(stage: Stage): Promise<void>;
  /** @param changes what a stage changed; empty = it was so already. */
  end(stage: Stage, changes: readonly string[]): Promise<void>;
  progress(stage: Stage, doneBytes: number, totalBytes: number): void;
  /** Where there are no bytes to count: steps, and what is being done. */
  standing(stage: Stage, standing: { readonly done: number; readonly total: number; readonly text: Text }): void;
  warn(warning: Diagnostic): void;
}

export interface StagedWork<Stage extends string> {
  /** Before the stage in the id of an item: `bundle.fetch`. */
  readonly prefix: string;
  /** In the order in which they come. */
  readonly titles: Readonly<Record<Stage, Text>>;
  /** What is worked on: a folder, a host. */
  readonly target: string;
  /** What a change is about: `bundle`. */
  readonly what: string;
  /** Where jobs of it may run on when it is broken off: what comes after waits for them. Default none. */
  readonly hosts?: readonly string[];
  /** Under which heading the stages are shown; default `base`. */
  readonly phase?: Phase;
  /** Called now and then while a stage runs, for what is told beside its progress. */
  readonly beside?: () => void;
}

/** Work in stages as the work of a run: the stages are its items, bytes and rate are its progress. */
export async function runStages<Stage extends string>(
  context: RunContext,
  { prefix, titles, target, what, hosts = [], phase = 'base', beside }: StagedWork<Stage>,
  work: (tell: StageTeller<Stage>, isStopping: () => boolean) => Promise<{ readonly isComplete: boolean }>,
): Promise<WorkResult> {
  const idOf = (stage: Stage) => `${prefix}.${stage}`;
  const stages = Object.keys(titles) as Stage[];
  context.emit({ type: 'plan', items: stages.map((stage) => planItem(idOf(stage), titles[stage], target, phase)) });
  const counts = { changed: 0, unchanged: 0, failed: 0 };
  let running: { readonly stage: Stage; readonly startedAt: number } | undefined;
  const finish = async (
    outcome: 'changed' | 'unchanged' | 'failed' | 'cancelled',
    changes: Change[],
    found?: Diagnostic,
  ) => {
    if (!running) return;
    const { stage, startedAt } = running;
    running = undefined;
    clearInterval(looking);
    shown = undefined;
    const durationMs = context.clock.now() - startedAt;
    const told = { outcome, changes, durationMs, ...(found ? { diagnostic: found } : {}) };
    context.emit({ type: 'step-finished', itemId: idOf(stage), ...told });
    await context.record('step-finished', { item: idOf(stage), ...told });
    if (outcome !== 'cancelled') counts[outcome] += 1;
  };
  const rate = new Rate(() => context.clock.now());
  let told = { at: 0, doneBytes: 0 };
  let looking: NodeJS.Timeout | undefined;
  let shown: { readonly doneBytes: number; readonly totalBytes: number; readonly rate: number | undefined } | undefined;
  const show = (stage: Stage, doneBytes: number, totalBytes: number) => {
    const bytesPerSecond = rate.bytesPerSecond();
    told = { at: context.clock.now(), doneBytes };
    shown = { doneBytes, totalBytes, rate: bytesPerSecond };
    context.emit({
      type: 'progress',
      itemId: idOf(stage),
      done: doneBytes,
      total: totalBytes,
      unit: 'bytes',
      ...(bytesPerSecond === undefined ? {} : { bytesPerSecond }),
    });
  };
  const look = () => {
    beside?.();
    if (!running || !shown) return;
    if (told.doneBytes === shown.doneBytes && rate.bytesPerSecond() === shown.rate) return;
    show(running.stage, told.doneBytes, shown.totalBytes);
  };
  let stood = { at: 0, about: '' };
  const tell: StageTeller<Stage> = {
    begin: async (stage) => {
      running = { stage, startedAt: context.clock.now() };
      told = { at: 0, doneBytes: -1 };
      looking = setInterval(look, LOOK_EVERY_MS).unref();
      context.emit({ type: 'step-started', itemId: idOf(stage) });
      await context.record('step-started', { item: idOf(stage), hosts });
    },
    end: (_stage, changes) =>
      finish(
        changes.length === 0 ? 'unchanged' : 'changed',
        changes.slice(0, MOST_CHANGES).map((after) => ({ what, after })),
      ),
    warn: (warning) => context.emit({ type: 'diagnostic', diagnostic: warning }),
    progress: (stage, doneBytes, totalBytes) => {
      if (told.doneBytes >= 0) rate.add(doneBytes - told.doneBytes);
      const now = context.clock.now();
      const isDue = now - told.at >= TELL_EVERY_MS || doneBytes >= totalBytes;
      if (isDue) show(stage, doneBytes, totalBytes);
      else told = { at: told.at, doneBytes };
    },
    standing: (stage, { done, total, text }) => {
      const now = context.clock.now();
      const about = `${stage} ${done} ${total}`;
      if (now - stood.at < TELL_EVERY_MS && about === stood.about) return;
      stood = { at: now, about };
      context.emit({ type: 'progress', itemId: idOf(stage), done, total, unit: 'steps', text });
    },
  };
  try {
    const made = await work(tell, () => context.stopMode() !== undefined);
    if (!made.isComplete) await finish('cancelled', []);
    return { ...counts, cancelled: !made.isComplete };
  } catch (error) {
    if (context.signal.aborted) {
      await finish('cancelled', []);
      return { ...counts, cancelled: true };
    }
    const [first, ...rest] = asDiagnostics(error, running ? idOf(running.stage) : prefix);
    if (!running) throw error instanceof DiagnosticError ? error : new DiagnosticError(first, ...rest);
    await finish('failed', [], first);
    for (const diagnostic of rest) context.emit({ type: 'diagnostic', diagnostic });
    return { ...counts, cancelled: false };
  } finally {
    clearInterval(looking);
  }
}

function planItem(id: string, title: Text, target: string, phase: Phase): PlanItem {
  return {
    id,
    stepId: id,
    title,
    phase,
    target,
    risk: 'safe',
    action: 'apply',
    changes: [],
    waitsFor: [],
  };
}
