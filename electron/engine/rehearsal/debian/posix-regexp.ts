import { POSIX_CLASSES } from '../kernel/posix-classes.ts';

/** A POSIX basic or extended regular expression as the source of a JavaScript one (with the u flag). */
export function posixRegExp(pattern: string, extended: boolean): string {
  let source = '';
  for (let index = 0; index < pattern.length; index += 1) {
    const char = pattern[index] as string;
    if (char === '[') {
      const set = bracket(pattern, index);
      source += set.source;
      index = set.end;
    } else if (char === '\\') {
      const next = pattern[index + 1];
      if (next === undefined) throw new SyntaxError('Trailing backslash');
      index += 1;
      if (!extended && '(){}|+?'.includes(next)) source += next === '{' || next === '}' ? next : next;
      else if (/[1-9]/.test(next)) source += `\\${next}`;
      else if ('wWsSbB'.includes(next)) source += `\\${next}`;
      else if (next === '<') source += '\\b(?=\\w)';
      else if (next === '>') source += '\\b(?<=\\w)';
      else if (next === 'n') source += '\\n';
      else if (next === 't') source += '\\t';
      else source += escapeChar(next);
    } else if (!extended && '(){}|+?'.includes(char)) source += escapeChar(char);
    else if (!extended && char === '*' && (source === '' || source.endsWith('(') || source === '^')) source += '\\*';
    else if (!extended && char === '^' && index > 0 && !pattern.slice(0, index).endsWith('\\(')) source += '\\^';
    else if (!extended && char === '$' && index < pattern.length - 1 && !pattern.slice(index + 1).startsWith('\\)'))
      source += '\\$';
    else if (extended && char === '{' && !/^\{\d*,?\d*\}/.test(pattern.slice(index))) source += '\\{';
    else if (char === '}' && extended && !/\{\d*,?\d*$/.test(source)) source += '\\}';
    else if (char === ']' || char === '/') source += `\\${char}`;
    else source += char;
  }
  return source;
}

function bracket(pattern: string, start: number): { readonly source: string; readonly end: number } {
  let index = start + 1;
  let body = '';
  let negated = false;
  if (pattern[index] === '^') {
    negated = true;
    index += 1;
  }
  for (let first = true; index < pattern.length; index += 1, first = false) {
    const char = pattern[index] as string;
    if (char === ']' && !first) return { source: `[${negated ? '^' : ''}${body}]`, end: index };
    const name = /^\[:([a-z]+):\]/.exec(pattern.slice(index))?.[1];
    const set = name === undefined ? undefined : POSIX_CLASSES[name];
    if (name !== undefined && set !== undefined) {
      body += set;
      index += name.length + 3;
    } else body += char === '-' ? '-' : /[\\\]^[&~]/.test(char) ? `\\${char}` : char;
  }
  throw new SyntaxError('Unmatched [');
}

function escapeChar(char: string): string {
  return /[.*+?^${}()|[\]\\/]/.test(char) ? `\\${char}` : char;
}
