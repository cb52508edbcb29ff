import { ArithmeticError, evaluateArithmetic } from './arithmetic.ts';
import { globField } from './glob.ts';
import { hasPattern, type PatternPart, patternSource } from './pattern.ts';
import { ShellError, type ShellState } from './state.ts';
import type { ListNode, Word, WordPart } from './syntax.ts';

/** Runs `$(...)` and gives its standard output. */
export type Substitute = (body: ListNode, state: ShellState) => Promise<string>;

export interface Expander {
  readonly state: ShellState;
  readonly substitute: Substitute;
  /** Lists directories for globbing. */
  readonly list: (path: string) => readonly string[] | undefined;
  readonly exists: (path: string) => boolean;
}

type Item =
  | {
      readonly text: string;
      readonly quoted: boolean;
      readonly split: boolean /** One value of "$@". */;
      readonly keep?: boolean;
    }
  | { readonly break: true };
type Field = PatternPart[];

/** Words of a command: substitution, field splitting, globbing, quote removal. */
export async function expandWords(expander: Expander, words: readonly Word[]): Promise<string[]> {
  const result: string[] = [];
  for (const word of words) {
    const items = await expandParts(expander, tilde(expander.state, word.parts, false), false);
    for (const field of splitFields(expander.state, items, word)) {
      const text = field.map((part) => part.text).join('');
      if (!expander.state.options.noglob && hasPattern(field)) {
        const found = globField(field, expander.state.cwd, expander.list, expander.exists);
        if (found.length > 0) {
          result.push(...found);
          continue;
        }
      }
      result.push(text);
    }
  }
  return result;
}

/** A word that stays one string: assignments, redirection targets, case subjects, here-documents. */
export async function expandString(expander: Expander, word: Word, isAssignment = false): Promise<string> {
  const items = await expandParts(expander, tilde(expander.state, word.parts, isAssignment), false);
  return items.map((item) => ('break' in item ? ' ' : item.text)).join('');
}

/** A word as a pattern (case items, ${x#pattern}). */
export async function expandPattern(expander: Expander, word: Word): Promise<PatternPart[]> {
  const items = await expandParts(expander, tilde(expander.state, word.parts, false), false);
  return items.map((item) =>
    'break' in item ? { text: ' ', quoted: true } : { text: item.text, quoted: item.quoted },
  );
}

async function expandParts(expander: Expander, parts: readonly WordPart[], quotedOutside: boolean): Promise<Item[]> {
  const items: Item[] = [];
  for (const part of parts) {
    if (part.type === 'literal') items.push({ text: part.text, quoted: part.quoted || quotedOutside, split: false });
    else if (part.type === 'command') {
      const output = await expander.substitute(part.body, expander.state);
      items.push({ text: output.replace(/\n+$/, ''), quoted: part.quoted || quotedOutside, split: !part.quoted });
    } else if (part.type === 'arithmetic') {
      const text = await expandString(expander, part.expression);
      items.push({ text: arithmetic(expander.state, text), quoted: part.quoted || quotedOutside, split: !part.quoted });
    } else items.push(...(await expandParameter(expander, part)));
  }
  return items;
}

/** Evaluates an arithmetic text against the shell's variables. */
export function arithmetic(state: ShellState, text: string): string {
  try {
    return evaluateArithmetic(text, {
      get: (name) => {
        const value = state.variables.get(name)?.value;
        if (value === undefined && state.options.nounset) throw new ShellError(`${name}: parameter not set`);
        return value ?? '';
      },
      set: (name, value) => setVariable(state, name, value),
    });
  } catch (error) {
    if (error instanceof ArithmeticError) throw new ShellError(error.message);
    throw error;
  }
}

export function setVariable(state: ShellState, name: string, value: string): void {
  const existing = state.variables.get(name);
  if (existing?.readonly) throw new ShellError(`${name}: is read only`);
  if (existing) existing.value = value;
  else state.variables.set(name, { value, exported: state.options.allexport, readonly: false });
}

/** The value of a parameter; undefined when it is not set. */
export function parameterValue(state: ShellState, name: string): string | undefined {
  switch (name) {
    case '?':
      return String(state.lastStatus);
    case '#':
      return String(state.positional.length);
    case '$':
      return state.variables.get('$')?.value ?? '1';
    case '!':
      return state.lastBackground === undefined ? undefined : String(state.lastBackground);
    case '-': {
      const { options } = state;
      return `${options.errexit ? 'e' : ''}${options.noglob ? 'f' : ''}${options.xtrace ? 'x' : ''}${options.nounset ? 'u' : ''}`;
    }
    case '0':
      return state.scriptName;
    case '@':
    case '*':
      return state.positional.length === 0 ? undefined : state.positional.join(ifs(state)[0] ?? '');
    default:
      if (/^\d+$/.test(name)) return state.positional[Number(name) - 1];
      return state.variables.get(name)?.value;
  }
}

function ifs(state: ShellState): string {
  return state.variables.get('IFS')?.value ?? ' \t\n';
}

