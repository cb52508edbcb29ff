import { z } from 'zod';
import { type Diagnostic, DiagnosticSchema } from '../../api/diagnostic.ts';
import { ChangeSchema, type PlanItem } from '../../api/plan.ts';
import { type CheckResult, CheckResultSchema, type RunEvent } from '../../api/run.ts';
import { type PastRun, STEP_RESULTS, type StepSide } from '../../api/run-history.ts';
import type { Site } from '../../api/site.ts';
import type { Text } from '../../api/text.ts';
import type { JournalRecord } from './journal.ts';

/** A step of a run as its journal leaves it. */
export interface RecordedStep extends StepSide {
  readonly id: string;
  readonly title: Text | undefined;
  readonly target: string;
}

/** What of a run can be compared with another one. */
export interface RunRecord {
  readonly run: PastRun;
  /** In the order in which they were planned, then begun. */
  readonly steps: readonly RecordedStep[];
  readonly checks: readonly CheckResult[];
  /** SHA-256 of what it worked with, by name. */
  readonly files: ReadonlyMap<string, string>;
  /** As the run kept it. */
  readonly site: Site | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

const FilesSchema = z.array(z.object({ name: z.string(), sha256: z.string() }));

/** The steps of a run: what the chained journal says of them; the log only gives their names. */
export function recordedSteps(
  records: readonly JournalRecord[],
  planned: readonly PlanItem[],
): readonly RecordedStep[] {
  const named = new Map(planned.map((item) => [item.id, item]));
  const sides = new Map<string, StepSide>();
  for (const record of records) {
    const { type, item } = record;
    if (type === 'plan') for (const id of plannedIds(record)) sides.set(id, { result: 'not-run', changes: [] });
    if (typeof item !== 'string') continue;
    if (type === 'step-started') sides.set(item, { result: 'interrupted', changes: [] });
    if (type === 'step-finished') sides.set(item, sideOf(record));
  }
  return [...sides].map(([id, side]) => {
    const item = named.get(id);
    return { id, title: item?.title, target: item?.target ?? id.split('@')[1] ?? 'site', ...side };
  });
}

export function recordedChecks(records: readonly JournalRecord[]): readonly CheckResult[] {
  const found = new Map<string, CheckResult>();
  for (const { type, result } of records) {
    const read = type === 'check-finished' ? CheckResultSchema.safeParse(result) : undefined;
    if (read?.success) found.set(read.data.id, read.data);
  }
  return [...found.values()];
}

/** What the run worked with; site.toml is told apart. */
export function recordedFiles(records: readonly JournalRecord[]): ReadonlyMap<string, string> {
  const used = FilesSchema.safeParse(records.find(({ type }) => type === 'used')?.digests);
  const files = used.success ? used.data.filter(({ name }) => name !== 'site.toml') : [];
  return new Map(files.map(({ name, sha256 }) => [name, sha256]));
}

/** The items of all plans that a run told. */
export function plannedItems(events: readonly RunEvent[]): readonly PlanItem[] {
  return events.flatMap((event) => (event.type === 'plan' ? event.items : []));
}

function plannedIds({ items }: JournalRecord): readonly string[] {
  return Array.isArray(items) ? items.map((item: { readonly id?: unknown }) => String(item.id)) : [];
}

function sideOf({ outcome, durationMs, changes, diagnostic }: JournalRecord): StepSide {
  const told = z.array(ChangeSchema).safeParse(changes);
  const found = DiagnosticSchema.safeParse(diagnostic);
  return {
    result: STEP_RESULTS.find((entry) => entry === outcome) ?? 'interrupted',
    ...(typeof durationMs === 'number' ? { durationMs } : {}),
    changes: told.success ? told.data : [],
    ...(found.success ? { diagnostic: found.data } : {}),
  };
}
