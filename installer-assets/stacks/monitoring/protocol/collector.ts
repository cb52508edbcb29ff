import { z } from 'zod';
import { NameSchema, RemarkSchema, TimeSchema } from './text.ts';

/** Why a round of the collector, or a part of it, brought nothing. */
export const COLLECTOR_ERROR_CODES = [
  'pve-unreachable',
  'pve-certificate',
  'pve-unauthorised',
  'pve-forbidden',
  'pve-answer',
  'web-unauthorised',
] as const;

export const CollectorErrorSchema = z.object({
  at: TimeSchema,
  code: z.enum(COLLECTOR_ERROR_CODES),
  text: RemarkSchema,
});
export type CollectorError = z.infer<typeof CollectorErrorSchema>;

/** An error of a round, with the node that it was seen at; null: of the whole cluster. */
export const RoundErrorSchema = CollectorErrorSchema.extend({ node: NameSchema.nullable().default(null) });
export type RoundError = z.infer<typeof RoundErrorSchema>;

/** `POST /api/collector`. */
export const CollectorReportSchema = z.object({ error: CollectorErrorSchema.nullable() });

/** What the collector says of itself. */
export const CollectorStateSchema = z.object({
  version: NameSchema,
  startedAt: TimeSchema,
  /** Batches that web has not taken yet, this one not counted. */
  waitingBatches: z.int().min(0),
  /** Samples that found no room any more while web was away, since the start. */
  droppedSamples: z.int().min(0),
});
export type CollectorState = z.infer<typeof CollectorStateSchema>;

/** `GET /api/collector`. */
export const CollectorAnswerSchema = z.object({
  lastContactAt: TimeSchema.nullable(),
  lastError: CollectorErrorSchema.nullable(),
});
export type CollectorAnswer = z.infer<typeof CollectorAnswerSchema>;
