import { z } from 'zod';

/** ISO 8601 in UTC: `2026-11-21T05:00:00.000Z`. */
export const TimeSchema = z.iso.datetime();

/** A name as Proxmox gives it; control characters never come from there. */
export const NameSchema = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u);

/** What a person typed, or a file's text: no NUL and no half of a character, which no database takes. */
export const TypedSchema = z.string().regex(/^[^\0\p{Cs}]*$/u);

/** A sentence or a status text of somebody else; cut where it is longer, and freed of what no database takes. */
export const RemarkSchema = z.string().transform((text) => text.slice(0, 500).replace(/[\0\p{Cs}]/gu, '\ufffd'));

/** A number of bytes; unknown is null and never 0. */
export const BytesSchema = z
  .number()
  .min(0)
  .max(Number.MAX_SAFE_INTEGER)
  .transform(Math.round)
  .nullable()
  .default(null);

/** A number of something a second; unknown is null. */
export const RateSchema = z.number().min(0).max(1e15).nullable().default(null);
