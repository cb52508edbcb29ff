/**
 * The installer's globs (crate `glob` 0.3, case-sensitive, separators are ordinary characters): `?`, `*`, `**` as a whole
 * path component, `[abc]`, `[0-9]`, `[!x]`. The pattern covers the whole value.
 */
type Token =
  | { readonly kind: 'char'; readonly char: string }
  | { readonly kind: 'any-char' | 'any-sequence' | 'any-path' }
  | { readonly kind: 'within'; readonly not: boolean; readonly ranges: readonly (readonly [number, number])[] };

export interface Glob {
  readonly tokens: readonly Token[];
  /** Fewest characters of a value that it can cover. */
  readonly least: number;
}

/** The compiled pattern, or undefined where the vendor says "invalid glob". */
export function parseGlob(pattern: string): Glob | undefined {
  const chars = Array.from(pattern);
  const tokens: Token[] = [];
  let at = 0;
  while (at < chars.length) {
    const char = chars[at] as string;
    if (char === '?') {
      tokens.push({ kind: 'any-char' });
      at += 1;
    } else if (char === '*') {
      const start = at;
      while (chars[at] === '*') at += 1;
      const count = at - start;
      if (count > 2) return undefined;
      if (count === 1) {
        tokens.push({ kind: 'any-sequence' });
      } else {
        if (at !== 2 && chars[start - 1] !== '/') return undefined;
        if (chars[at] === '/') at += 1;
        else if (at !== chars.length) return undefined;
        if (!(tokens.length > 1 && tokens.at(-1)?.kind === 'any-path')) tokens.push({ kind: 'any-path' });
      }
    } else if (char === '[') {
      const not = chars[at + 1] === '!';
      const first = at + (not ? 2 : 1);
      // The first character of a set is taken as it is, even when it is a `]`.
      const end = chars.indexOf(']', first + 1);
      if (end < 0) return undefined;
      tokens.push({ kind: 'within', not, ranges: readRanges(chars.slice(first, end)) });
      at = end + 1;
    } else {
      tokens.push({ kind: 'char', char });
      at += 1;
    }
  }
  const least = tokens.filter(({ kind }) => kind !== 'any-sequence' && kind !== 'any-path').length;
  return { tokens, least };
}

/**
 * Every text that the pattern covers, where these are no more than `limit`: `S-1[12]` covers two. Undefined where they are more,
 * or where the pattern has a joker.
 */
export function textsOf({ tokens }: Glob, limit: number): readonly string[] | undefined {
  let texts: readonly string[] = [''];
  for (const token of tokens) {
    const chars = charsOf(token, limit);
    if (!chars || texts.length * chars.length > limit) return undefined;
    texts = texts.flatMap((text) => chars.map((char) => text + char));
  }
  return texts;
}

function charsOf(token: Token, limit: number): readonly string[] | undefined {
  if (token.kind === 'char') return [token.char];
  if (token.kind !== 'within' || token.not) return undefined;
  const points = new Set<number>();
  for (const [low, high] of token.ranges) {
    if (high - low > limit) return undefined;
    for (let point = low; point <= high; point += 1) points.add(point);
  }
  return [...points].map((point) => String.fromCodePoint(point));
}

/** Whether the pattern covers the whole value. Time is at most the square of the value's length. */
export function globMatches(glob: Glob, value: string): boolean {
  const chars = Array.from(value);
  if (glob.least > chars.length) return false;
  let reached: readonly boolean[] = [true, ...chars.map(() => false)];
  for (const token of glob.tokens) reached = step(token, chars, reached);
  return reached[chars.length] === true;
}

function step(token: Token, chars: readonly string[], reached: readonly boolean[]): readonly boolean[] {
  if (token.kind === 'any-sequence' || token.kind === 'any-path') {
    let open = false;
    return reached.map((here, index) => {
      // `**` stops after separators only, and at the end of the value.
      const stops = token.kind === 'any-sequence' || chars[index - 1] === '/' || index === chars.length;
      const now = here || (open && stops);
      open ||= here;
      return now;
    });
  }
  return reached.map((_, index) => index > 0 && reached[index - 1] === true && matchesOne(token, chars[index - 1]));
}

function matchesOne(token: Token, char: string | undefined): boolean {
  if (char === undefined) return false;
  if (token.kind === 'char') return token.char === char;
  if (token.kind !== 'within') return true;
  const point = char.codePointAt(0) ?? 0;
  return token.ranges.some(([low, high]) => point >= low && point <= high) !== token.not;
}

function readRanges(chars: readonly string[]): readonly (readonly [number, number])[] {
  const ranges: (readonly [number, number])[] = [];
  for (let at = 0; at < chars.length; ) {
    const isRange = at + 3 <= chars.length && chars[at + 1] === '-';
    const low = chars[at]?.codePointAt(0) ?? 0;
    ranges.push([low, (isRange ? chars[at + 2]?.codePointAt(0) : low) ?? 0]);
    at += isRange ? 3 : 1;
  }
  return ranges;
}
