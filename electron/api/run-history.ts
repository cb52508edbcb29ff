import { z } from 'zod';
import { DiagnosticSchema } from './diagnostic.ts';
import { ChangeSchema, TextSchema } from './plan.ts';
import { AskedSchema, CheckOutcomeSchema, RunKindSchema, RunSummarySchema } from './run.ts';
import { SiteDifferenceSchema } from './site-carrying.ts';

/** So many runs cross at a time; whoever wants older ones asks again with `next`. */
export const MOST_RUNS = 200;

/** One run of a site as its history lists it: what its journal says at its two ends. */
export const PastRunSchema = z
  .strictObject({
    ...RunSummarySchema.unwrap().shape,
    /** Of Sitewright, that did it. */
    appVersion: z.string().optional(),
    by: z.string().optional(),
    /** Of site.toml as the run read it; absent where the run did not read it. */
    siteSha256: z.string().optional(),
    /** Absent = all of the site's work. */
    asked: AskedSchema.optional(),
    /** Counted at its end: absent where it has none. */
    changed: z.int().optional(),
    unchanged: z.int().optional(),
    failed: z.int().optional(),
    /** What it wrote down last, where it has no end: it was at work until then. */
    lastAt: z.string().optional(),
    /** The first of what it failed of as a whole; of a step or a check that failed, the run itself tells. */
    failure: DiagnosticSchema.optional(),
  })
  .readonly();
export type PastRun = z.infer<typeof PastRunSchema>;

/** Which runs are wanted; what is absent is not asked about. */
export const HistoryFilterSchema = z
  .strictObject({ kinds: z.array(RunKindSchema).min(1).readonly().optional(), rehearsed: z.boolean().optional() })
  .readonly();
export type HistoryFilter = z.infer<typeof HistoryFilterSchema>;

export const HistoryPageSchema = z
  .strictObject({
    /** Newest first. */
    runs: z.array(PastRunSchema).readonly(),
    /** Older ones are asked for with this; absent = these were the last. */
    next: z.string().optional(),
    /** Of site.toml as it is now: a run with another digest read another plan. */
    siteSha256: z.string(),
  })
  .readonly();
export type HistoryPage = z.infer<typeof HistoryPageSchema>;

/** not-run: it was planned and not come to. interrupted: it was begun, and the run broke off. */
export const STEP_RESULTS = [
  'changed',
  'unchanged',
  'failed',
  'skipped',
  'cancelled',
  'not-run',
  'interrupted',
] as const;
const StepResultSchema = z.enum(STEP_RESULTS);
export type StepResult = z.infer<typeof StepResultSchema>;

/** A step in one of two runs. */
const StepSideSchema = z
  .strictObject({
    result: StepResultSchema,
    durationMs: z.number().optional(),
    changes: z.array(ChangeSchema).readonly(),
    diagnostic: DiagnosticSchema.optional(),
  })
  .readonly();
export type StepSide = z.infer<typeof StepSideSchema>;

/** Seen from the earlier run: it went well and does not any more, the other way round, or neither. */
const TrendSchema = z.enum(['worse', 'better', 'other']);
export type Trend = z.infer<typeof TrendSchema>;

/** A step that is not the same in two runs; a side that is absent does not have it. */
export const StepDifferenceSchema = z
  .strictObject({
    id: z.string(),
    /** Absent where no log tells it. */
    title: TextSchema.optional(),
    target: z.string(),
    trend: TrendSchema,
    /** What of it differs. */
    differs: z.array(z.enum(['presence', 'result', 'changes', 'duration'])).readonly(),
    before: StepSideSchema.optional(),
    after: StepSideSchema.optional(),
  })
  .readonly();
export type StepDifference = z.infer<typeof StepDifferenceSchema>;

const CheckSideSchema = z
  .strictObject({
    outcome: CheckOutcomeSchema,
    seen: z.array(z.string()).readonly(),
    diagnostic: DiagnosticSchema.optional(),
  })
  .readonly();

export const CheckDifferenceSchema = z
  .strictObject({
    id: z.string(),
    title: TextSchema,
    trend: TrendSchema,
    before: CheckSideSchema.optional(),
    after: CheckSideSchema.optional(),
  })
  .readonly();
export type CheckDifference = z.infer<typeof CheckDifferenceSchema>;

/** Which of the two runs has something to compare at all. */
const PresentSchema = z.enum(['both', 'before', 'after', 'none']);
export type Present = z.infer<typeof PresentSchema>;

/** What two runs of a site did otherwise, from the earlier one to the later one. */
export const RunComparisonSchema = z
  .strictObject({
    before: PastRunSchema,
    after: PastRunSchema,
    steps: z
      .strictObject({
        present: PresentSchema,
        /** How many are in both and the same. */
        same: z.int(),
        /** What became worse first, then in the order of the later run. */
        differences: z.array(StepDifferenceSchema).readonly(),
      })
      .readonly(),
    checks: z
      .strictObject({ present: PresentSchema, same: z.int(), differences: z.array(CheckDifferenceSchema).readonly() })
      .readonly(),
    site: z
      .strictObject({
        /** unknown: one of them did not read it. */
        state: z.enum(['same', 'changed', 'unknown']),
        /** Absent where a run did not keep it, or what it kept cannot be read any more. */
        differences: z.array(SiteDifferenceSchema).readonly().optional(),
      })
      .readonly(),
    /** Files that both worked with, by name, as far as their SHA-256 differ or one did not have it. site.toml is not among them. */
    files: z
      .array(
        z.strictObject({ name: z.string(), before: z.string().optional(), after: z.string().optional() }).readonly(),
      )
      .readonly(),
    /** Of journals that are not whole: what is compared is what could be read of them. */
    diagnostics: z.array(DiagnosticSchema).readonly(),
  })
  .readonly();
export type RunComparison = z.infer<typeof RunComparisonSchema>;

/** Whether a comparison has found nothing to tell. What only one of the runs has at all (smoke tests, say) is no difference. */
export function isWithoutDifference({ steps, checks, site, files }: RunComparison): boolean {
  return steps.differences.length + checks.differences.length + files.length === 0 && site.state !== 'changed';
}
