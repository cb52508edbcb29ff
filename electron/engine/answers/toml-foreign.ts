/** What a text says that our reader of TOML 1.1 knows and the installer's of TOML 1.0 does not, with its line. */
export interface ForeignToml {
  readonly what: string;
  readonly line: number;
}

/**
 * Finds the first construct that only TOML 1.1 allows: a line break, comment or last comma in an inline table, `\e` and `\x`
 * escapes, times without seconds; and floats that overflow, which the installer's reader refuses (`inf` it takes). The text must already be readable as TOML 1.1, so this only has to know strings, comments and
 * brackets apart. One pass, no backtracking.
 */
export function findForeignToml(text: string): ForeignToml | undefined {
  /** Open brackets of the value being read; the innermost is last. */
  const open: ('[' | '{')[] = [];
  let line = 1;
  let inHeader = false;
  let lineIsEmpty = true;
  let last = '';
  for (let at = text.charCodeAt(0) === 0xfeff ? 1 : 0; at < text.length; ) {
    const char = text[at] as string;
    const inInlineTable = open.at(-1) === '{';
    if (char === '\n') {
      if (inInlineTable) return { what: '{⏎', line };
      line += 1;
      at += 1;
      inHeader = false;
      lineIsEmpty = true;
      continue;
    }
    if (char === ' ' || char === '\t' || char === '\r') {
      at += 1;
      continue;
    }
    if (char === '#') {
      if (inInlineTable) return { what: '{ #', line };
      const end = text.indexOf('\n', at);
      at = end < 0 ? text.length : end;
      continue;
    }
    if (char === '"' || char === "'") {
      const string = readString(text, at, line);
      if (string.foreign) return string.foreign;
      line = string.line;
      at = string.end;
    } else {
      if (lineIsEmpty && open.length === 0 && char === '[') inHeader = true;
      if (!inHeader && (char === '[' || char === '{')) open.push(char);
      if (!inHeader && (char === ']' || char === '}')) {
        if (char === '}' && last === ',') return { what: ',}', line };
        open.pop();
      }
      const odd = !inHeader && char >= '0' && char <= '9' ? (shortTime(text, at) ?? overflow(text, at)) : undefined;
      if (odd) return { what: odd, line };
      at += 1;
    }
    last = char;
    lineIsEmpty = false;
  }
  return undefined;
}

/** A time of hours and minutes only, where a value begins. */
function shortTime(text: string, at: number): string | undefined {
  if (!/[\s=,[]/.test(text[at - 1] ?? ' ')) return undefined;
  return /^(?:[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ])?[0-9]{2}:[0-9]{2}(?!:)/.exec(text.slice(at, at + 24))?.[0];
}

function overflow(text: string, at: number): string | undefined {
  if (!/[\s=,[+]/.test(text[at - 1] ?? ' ')) return undefined;
  const digits = /^[0-9][0-9_]*(?:\.[0-9_]+)?(?:[eE][+-]?[0-9_]+)?(?![0-9A-Za-z_])/.exec(text.slice(at, at + 400))?.[0];
  return digits && /[.eE]/.test(digits) && Number(digits.replaceAll('_', '')) === Infinity ? digits : undefined;
}

interface StringRead {
  readonly end: number;
  readonly line: number;
  readonly foreign?: ForeignToml;
}

function readString(text: string, start: number, startLine: number): StringRead {
  const quote = text[start] as string;
  const isLong = text.startsWith(quote.repeat(3), start);
  const close = isLong ? quote.repeat(3) : quote;
  let line = startLine;
  let at = start + close.length;
  while (at < text.length && !text.startsWith(close, at)) {
    if (text[at] === '\n') line += 1;
    if (quote === '"' && text[at] === '\\') {
      const next = text[at + 1] ?? '';
      if (next === 'e' || next === 'x') return { end: at, line, foreign: { what: `\\${next}`, line } };
      if (next === '\n') line += 1;
      at += 1;
    }
    at += 1;
  }
  at += close.length;
  // Up to two quotes before the closing three belong to the text.
  for (let more = 0; isLong && more < 2 && text[at] === quote; more += 1) at += 1;
  return { end: at, line };
}
