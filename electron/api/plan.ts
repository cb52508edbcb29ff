import { z } from 'zod';
import { DiagnosticSchema } from './diagnostic.ts';

/** A sentence in both languages, as data that crosses the contract. */
export const TextSchema = z.strictObject({ en: z.string(), es: z.string() }).readonly();

export const PHASES = [
  'removal',
  'preflight',
  'base',
  'cluster',
  'storage',
  'access',
  'machines',
  'availability',
  'application',
] as const;
export const PhaseSchema = z.enum(PHASES);
export type Phase = z.infer<typeof PhaseSchema>;

/** One thing that differs, in the field's words. `before` absent = it does not exist yet. Never a secret. */
export const ChangeSchema = z
  .strictObject({
    what: z.string(),
    before: z.string().optional(),
    after: z.string(),
  })
  .readonly();
export type Change = z.infer<typeof ChangeSchema>;

/** skip = already true; apply = would change; blocked = cannot; later = waits for an earlier step's result. */
export const PlanActionSchema = z.enum(['skip', 'apply', 'blocked', 'later']);

export const PlanItemSchema = z
  .strictObject({
    /** `cluster.join-node@pve-node2`; a step of the whole site has `@site`. */
    id: z.string(),
    stepId: z.string(),
    title: TextSchema,
    phase: PhaseSchema,
    /** Host it works on, or `site`. */
    target: z.string(),
    risk: z.enum(['safe', 'disruptive', 'destructive']),
    action: PlanActionSchema,
    changes: z.array(ChangeSchema).readonly(),
    /** Why it is blocked. */
    diagnostic: DiagnosticSchema.optional(),
    /** Ids of steps it waits for. */
    waitsFor: z.array(z.string()).readonly(),
    /** It may be left undone (`selection.skip`) without harm to the rest. */
    skippable: z.boolean().optional(),
    /** Somebody asked to leave it undone, or it needs what is left undone on the same target. */
    leftOut: z.boolean().optional(),
    /** It was true after an earlier run, and neither the site file nor the application explains why it is not any more. */
    drift: z.strictObject({ since: z.string(), runId: z.string() }).readonly().optional(),
  })
  .readonly();
export type PlanItem = z.infer<typeof PlanItemSchema>;

/** A step that a site has and the hosts that it works on (`site`: the site as a whole), before any machine was looked at. */
export const OutlineStepSchema = z
  .strictObject({
    stepId: z.string(),
    title: TextSchema,
    phase: PhaseSchema,
    risk: PlanItemSchema.unwrap().shape.risk,
    targets: z.array(z.string()).readonly(),
  })
  .readonly();
export type OutlineStep = z.infer<typeof OutlineStepSchema>;

/** What we make and can recognise by our mark, in the order in which it is removed. */
export const OWNABLE_KINDS = [
  'stack-instance',
  'ha-resource',
  'ha-rule',
  'ha-group',
  'replication-job',
  'backup-job',
  'machine',
  'template',
  'snippet',
  'storage',
  'api-user',
  'api-token',
  'api-role',
  'member',
  'witness',
] as const;

/** Something that carries the mark of this site and that the site file no longer names. Kept until its removal is asked for. */
export const OrphanSchema = z
  .strictObject({
    kind: z.enum(OWNABLE_KINDS),
    /** What is typed to confirm; where two orphans are called the same, `kind:name`. */
    name: z.string(),
    /** The node, or `cluster`. */
    where: z.string(),
    why: TextSchema,
    /** The name of the orphan with which it goes: only that one's name is typed. */
    partOf: z.string().optional(),
    /** Why it cannot be removed now. */
    diagnostic: DiagnosticSchema.optional(),
  })
  .readonly();
export type Orphan = z.infer<typeof OrphanSchema>;

export const PlanSchema = z
  .strictObject({
    siteId: z.string(),
    madeAt: z.string(),
    /** SHA-256 over site, assets, facts and app version; a plan whose fingerprint no longer fits is refused. */
    fingerprint: z.string(),
    items: z.array(PlanItemSchema).readonly(),
    orphans: z.array(OrphanSchema).readonly(),
    diagnostics: z.array(DiagnosticSchema).readonly(),
  })
  .readonly();
export type Plan = z.infer<typeof PlanSchema>;
