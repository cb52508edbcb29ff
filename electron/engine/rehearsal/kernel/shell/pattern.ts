import { POSIX_CLASSES } from '../posix-classes.ts';
/** A piece of text in which quoted characters stand for themselves. */
export interface PatternPart {
  readonly text: string;
  readonly quoted: boolean;
}

/** True when an unquoted `*`, `?` or `[` is in it. */
export function hasPattern(parts: readonly PatternPart[]): boolean {
  return parts.some((part) => !part.quoted && /[*?[]/.test(part.text));
}

/**
 * A shell pattern as a regular expression source. `inPath` keeps `*` and `?` from matching a slash (globbing).
 * Inside unquoted text a backslash quotes the next character.
 */
export function patternSource(parts: readonly PatternPart[], inPath = false): string {
  const characters: { char: string; quoted: boolean }[] = [];
  for (const part of parts) for (const char of part.text) characters.push({ char, quoted: part.quoted });
  const any = inPath ? '[^/]' : '[\\s\\S]';
  let source = '';
  for (let index = 0; index < characters.length; index += 1) {
    const { char, quoted } = characters[index] as { char: string; quoted: boolean };
    if (quoted) source += escapeChar(char);
    else if (char === '\\' && characters[index + 1]) {
      index += 1;
      source += escapeChar((characters[index] as { char: string }).char);
    } else if (char === '*') source += `${any}*`;
    else if (char === '?') source += any;
    else if (char === '[') {
      const set = bracket(characters, index);
      if (set) {
        source += set.source;
        index = set.end;
      } else source += '\\[';
    } else source += escapeChar(char);
  }
  return source;
}

export function matchesPattern(parts: readonly PatternPart[], text: string): boolean {
  return new RegExp(`^${patternSource(parts)}$`, 'u').test(text);
}

function bracket(
  characters: readonly { readonly char: string; readonly quoted: boolean }[],
  start: number,
): { readonly source: string; readonly end: number } | undefined {
  let index = start + 1;
  let negated = false;
  const at = (place: number) => characters[place]?.char;
  if (at(index) === '!' || at(index) === '^') {
    negated = true;
    index += 1;
  }
  let body = '';
  let first = true;
  for (; index < characters.length; index += 1) {
    const char = at(index) as string;
    if (char === ']' && !first) return { source: `[${negated ? '^' : ''}${body}]`, end: index };
    first = false;
    if (char === '[' && at(index + 1) === ':') {
      const rest = characters
        .slice(index + 2)
        .map((entry) => entry.char)
        .join('');
      const name = /^([a-z]+):\]/.exec(rest)?.[1];
      const set = name === undefined ? undefined : POSIX_CLASSES[name];
      if (name !== undefined && set !== undefined) {
        body += set;
        index += name.length + 3;
        continue;
      }
    }
    body += char === '-' ? '-' : /[\\\]^[]/.test(char) ? `\\${char}` : char;
  }
  return undefined;
}

function escapeChar(char: string): string {
  return /[.*+?^${}()|[\]\\/]/.test(char) ? `\\${char}` : char;
}
