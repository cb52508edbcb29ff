/** A `${` that begins none of compose's forms. */
export class InterpolationFormatError extends Error {}

/** Compose's `${VAR}`, `${VAR:-default}`, `${VAR:?message}`, `${VAR:+other}`, `$VAR`, `$$`. Throws where a required one is missing. */
export function interpolate(text: string, env: ReadonlyMap<string, string>): string {
  return text.replace(
    /\$(?:\$|\{([A-Za-z_][A-Za-z0-9_]*)(?:(:?[-?+])((?:[^{}]|\{[^{}]*\})*))?\}|([A-Za-z_][A-Za-z0-9_]*)|)/g,
    (
      whole,
      braced: string | undefined,
      operator: string | undefined,
      word: string | undefined,
      plain: string | undefined,
      at: number,
    ) => {
      if (whole === '$$') return '$';
      const name = braced ?? plain;
      if (name === undefined) {
        if (text[at + 1] === '{') throw new InterpolationFormatError(text);
        // a price, a shell's $(...)
        return '$';
      }
      const value = env.get(name);
      const missing = value === undefined || ((operator ?? '').startsWith(':') && value === '');
      switch (operator?.at(-1)) {
        case '-':
          return missing ? interpolate(word ?? '', env) : (value ?? '');
        case '?':
          if (missing) throw new Error(`required variable ${name} is missing a value${word ? `: ${word}` : ''}`);
          return value ?? '';
        case '+':
          return missing ? '' : interpolate(word ?? '', env);
        default:
          return value ?? '';
      }
    },
  );
}

/**
 * A .env file as compose reads it: KEY=VALUE, `export ` allowed, single quotes literal, double quotes with escapes and
 * interpolation, unquoted values trimmed, ` #` starts a comment.
 */
export function parseEnvFile(text: string, outer: ReadonlyMap<string, string>): Map<string, string> {
  const values = new Map<string, string>();
  const known = () => new Map([...values, ...outer]);
  let rest = text.replace(/\r\n/g, '\n');
  while (rest !== '') {
    const head = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_.-]*)[ \t]*(?:=[ \t]*|(?=\n|$))/.exec(rest);
    const blank = /^[ \t]*(?:#[^\n]*)?(?:\n|$)/.exec(rest);
    if (blank && blank[0] !== '') {
      rest = rest.slice(blank[0].length);
      continue;
    }
    if (!head) throw new Error(`unexpected character in variable name near ${JSON.stringify(rest.slice(0, 20))}`);
    const name = head[1] as string;
    rest = rest.slice(head[0].length);
    const single = /^'((?:[^'\\]|\\[\s\S])*)'[ \t]*(?:#[^\n]*)?(?:\n|$)/.exec(rest);
    const double = /^"((?:[^"\\]|\\[\s\S])*)"[ \t]*(?:#[^\n]*)?(?:\n|$)/.exec(rest);
    if (single) {
      values.set(name, (single[1] as string).replace(/\\'/g, "'"));
      rest = rest.slice(single[0].length);
    } else if (double) {
      // Escapes first become marks, so that an escaped dollar is not interpolated.
      const unescaped = (double[1] as string).replace(/\\([\s\S])/g, (_whole, char: string) =>
        char === 'n' ? '\n' : char === 't' ? '\t' : char === 'r' ? '\r' : char === '$' ? '$$' : char,
      );
      values.set(name, interpolate(unescaped, known()));
      rest = rest.slice(double[0].length);
    } else {
      const line = /^[^\n]*/.exec(rest)?.[0] ?? '';
      if (/^['"]/.test(line)) throw new Error(`unterminated quoted value ${line}`);
      values.set(name, interpolate(line.replace(/(^|\s)#.*$/, '').trim(), known()));
      rest = rest.slice(line.length + 1);
    }
  }
  return values;
}
