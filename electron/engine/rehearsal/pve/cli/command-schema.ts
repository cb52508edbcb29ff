import { OPTION_TABLE_8 } from './option-table-8.ts';
import { OPTION_TABLE_9 } from './option-table-9.ts';

export type MajorVersion = 8 | 9;

export type ParameterType =
  | { readonly kind: 'boolean' }
  | { readonly kind: 'integer' | 'number'; readonly min?: number; readonly max?: number }
  | { readonly kind: 'enum'; readonly values: readonly string[] }
  | { readonly kind: 'pattern'; readonly pattern: RegExp }
  | { readonly kind: 'array' }
  | { readonly kind: 'string' };

/** What one sub-command of a tool takes, read from the tool's own help text. */
export interface CommandSchema {
  readonly name: string;
  readonly usage: string;
  readonly positional: readonly { readonly name: string; readonly optional: boolean }[];
  readonly required: readonly string[];
  /** `net[n]` stands for net0, net1, ... */
  readonly parameters: ReadonlyMap<string, ParameterType>;
  readonly hasFormatOptions: boolean;
}

const cache = new Map<string, CommandSchema>();

/** The schema of a command such as `qm disk import`; undefined where this version's tool has no such command. */
export function commandSchema(version: MajorVersion, name: string): CommandSchema | undefined {
  const key = `${version} ${name}`;
  const known = cache.get(key);
  if (known) return known;
  const line = (version === 8 ? OPTION_TABLE_8 : OPTION_TABLE_9)[name];
  if (line === undefined) return undefined;
  const schema = parseSchemaLine(name, line);
  cache.set(key, schema);
  return schema;
}

/** All commands of one tool, in the order of its help text. */
export function commandNames(version: MajorVersion, tool: string): readonly string[] {
  return Object.keys(version === 8 ? OPTION_TABLE_8 : OPTION_TABLE_9).filter((name) => name.startsWith(`${tool} `));
}

/** A schema made by hand for API methods that no tool wraps. Types use the help text's words. */
export function handMadeSchema(
  parameters: Readonly<Record<string, string>>,
  required: readonly string[] = [],
): CommandSchema {
  return {
    name: '',
    usage: '',
    positional: [],
    required,
    parameters: new Map(Object.entries(parameters).map(([name, type]) => [name, parseType(type)])),
    hasFormatOptions: false,
  };
}

function parseSchemaLine(name: string, line: string): CommandSchema {
  const [usage = '', ...options] = line.split('\t');
  const parameters = new Map<string, ParameterType>();
  for (const option of options) {
    const at = option.indexOf('=');
    if (at > 0) parameters.set(option.slice(0, at), parseType(option.slice(at + 1)));
  }
  const positional: { name: string; optional: boolean }[] = [];
  const required: string[] = [];
  for (const match of usage.matchAll(/--([a-z0-9_-]+) <[^>]*>|(\[?)[<{]<?([a-z0-9_-]+)>/gi)) {
    if (match[1]) required.push(match[1]);
    else if (match[3]) positional.push({ name: match[3], optional: match[2] === '[' });
  }
  return { name, usage, positional, required, parameters, hasFormatOptions: usage.includes('[FORMAT_OPTIONS]') };
}

function parseType(text: string): ParameterType {
  if (text === '<boolean>') return { kind: 'boolean' };
  if (text === '<array>') return { kind: 'array' };
  const number = /^<(integer|number)>(?: \((\S+) - (\S+)\))?/.exec(text);
  if (number) {
    const min = Number(number[2]);
    const max = Number(number[3]);
    return {
      kind: number[1] === 'integer' ? 'integer' : 'number',
      ...(Number.isFinite(min) ? { min } : {}),
      ...(Number.isFinite(max) ? { max } : {}),
    };
  }
  const values = /^<([^<>]*\|[^<>]*)>$/.exec(text);
  if (values?.[1]) return { kind: 'enum', values: values[1].split(' | ') };
  const perl = /^\(\?\^(i?):(.*)\)$/.exec(text);
  if (perl?.[2]) return { kind: 'pattern', pattern: new RegExp(`^(?:${perl[2]})$`, perl[1]) };
  if (text.startsWith('([A-Fa-f0-9]{2}:)')) return { kind: 'pattern', pattern: new RegExp(`^${text}$`) };
  return { kind: 'string' };
}
