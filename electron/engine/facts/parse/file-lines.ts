/**
 * Files by path, as `grep -aHs '' PATHS` prints them: `path:line`. One process reads any number of files; a file that is
 * absent or empty yields no line, which for every file of ours means the same (the vendor treats both alike).
 */
export type FileTexts = ReadonlyMap<string, string>;

/** Splits `path:line` output. Lines without an absolute path before the colon are ignored. */
export function parseFileLines(output: string): FileTexts {
  const files = new Map<string, string[]>();
  for (const line of output.split('\n')) {
    const colon = line.indexOf(':');
    if (colon < 1 || !line.startsWith('/')) continue;
    const path = line.slice(0, colon);
    const lines = files.get(path);
    if (lines) lines.push(line.slice(colon + 1));
    else files.set(path, [line.slice(colon + 1)]);
  }
  return new Map([...files].map(([path, lines]) => [path, `${lines.join('\n')}\n`]));
}
