/**
 * The line on which a key of a TOML text stands, for messages: the longest part of the path that is written as a header or key.
 * A look-up by form only (long strings are not understood); undefined when nothing fits.
 */
export function findTomlLine(text: string, path: string): number | undefined {
  const wanted = splitPath(path);
  let table: readonly string[] = [];
  let best = 0;
  let bestLine: number | undefined;
  for (const [index, line] of text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .entries()) {
    const header = /^\s*\[{1,2}([^\]]+)\]/.exec(line);
    if (header) table = splitPath(header[1] ?? '');
    const key = header ? undefined : /^\s*((?:"[^"]*"|'[^']*'|[A-Za-z0-9_-]+|\s*\.\s*)+?)\s*=/.exec(line)?.[1];
    const here = header ? table : key === undefined ? [] : [...table, ...splitPath(key)];
    const isPrefix = here.length > 0 && here.every((part, at) => same(part, wanted[at]));
    if (isPrefix && here.length > best) {
      best = here.length;
      bestLine = index + 1;
    }
  }
  return bestLine;
}

function same(left: string, right: string | undefined): boolean {
  return left.replaceAll('_', '-') === right?.replaceAll('_', '-');
}

function splitPath(path: string): readonly string[] {
  const parts = path.match(/"(?:[^"\\]|\\.)*"|'[^']*'|[^.\s[\]]+/g) ?? [];
  return parts.map((part) => part.replace(/^(["'])(.*)\1$/, '$2'));
}
