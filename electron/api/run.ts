import { z } from 'zod';
import { NodeArrivalSchema, ProbeSchema, VisitorSchema } from './arrival.ts';
import { BundleWorkViewSchema } from './bundle.ts';
import { DiagnosticSchema } from './diagnostic.ts';
import { DrillViewSchema } from './drill.ts';
import { ChangeSchema, PlanItemSchema, TextSchema } from './plan.ts';
import { PruneSchema, SelectionSchema } from './selection.ts';

/**
 * A run is the one kind of long work: install, smoke tests, images, sticks, rehearsal. Its events are numbered from 1
 * without gaps; screen, command line, journal and report are folds over the same events. A late reader resumes with
 * `after: seq`. No event ever carries a secret.
 */
export const RUN_KINDS = [
  'apply',
  'smoke',
  'drill',
  'rehearse',
  'images',
  'flash',
  'arrive',
  'maintenance',
  'bundle',
  'stack',
  'handover',
] as const;
/** compare: what lies on the stick is proven before it is changed. */
export const STICK_PHASES = ['base-digest', 'compare', 'write', 'verify'] as const;
export const RunKindSchema = z.enum(RUN_KINDS);
export type RunKind = z.infer<typeof RunKindSchema>;

export const RunOutcomeSchema = z.enum(['done', 'failed', 'cancelled']);
export type RunOutcome = z.infer<typeof RunOutcomeSchema>;

/** passed: seen as expected. rehearsed: the same, but on the simulated site, and never called passed. */
export const CheckOutcomeSchema = z.enum(['passed', 'rehearsed', 'failed', 'not-applicable']);
export type CheckOutcome = z.infer<typeof CheckOutcomeSchema>;

export const CheckResultSchema = z
  .strictObject({
    id: z.string(),
    title: TextSchema,
    expected: TextSchema,
    outcome: CheckOutcomeSchema,
    /** What was literally seen; redacted. */
    seen: z.array(z.string()).readonly(),
    /** Why it is not applicable, in both languages. */
    reason: TextSchema.optional(),
    diagnostic: DiagnosticSchema.optional(),
    durationMs: z.number(),
  })
  .readonly();
export type CheckResult = z.infer<typeof CheckResultSchema>;

/** What was seen last of a check: by which run, and when that ended. */
export const StandingCheckSchema = z
  .strictObject({ result: CheckResultSchema, runId: z.string(), at: z.string() })
  .readonly();
export type StandingCheck = z.infer<typeof StandingCheckSchema>;

/**
 * What was asked for where it is not all of a site's work: whoever shows the run, or offers to try again, shows and offers the
 * same. What was typed for one run alone (a lock, a disk) is not in it.
 */
export const AskedSchema = z
  .strictObject({
    selection: SelectionSchema.optional(),
    prune: PruneSchema.optional(),
    maintenance: z
      .strictObject({ node: z.string(), mode: z.enum(['on', 'off']) })
      .readonly()
      .optional(),
    /** Only these smoke tests, by id. */
    checks: z.array(z.string()).optional(),
  })
  .readonly();
export type Asked = z.infer<typeof AskedSchema>;

const base = { seq: z.int().positive(), at: z.iso.datetime() };

export const RunEventSchema = z.discriminatedUnion('type', [
  z.strictObject({
    ...base,
    type: z.literal('run-started'),
    runId: z.string(),
    kind: RunKindSchema,
    siteId: z.string(),
    rehearsed: z.boolean(),
    appVersion: z.string(),
    by: z.string(),
    planFingerprint: z.string().optional(),
    asked: AskedSchema.optional(),
  }),
  z.strictObject({ ...base, type: z.literal('plan'), items: z.array(PlanItemSchema) }),
  /** `hosts`: those that it may change; absent where it changes none (a stick is written). */
  z.strictObject({
    ...base,
    type: z.literal('step-started'),
    itemId: z.string(),
    hosts: z.array(z.string()).optional(),
  }),
  z.strictObject({
    ...base,
    type: z.literal('step-finished'),
    itemId: z.string(),
    outcome: z.enum(['changed', 'unchanged', 'failed', 'skipped', 'cancelled']),
    changes: z.array(ChangeSchema),
    durationMs: z.number(),
    diagnostic: DiagnosticSchema.optional(),
    /** What may be done about a failure: apply again, or apply again with the item in `selection.skip`. */
    offers: z.array(z.enum(['retry', 'skip'])).optional(),
  }),
  /** A command that went out (secrets as ***), a line that came back, or a sentence of ours. */
  z.strictObject({
    ...base,
    type: z.literal('log'),
    host: z.string(),
    itemId: z.string().optional(),
    level: z.enum(['look', 'change', 'out', 'err', 'note']),
    text: z.string(),
  }),
  z.strictObject({
    ...base,
    type: z.literal('progress'),
    itemId: z.string(),
    done: z.number(),
    total: z.number(),
    unit: z.enum(['bytes', 'steps']),
    bytesPerSecond: z.number().optional(),
    /** Of writing sticks: what is being done, for a screen that draws it; `text` says the same. */
    phase: z.enum(STICK_PHASES).optional(),
    text: TextSchema.optional(),
  }),
  /** Of a run that asks only some of the smoke tests again: how all of them stood before it. */
  z.strictObject({ ...base, type: z.literal('checks-standing'), checks: z.array(StandingCheckSchema) }),
  z.strictObject({ ...base, type: z.literal('check-started'), checkId: z.string(), title: TextSchema }),
  z.strictObject({ ...base, type: z.literal('check-finished'), result: CheckResultSchema }),
  z.strictObject({ ...base, type: z.literal('diagnostic'), diagnostic: DiagnosticSchema }),
  /** A drill, whole, whenever something about it changed. */
  z.strictObject({ ...base, type: z.literal('drill'), drill: DrillViewSchema }),
  /** Work on a bundle, whole, whenever something about it changed. */
  z.strictObject({ ...base, type: z.literal('bundle'), bundle: BundleWorkViewSchema }),
  /** A machine on its way, whole, whenever something about it changed. */
  z.strictObject({ ...base, type: z.literal('arrival'), node: NodeArrivalSchema }),
  /** One round of looking at the ports of all machines. */
  z.strictObject({ ...base, type: z.literal('probes'), probes: z.array(ProbeSchema) }),
  z.strictObject({ ...base, type: z.literal('visitor'), visitor: VisitorSchema }),
  z.strictObject({
    ...base,
    type: z.literal('run-finished'),
    outcome: RunOutcomeSchema,
    changed: z.int(),
    unchanged: z.int(),
    failed: z.int(),
    durationMs: z.number(),
  }),
]);
export type RunEvent = z.infer<typeof RunEventSchema>;
/** An event before the run numbered and dated it. */
export type RunEventBody = RunEvent extends infer E ? (E extends RunEvent ? Omit<E, 'seq' | 'at'> : never) : never;

/** after-step: the running step ends, nothing new begins. now: the remote process is ended too. */
export const StopModeSchema = z.enum(['after-step', 'now']);
export type StopMode = z.infer<typeof StopModeSchema>;

export const RunSummarySchema = z
  .strictObject({
    runId: z.string(),
    kind: RunKindSchema,
    siteId: z.string(),
    rehearsed: z.boolean(),
    startedAt: z.string(),
    finishedAt: z.string().optional(),
    outcome: z.union([RunOutcomeSchema, z.literal('running'), z.literal('interrupted')]),
  })
  .readonly();
export type RunSummary = z.infer<typeof RunSummarySchema>;
