import { z } from 'zod';
import { FIGURES, PEAK_FIGURES } from './figures.ts';
import { SourceSchema } from './source.ts';
import { TimeSchema } from './text.ts';

/** How far a chart reaches, and how far apart its points are. */
export const RANGES = {
  hour: { seconds: 3_600, stepSeconds: 15 },
  day: { seconds: 86_400, stepSeconds: 60 },
  week: { seconds: 604_800, stepSeconds: 900 },
  month: { seconds: 2_678_400, stepSeconds: 3_600 },
  year: { seconds: 31_622_400, stepSeconds: 86_400 },
} as const;
export type Range = keyof typeof RANGES;
export const RangeSchema = z.enum(['hour', 'day', 'week', 'month', 'year']);

/** `GET /api/series?source=S&range=R&until=TIME`. */
export const SeriesQuestionSchema = z.object({
  source: SourceSchema,
  range: RangeSchema,
  until: TimeSchema.optional(),
});

const Column = z.array(z.number().nullable());

/** Columns as charts take them: all as long as `times`. Where nothing was measured a step is null. */
export const SeriesAnswerSchema = z.object({
  source: SourceSchema,
  range: RangeSchema,
  from: TimeSchema,
  until: TimeSchema,
  stepSeconds: z.int().positive(),
  /** Start of each step, seconds since 1970, without a hole. */
  times: z.array(z.int()),
  average: z.record(z.enum(FIGURES), Column),
  /** Highest value inside of a step; for `hour` the same as `average`. */
  peak: z.record(z.enum(PEAK_FIGURES), Column),
});
export type SeriesAnswer = z.infer<typeof SeriesAnswerSchema>;
