import { z } from 'zod';

/** look, change: a command that went out. out, err: what came back. note: a sentence of ours. */
export const LOG_LEVELS = ['look', 'change', 'out', 'err', 'note'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** So many lines cross at a time; whoever wants more asks again behind the last one. */
export const MOST_LINES = 2000;

export const LogLineSchema = z
  .strictObject({
    seq: z.int().positive(),
    at: z.string(),
    host: z.string(),
    itemId: z.string().optional(),
    level: z.enum(LOG_LEVELS),
    text: z.string(),
  })
  .readonly();
export type LogLine = z.infer<typeof LogLineSchema>;

/** Which lines of a run's log are wanted; what is absent is not asked about. */
export const LogFilterSchema = z
  .strictObject({
    itemId: z.string().max(300).optional(),
    host: z.string().max(300).optional(),
    levels: z.array(z.enum(LOG_LEVELS)).min(1).max(LOG_LEVELS.length).readonly().optional(),
  })
  .readonly();
export type LogFilter = z.infer<typeof LogFilterSchema>;

/** The end of a log as it grows. */
export const LogTailSchema = z.strictObject({
  /** Of the lines that the filter lets through, as far as the log goes. */
  total: z.int(),
  /** The newest of them, oldest first. */
  lines: z.array(LogLineSchema).readonly(),
});
export type LogTail = z.infer<typeof LogTailSchema>;

export const LogPageSchema = z.strictObject({
  lines: z.array(LogLineSchema).readonly(),
  /** Nothing lies beyond them on the side that was asked for. */
  isEnd: z.boolean(),
});
export type LogPage = z.infer<typeof LogPageSchema>;

/** Where a text was found among the lines that the filter lets through. */
export const LogMatchSchema = z.strictObject({
  count: z.int(),
  /** Absent where there is none. */
  found: z.strictObject({ seq: z.int().positive(), /** From 1. */ place: z.int().positive() }).readonly().optional(),
});
export type LogMatch = z.infer<typeof LogMatchSchema>;
