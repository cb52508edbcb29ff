import { z } from 'zod';
import { SourceSchema } from './source.ts';
import { BytesSchema, RateSchema, TimeSchema } from './text.ts';

/**
 * One reading of one source. A figure that Proxmox does not give is null: a storage has no processor, a guest's disk use
 * is not known from outside, a rate needs two readings.
 */
export const SampleSchema = z.object({
  takenAt: TimeSchema,
  source: SourceSchema,
  cpuRatio: z.number().min(0).max(1024).nullable().default(null),
  memoryUsedBytes: BytesSchema,
  memoryTotalBytes: BytesSchema,
  diskUsedBytes: BytesSchema,
  diskTotalBytes: BytesSchema,
  networkInBytesPerSecond: RateSchema,
  networkOutBytesPerSecond: RateSchema,
  diskReadBytesPerSecond: RateSchema,
  diskWriteBytesPerSecond: RateSchema,
});
export type Sample = z.infer<typeof SampleSchema>;

/** A sample as web gives it out. */
export const StoredSampleSchema = SampleSchema.extend({ receivedAt: TimeSchema });
export type StoredSample = z.infer<typeof StoredSampleSchema>;

export const MAX_SAMPLES_OF_A_BATCH = 5_000;

/** `POST /api/samples`, the way of version 1: without a batch's name. */
export const SamplesSchema = z.object({ samples: z.array(SampleSchema).max(MAX_SAMPLES_OF_A_BATCH) });

/** `GET /api/samples`. */
export const SamplesAnswerSchema = z.object({ now: TimeSchema, samples: z.array(StoredSampleSchema) });
export type SamplesAnswer = z.infer<typeof SamplesAnswerSchema>;
