import { z } from 'zod';
import { NameSchema, TimeSchema, TypedSchema } from './text.ts';

export const ALERT_RULES = [
  'node-down',
  'quorum-lost',
  'replication-old',
  'disk-full',
  'backup-missing',
  'collector-silent',
] as const;
export type AlertRule = (typeof ALERT_RULES)[number];

export const SEVERITIES = ['warning', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

export const AlertSchema = z.object({
  id: z.int().positive(),
  rule: z.enum(ALERT_RULES),
  /** What it is about: `node/pve-node1`, `replication/100-0`, `cluster`, `collector`. */
  subject: z.string(),
  severity: z.enum(SEVERITIES),
  /** What fills the sentence of the rule; numbers in the unit of their name. */
  params: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  openedAt: TimeSchema,
  /** null: it still holds. */
  closedAt: TimeSchema.nullable(),
  acknowledged: z.object({ at: TimeSchema, by: NameSchema, note: z.string() }).nullable(),
});
export type Alert = z.infer<typeof AlertSchema>;

/** `GET /api/alerts?state=open|all&before=ID&limit=N`, newest first. */
export const AlertsQuestionSchema = z.object({
  state: z.enum(['open', 'all']).default('open'),
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export const AlertsAnswerSchema = z.object({ now: TimeSchema, alerts: z.array(AlertSchema) });
export type AlertsAnswer = z.infer<typeof AlertsAnswerSchema>;

/** `POST /api/alerts/ID/acknowledge`. */
export const AcknowledgeSchema = z.object({ note: TypedSchema.max(500).default('') });
