import type { DiagnosticCode } from '../../api/diagnostics/index.ts';
import { compareText } from './text-order.ts';
import { isTomlTable, TomlDate, type TomlValue } from './toml-document.ts';

/**
 * Reading typed values out of TOML with the habits of the vendor's decoder (serde): unknown keys are errors, an integer is a fine
 * float but never the reverse, an enum may be written as a one-key table, and a table as an array of its values in order.
 */
export type Report = (
  code: DiagnosticCode,
  path: string,
  params?: Readonly<Record<string, string | number>>,
) => undefined;

export interface Field {
  readonly name: string;
  /** Old spelling, read too. Giving both is an error. */
  readonly alias?: string;
  /** `default` differs from `optional` only where the table is written as an array: it may be missing there. */
  readonly need: 'required' | 'optional' | 'default';
}

export type Fields = ReadonlyMap<string, TomlValue>;

/** Opens a table with a closed set of keys. Undefined when it cannot be read; every problem is reported. */
export function readTable(
  value: TomlValue,
  path: string,
  fields: readonly Field[],
  report: Report,
  options: { readonly exactArray?: boolean } = {},
): Fields | undefined {
  if (Array.isArray(value)) return readPositions(value, path, fields, report, options.exactArray ?? false);
  if (!isTomlTable(value)) return report('answer.wrong-type', path, { expected: '{ … }' });
  const read = new Map<string, TomlValue>();
  let isGood = true;
  for (const [key, child] of Object.entries(value)) {
    const field = fields.find((candidate) => candidate.name === key || candidate.alias === key);
    const at = joinPath(path, key);
    if (!field) {
      report('answer.unknown-key', at, { known: fields.map((candidate) => candidate.name).join(', ') });
      isGood = false;
    } else if (read.has(field.name)) {
      report('answer.duplicate-key', at, { key: field.name, alias: field.alias ?? field.name });
      isGood = false;
    } else {
      read.set(field.name, child);
    }
  }
  for (const field of fields) {
    if (field.need !== 'required' || read.has(field.name)) continue;
    report('answer.missing-key', joinPath(path, field.name));
    isGood = false;
  }
  return isGood ? read : undefined;
}

function readPositions(
  values: readonly TomlValue[],
  path: string,
  fields: readonly Field[],
  report: Report,
  isExact: boolean,
): Fields | undefined {
  const isShort = fields.some((field, index) => index >= values.length && field.need !== 'default');
  if (isShort || (isExact && values.length > fields.length)) {
    return report('answer.wrong-type', path, { expected: '{ … }' });
  }
  return new Map(fields.slice(0, values.length).map((field, index) => [field.name, values[index] as TomlValue]));
}

export function readText(value: TomlValue | undefined, path: string, report: Report): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  return report('answer.wrong-type', path, { expected: '"…"' });
}

export function readFlag(value: TomlValue | undefined, path: string, report: Report): boolean | undefined {
  if (value === undefined || typeof value === 'boolean') return value;
  return report('answer.wrong-type', path, { expected: 'true' });
}

/** A float; TOML integers are taken too. */
export function readNumber(value: TomlValue | undefined, path: string, report: Report): number | undefined {
  if (value === undefined || typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  return report('answer.wrong-type', path, { expected: '12.5' });
}

/** An integer from 0 to the limit; floats are refused even when whole. */
export function readCount(
  value: TomlValue | undefined,
  path: string,
  limit: bigint,
  report: Report,
): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'bigint' && value >= 0n && value <= limit) return Number(value);
  return report('answer.wrong-type', path, { expected: '12' });
}

export function readTexts(value: TomlValue | undefined, path: string, report: Report): readonly string[] | undefined {
  if (value === undefined) return undefined;
  if (!Array.isArray(value)) return report('answer.wrong-type', path, { expected: '["…"]' });
  const texts = value.map((item, index) => readText(item, `${path}[${index}]`, report));
  return texts.every((text) => text !== undefined) ? (texts as readonly string[]) : undefined;
}

/** Entries in the installer's order (by key, as bytes). */
export type TextEntries = readonly (readonly [string, string])[];

export function readTextMap(value: TomlValue | undefined, path: string, report: Report): TextEntries | undefined {
  if (value === undefined) return undefined;
  // The vendor's TOML reader hands a date out as a table with this one key, so its free-form tables take one.
  if (value instanceof TomlDate) return [['$__toml_private_datetime', value.toISOString()]];
  if (!isTomlTable(value)) return report('answer.wrong-type', path, { expected: '{ … = "…" }' });
  const entries = Object.entries(value).map(
    ([key, item]) => [key, readText(item, joinPath(path, key), report)] as const,
  );
  if (entries.some(([, text]) => text === undefined)) return undefined;
  return (entries as [string, string][]).sort(([left], [right]) => compareText(left, right));
}

/** One of a closed set, as text or (`tables`) as a table with the word as its only key and an empty value. */
export function readWord<const Word extends string>(
  value: TomlValue | undefined,
  path: string,
  words: readonly Word[],
  report: Report,
  options: { readonly tables?: boolean; readonly shown?: readonly string[] } = {},
): Word | undefined {
  if (value === undefined) return undefined;
  const word = typeof value === 'string' ? value : options.tables === false ? undefined : onlyKey(value);
  if (word === undefined) return report('answer.wrong-type', path, { expected: `"${words[0] ?? ''}"` });
  const known = words.find((candidate) => candidate === word);
  if (known !== undefined) return known;
  return report('answer.unknown-value', path, { value: word, allowed: (options.shown ?? words).join(', ') });
}

export function joinPath(path: string, key: string): string {
  const part = /^[A-Za-z0-9_-]+$/.test(key) ? key : JSON.stringify(key);
  return path ? `${path}.${part}` : part;
}

function onlyKey(value: TomlValue): string | undefined {
  if (!isTomlTable(value)) return undefined;
  const entries = Object.entries(value);
  const [first] = entries;
  if (entries.length !== 1 || !first || typeof first[1] !== 'object' || first[1] instanceof TomlDate) return undefined;
  return Object.keys(first[1]).length === 0 ? first[0] : undefined;
}
