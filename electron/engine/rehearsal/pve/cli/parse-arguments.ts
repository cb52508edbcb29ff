import { ApiError } from './api-error.ts';
import { parameterType } from './check-parameters.ts';
import type { CommandSchema } from './command-schema.ts';

export interface ParsedArguments {
  readonly values: Record<string, string>;
  readonly extra: readonly string[];
  /** "Unknown option: x" and its kin, printed before the error. */
  readonly warnings: readonly string[];
}

const FORMAT_OPTIONS: Readonly<Record<string, 'value' | 'boolean'>> = {
  'output-format': 'value',
  noborder: 'boolean',
  noheader: 'boolean',
  quiet: 'boolean',
  'human-readable': 'boolean',
};

/**
 * Reads argv the way the vendor's Getopt::Long setting does: `-x`, `--x`, `--x=v`, unique abbreviations, options and
 * positional arguments mixed, a boolean may stand alone. Throws 400 errors; warnings name unknown options.
 */
export function parseArguments(schema: CommandSchema, argv: readonly string[]): ParsedArguments {
  const values: Record<string, string> = {};
  const rest: string[] = [];
  const warnings: string[] = [];
  for (let index = 0; index < argv.length; index += 1) {
    const word = argv[index] ?? '';
    if (word === '--') {
      rest.push(...argv.slice(index + 1));
      break;
    }
    const option = /^--?([A-Za-z][^=]*)(?:=([\s\S]*))?$/.exec(word);
    if (!option) {
      rest.push(word);
      continue;
    }
    const given = option[1] ?? '';
    const name = resolveName(schema, given);
    if (name === undefined) {
      warnings.push(`Unknown option: ${given.toLowerCase()}`);
      continue;
    }
    const kind =
      schema.hasFormatOptions && FORMAT_OPTIONS[name] !== undefined
        ? FORMAT_OPTIONS[name]
        : parameterType(schema, name)?.kind;
    let value = option[2];
    if (value === undefined) {
      const next = argv[index + 1];
      const optional = kind === 'boolean' || name === 'password' || name === 'cipassword';
      if (next !== undefined && !(next.startsWith('-') && next.length > 1 && !/^-\d/.test(next) ? optional : false)) {
        if (!optional || !isPositionalInstead(schema, kind, next)) {
          value = next;
          index += 1;
        }
      }
      if (value === undefined && !optional) {
        warnings.push(`Option ${given} requires an argument`);
        continue;
      }
    }
    const text = kind === 'boolean' ? normaliseBoolean(value) : (value ?? '');
    if (text === undefined) throw new ApiError('unable to parse boolean option', { code: 400, usage: true });
    values[name] = values[name] !== undefined && isList(name) ? `${values[name]},${text}` : text;
  }
  if (warnings.length > 0)
    throw Object.assign(new ApiError('unable to parse option', { code: 400, usage: true }), { warnings });
  return { values, extra: assignPositional(schema, rest, values), warnings };
}

function resolveName(schema: CommandSchema, given: string): string | undefined {
  const positional = new Set(schema.positional.map((entry) => entry.name));
  if (!positional.has(given) && parameterType(schema, given)) return given;
  if (schema.hasFormatOptions && FORMAT_OPTIONS[given]) return given;
  const lower = given.toLowerCase();
  if (!positional.has(lower) && parameterType(schema, lower)) return lower;
  const all = [...schema.parameters.keys(), ...(schema.hasFormatOptions ? Object.keys(FORMAT_OPTIONS) : [])];
  const matches = all.filter((name) => !positional.has(name) && !name.endsWith('[n]') && name.startsWith(lower));
  return matches.length === 1 ? matches[0] : undefined;
}

/** Perl takes the next word as a boolean's value whatever it is; we do so too unless it is clearly an option. */
function isPositionalInstead(_schema: CommandSchema, kind: string | undefined, next: string): boolean {
  return kind === 'boolean' && next.startsWith('-');
}

function normaliseBoolean(value: string | undefined): string | undefined {
  if (value === undefined || value === '') return '1';
  if (/^(1|on|yes|true)$/i.test(value)) return '1';
  return /^(0|off|no|false)$/i.test(value) ? '0' : undefined;
}

const LISTS = new Set([
  'content',
  'nodes',
  'roles',
  'users',
  'tokens',
  'groups',
  'delete',
  'vms',
  'resources',
  'devices',
  'privs',
]);
function isList(name: string): boolean {
  return LISTS.has(name);
}

function assignPositional(
  schema: CommandSchema,
  words: readonly string[],
  values: Record<string, string>,
): readonly string[] {
  const rest = [...words];
  for (const entry of schema.positional) {
    if (entry.name === 'extra-args') return rest;
    const word = rest.shift();
    if (word !== undefined) values[entry.name] = word;
    else if (!entry.optional) throw new ApiError('not enough arguments', { code: 400, usage: true });
  }
  if (rest.length > 0) throw new ApiError('too many arguments', { code: 400, usage: true });
  return [];
}
