import type { z } from 'zod';

/** One entry of an answer, nothing known of it yet. */
export type Fields = Readonly<Record<string, unknown>>;

/** More entries than the largest cluster has: what comes after them is left. */
const MAX_ENTRIES = 20_000;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}

/** The objects of a list; whatever else is in it is left out. Not a list: none. */
export function entriesOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.slice(0, MAX_ENTRIES).filter(isFields) : [];
}

/** Proxmox gives numbers as numbers or as text. null: not there, or no number from 0 to 2^53. */
export function numberOf(value: unknown): number | null {
  const number = typeof value === 'string' && /^\d{1,20}(?:\.\d+)?$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && number >= 0 && number <= Number.MAX_SAFE_INTEGER ? number : null;
}

/** Text that is not empty, without control characters and halves of characters; numbers as text. */
export function textOf(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  const text = typeof value === 'string' ? value.replace(/[\p{Cc}\p{Cs}]+/gu, ' ') : '';
  return text === '' ? null : text;
}

/** 1, "1", true; 0, "0", "", false. */
export function flagOf(value: unknown): boolean | null {
  if (value === 1 || value === '1' || value === true) return true;
  return value === 0 || value === '0' || value === '' || value === false ? false : null;
}

/** Seconds since 1970 as a time; 0 is never. */
export function timeOf(value: unknown): string | null {
  const seconds = numberOf(value);
  return seconds === null || seconds === 0 || seconds > 1e11 ? null : new Date(seconds * 1000).toISOString();
}

/** Those that fit the schema: one bad entry never costs the others. */
export function fitting<T extends z.ZodType>(
  schema: T,
  candidates: readonly z.input<T>[],
  most = 5_000,
): readonly z.output<T>[] {
  const good: z.output<T>[] = [];
  for (const candidate of candidates) {
    if (good.length === most) break;
    const result = schema.safeParse(candidate);
    if (result.success) good.push(result.data);
  }
  return good;
}
