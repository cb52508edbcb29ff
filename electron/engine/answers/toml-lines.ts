const DEEPEST = 8;

export type FindTomlLine = (path: string) => number | undefined;

/**
 * Finds the line on which a key of a TOML text stands, for messages: the longest part of the path that is written as a header or
 * key. A look-up by form only (texts of several lines are not understood); undefined when nothing fits. The text is read once,
 * when the first line is asked for.
 */
export function makeTomlLineFinder(text: string): FindTomlLine {
  let lines: ReadonlyMap<string, number> | undefined;
  return (path) => {
    lines ??= indexLines(text);
    const parts = splitPath(path);
    for (let length = Math.min(parts.length, DEEPEST); length > 0; length -= 1) {
      const line = lines.get(keyOf(parts.slice(0, length)));
      if (line !== undefined) return line;
    }
    return undefined;
  };
}

/** First line of every header and key. */
function indexLines(text: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  let table: readonly string[] = [];
  for (const [index, line] of text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .entries()) {
    const header = /^\s*\[{1,2}([^\]]+)\]/.exec(line);
    if (header) table = splitPath(header[1] ?? '');
    const key = header ? [] : readKeyPath(line);
    if (!header && key.length === 0) continue;
    const here = [...table, ...key];
    if (here.length <= DEEPEST && !found.has(keyOf(here))) found.set(keyOf(here), index + 1);
  }
  return found;
}

/** The dotted key at the start of a line, in one pass; empty where the line is no `key = value`. */
function readKeyPath(line: string): readonly string[] {
  const part = /\s*("[^"]*"|'[^']*'|[A-Za-z0-9_-]+)\s*([.=])/y;
  const path: string[] = [];
  for (let read = part.exec(line); read && path.length <= DEEPEST; read = part.exec(line)) {
    path.push(unquote(read[1] ?? ''));
    if (read[2] === '=') return path;
  }
  return [];
}

/** Old and new spelling of a key are one. */
function keyOf(parts: readonly string[]): string {
  return parts.join('\n').replaceAll('_', '-');
}

function splitPath(path: string): readonly string[] {
  const parts = path.match(/"(?:[^"\\]|\\.)*"|'[^']*'|[^.\s[\]]+/g) ?? [];
  return parts.slice(0, DEEPEST + 1).map(unquote);
}

function unquote(part: string): string {
  return part.replace(/^(["'])(.*)\1$/, '$2');
}
