import { type Known, known, type RawAnswer, unknown } from '../fact.ts';

/** No part of a host's answer may be larger (a site of 64 nodes stays far below it). */
export const MAX_ANSWER_CHARACTERS = 4_000_000;
export const TOO_LARGE = `the answer is larger than ${MAX_ANSWER_CHARACTERS} characters`;

/** The reason for an unknown fact: the command's own last words. */
export function whyFailed(answer: RawAnswer): string {
  const said = answer.stderr.trim() || answer.stdout.trim();
  const last = said.split('\n').at(-1) ?? '';
  return last === '' ? `exit code ${answer.code}` : `exit code ${answer.code}: ${last.slice(0, 300)}`;
}

/** Runs a parser over the output of a command that ended with 0; a throw inside becomes `unknown`. */
export function parseOutput<T>(answer: RawAnswer, parse: (stdout: string) => T): Known<T> {
  if (answer.code !== 0) return unknown(whyFailed(answer));
  return parseGuarded(answer.stdout, parse);
}

/** Parses text that may be anything; a throw inside becomes `unknown` with the reason. */
export function parseGuarded<T>(text: string, parse: (text: string) => T): Known<T> {
  if (text.length > MAX_ANSWER_CHARACTERS) return unknown(TOO_LARGE);
  try {
    return known(parse(text));
  } catch (error) {
    return unknown(error instanceof Error ? error.message : String(error));
  }
}

/** Lines without their ends, without empty ones. */
export function linesOf(text: string): readonly string[] {
  return text.split('\n').filter((line) => line.trim() !== '');
}

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** One object as `pvesh get` and the vendor's files say it in JSON. Throws where the text is something else. */
export function parseObject(text: string, what: string): JsonObject {
  return asObject(JSON.parse(text) as Json, what);
}

/** The list of objects that `pvesh get` prints in JSON, whatever its order. Throws where the text is something else. */
export function parseEntries(text: string, what: string): readonly JsonObject[] {
  return entriesOf(JSON.parse(text) as Json, what);
}

/** A list of objects. Throws where the value is something else. */
export function entriesOf(json: Json | undefined, what: string): readonly JsonObject[] {
  return asArray(json, what).map((entry) => asObject(entry, `an entry of ${what}`));
}

/** An object of a vendor's JSON, or an error that says what was there. */
export function asObject(value: Json | undefined, what: string): JsonObject {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  throw new TypeError(`${what} is not an object`);
}

/** A list of a vendor's JSON, or an error that says what was there. */
export function asArray(value: Json | undefined, what: string): readonly Json[] {
  if (Array.isArray(value)) return value as readonly Json[];
  throw new TypeError(`${what} is not a list`);
}

/** PVE's Perl writes one number now as a number, now as a string; both are read. */
export function asNumber(value: Json | undefined): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value.trim())) return Number(value);
  return undefined;
}

/** A text, or a number as one; undefined = neither. */
export function asText(value: Json | undefined): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  return undefined;
}

/** Perl truth: 1, "1", true. */
export function asFlag(value: Json | undefined): boolean {
  return value === true || value === 1 || value === '1';
}