async function expandParameter(
  expander: Expander,
  part: Extract<WordPart, { type: 'parameter' }>,
): Promise<readonly Item[]> {
  const { state } = expander;
  const { name, operator, colon, quoted } = part;
  const value = parameterValue(state, name);
  const plain = (text: string): readonly Item[] => [{ text, quoted, split: !quoted }];
  const isNull = value === undefined || (colon && value === '');
  switch (operator) {
    case '-':
      if (isNull) return defaultItems(expander, part);
      break;
    case '+':
      return isNull ? plain('') : defaultItems(expander, part);
    case '=':
      if (isNull) {
        const text = await expandString(expander, part.word);
        if (!/^[A-Za-z_]/.test(name)) throw new ShellError(`${name}: bad variable name`);
        setVariable(state, name, text);
        return plain(text);
      }
      break;
    case '?':
      if (isNull) {
        const text = await expandString(expander, part.word);
        throw new ShellError(`${name}: ${text !== '' ? text : `parameter ${colon ? 'not set or null' : 'not set'}`}`);
      }
      break;
    case '#len':
      checkSet(state, name, value);
      return plain(name === '@' || name === '*' ? String((value ?? '').length) : String([...(value ?? '')].length));
    case '%':
    case '%%':
    case '#':
    case '##': {
      checkSet(state, name, value);
      return plain(removePattern(value ?? '', operator, await expandPattern(expander, part.word)));
    }
    default:
      checkSet(state, name, value);
  }
  if (name === '@' && quoted) return between(state.positional, true, true);
  if ((name === '@' || name === '*') && !quoted) return between(state.positional, false, true);
  return plain(value ?? '');
}

function checkSet(state: ShellState, name: string, value: string | undefined): void {
  if (value === undefined && state.options.nounset && name !== '@' && name !== '*')
    throw new ShellError(`${name}: parameter not set`);
}

function between(values: readonly string[], quoted: boolean, split: boolean): readonly Item[] {
  return values.flatMap((text, index): Item[] => [
    ...(index > 0 ? [{ break: true as const }] : []),
    { text, quoted, split: split && !quoted, keep: quoted },
  ]);
}

async function defaultItems(
  expander: Expander,
  part: Extract<WordPart, { type: 'parameter' }>,
): Promise<readonly Item[]> {
  const items = await expandParts(expander, tilde(expander.state, part.word.parts, false), part.quoted);
  if (part.quoted) return items;
  return items.map((item) => ('break' in item || item.quoted ? item : { ...item, split: true }));
}

function removePattern(value: string, operator: '%' | '%%' | '#' | '##', pattern: readonly PatternPart[]): string {
  const expression = new RegExp(`^${patternSource(pattern)}$`, 'u');
  const lengths = [...Array(value.length + 1).keys()];
  if (operator === '##' || operator === '%%') lengths.reverse();
  for (const length of lengths) {
    const candidate = operator.startsWith('#') ? value.slice(0, length) : value.slice(value.length - length);
    if (!expression.test(candidate)) continue;
    return operator.startsWith('#') ? value.slice(length) : value.slice(0, value.length - length);
  }
  return value;
}

function tilde(state: ShellState, parts: readonly WordPart[], isAssignment: boolean): readonly WordPart[] {
  const [first, ...rest] = parts;
  if (first?.type !== 'literal' || first.quoted) return parts;
  const home = (user: string): string | undefined => {
    if (user === '') return state.variables.get('HOME')?.value;
    if (user === 'root') return '/root';
    return undefined;
  };
  const replace = (text: string): string => {
    const match = /^~([A-Za-z0-9_-]*)(?=\/|$)/.exec(text);
    const directory = match ? home(match[1] as string) : undefined;
    return match && directory !== undefined ? directory + text.slice(match[0].length) : text;
  };
  if (rest.length > 0 && !first.text.includes('/') && first.text.startsWith('~')) return parts;
  const text = isAssignment ? first.text.split(':').map(replace).join(':') : replace(first.text);
  if (text === first.text) return parts;
  return [{ type: 'literal', text, quoted: true }, ...rest];
}

/** POSIX 2.6.5: only what came out of an unquoted expansion is split; quoted pieces make a field even when empty. */
function splitFields(state: ShellState, items: readonly Item[], word: Word): readonly Field[] {
  const separators = ifs(state);
  const hasAt = word.parts.some((part) => part.type === 'parameter' && part.quoted && part.name === '@');
  const fields: Field[] = [];
  let current: Field | undefined;
  let endedByBlank = false;
  const finish = () => {
    if (current) fields.push(current);
    current = undefined;
  };
  const add = (part: PatternPart) => {
    current ??= [];
    current.push(part);
    endedByBlank = false;
  };
  for (const item of items) {
    if ('break' in item) {
      finish();
      endedByBlank = false;
      continue;
    }
    if (!item.split) {
      if (item.text === '' && (!item.quoted || (hasAt && !item.keep))) continue;
      add({ text: item.text, quoted: item.quoted });
      continue;
    }
    let plain = '';
    const flush = () => {
      if (plain !== '') add({ text: plain, quoted: false });
      plain = '';
    };
    for (const char of item.text) {
      if (!separators.includes(char)) {
        plain += char;
        continue;
      }
      flush();
      if (' \t\n'.includes(char)) {
        if (current) {
          finish();
          endedByBlank = true;
        }
      } else if (endedByBlank) endedByBlank = false;
      else {
        current ??= [];
        finish();
      }
    }
    flush();
  }
  finish();
  return fields;
}
