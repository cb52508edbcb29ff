import { z } from 'zod';
import { CollectorStateSchema, RoundErrorSchema } from './collector.ts';
import { MAX_SAMPLES_OF_A_BATCH, SampleSchema } from './sample.ts';
import { StatesSchema } from './states.ts';
import { TimeSchema } from './text.ts';

/** `POST /api/batches`: what one round of the collector brought. Sent again with the same id until web has answered. */
export const BatchSchema = z.object({
  batchId: z.uuid(),
  /** When the round began, by the collector's clock. Its states are as of then. */
  takenAt: TimeSchema,
  samples: z.array(SampleSchema).max(MAX_SAMPLES_OF_A_BATCH),
  states: StatesSchema.optional(),
  /** What failed in this round. Empty: all was well. */
  errors: z.array(RoundErrorSchema).max(100),
  collector: CollectorStateSchema.optional(),
});
export type Batch = z.infer<typeof BatchSchema>;

export const BatchAnswerSchema = z.object({
  /** Samples that are stored now, those included that were stored before. */
  accepted: z.int().min(0),
  /** This batch had been stored already. */
  duplicate: z.boolean(),
  /** Samples whose time lies outside of what web keeps: no resend helps. */
  rejected: z.object({ tooOld: z.int().min(0), inFuture: z.int().min(0) }),
});
export type BatchAnswer = z.infer<typeof BatchAnswerSchema>;

/** More than the largest batch takes: 5,000 samples and the states of as many guests. */
export const MAX_BATCH_BYTES = 8 * 1024 * 1024;
