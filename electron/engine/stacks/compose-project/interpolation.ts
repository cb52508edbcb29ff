/** What a variable stands for: its text, or a secret, whose text is not known here. */
export type VariableValue = { readonly text: string } | 'secret';

export interface Interpolated {
  /** Undefined where a secret is part of it, or a variable has no value. */
  readonly text: string | undefined;
  /** Variables that have no value and no default. */
  readonly missing: readonly string[];
  /** Those of them without which compose refuses the whole file (`${VAR:?why}`). */
  readonly demanded: readonly string[];
}

/** A `${` that is none of compose's forms, or one too many inside of each other. */
export class InterpolationError extends Error {
  override readonly name = 'InterpolationError';
}

/** Defaults of defaults: beyond it nobody means it. */
const MOST_DEPTH = 50;

const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;

/**
 * Compose's interpolation of one text (compose-go, template): `$VAR`, `${VAR}`, `${VAR:-default}`, `${VAR-default}`, `${VAR:?why}`,
 * `${VAR?why}`, `${VAR:+other}`, `${VAR+other}`, `$$`; any other `$` is itself. Stricter in one thing: a variable without value and default is no empty text
 * but missing. Throws {@link InterpolationError}.
 */
export function interpolate(text: string, values: ReadonlyMap<string, VariableValue>): Interpolated {
  return inside(text, values, 0);
}

function inside(text: string, values: ReadonlyMap<string, VariableValue>, depth: number): Interpolated {
  if (depth > MOST_DEPTH) throw new InterpolationError(`${text.slice(0, 20)}… (${MOST_DEPTH} × ${'${'})`);
  const missing: string[] = [];
  const demanded: string[] = [];
  let isKnown = true;
  let result = '';
  let at = 0;
  const add = (part: Interpolated): void => {
    // one by one: there may be more of them than a call takes
    for (const name of part.missing) missing.push(name);
    for (const name of part.demanded) demanded.push(name);
    if (part.text === undefined) isKnown = false;
    else result += part.text;
  };
  const nameAt = (index: number): string | undefined => {
    NAME.lastIndex = index;
    return NAME.exec(text)?.[0];
  };
  while (at < text.length) {
    const dollar = text.indexOf('$', at);
    if (dollar < 0) break;
    result += text.slice(at, dollar);
    const next = text[dollar + 1];
    if (next === '$') {
      result += '$';
      at = dollar + 2;
      continue;
    }
    const name = nameAt(dollar + (next === '{' ? 2 : 1));
    // a price, a shell's $(...): compose leaves it as it is
    if (name === undefined && next !== '{') {
      result += '$';
      at = dollar + 1;
      continue;
    }
    if (name === undefined) throw new InterpolationError(text.slice(dollar, dollar + 20));
    if (next !== '{') {
      add(variable(name, values));
      at = dollar + 1 + name.length;
      continue;
    }
    const end = closing(text, dollar + 2);
    const rest = text.slice(dollar + 2 + name.length, end);
    const operator = /^:?[-?+]/.exec(rest)?.[0];
    if (rest !== '' && operator === undefined) throw new InterpolationError(text.slice(dollar, end + 1).slice(0, 40));
    add(
      operator === undefined
        ? variable(name, values)
        : applied(name, operator, rest.slice(operator.length), values, depth + 1),
    );
    at = end + 1;
  }
  result += text.slice(at);
  return { text: isKnown ? result : undefined, missing, demanded };
}

function variable(name: string, values: ReadonlyMap<string, VariableValue>): Interpolated {
  const value = values.get(name);
  if (value === undefined) return { text: undefined, missing: [name], demanded: [] };
  return { text: value === 'secret' ? undefined : value.text, missing: [], demanded: [] };
}

function applied(
  name: string,
  operator: string,
  word: string,
  values: ReadonlyMap<string, VariableValue>,
  depth: number,
): Interpolated {
  const value = values.get(name);
  const isEmpty = value !== undefined && value !== 'secret' && value.text === '';
  const isThere = value !== undefined && !(operator.startsWith(':') && isEmpty);
  if (operator.endsWith('+')) return isThere ? inside(word, values, depth) : { text: '', missing: [], demanded: [] };
  if (isThere) return variable(name, values);
  return operator.endsWith('-') ? inside(word, values, depth) : { text: undefined, missing: [name], demanded: [name] };
}

/** The brace that closes what begins before `from`; others may stand in between. */
function closing(text: string, from: number): number {
  let depth = 1;
  for (let index = from; index < text.length; index += 1) {
    if (text[index] === '{' && text[index - 1] === '$') depth += 1;
    else if (text[index] === '}') {
      depth -= 1;
      if (depth === 0) return index;
    }
  }
  throw new InterpolationError(text.slice(Math.max(0, from - 2), from + 20));
}
