/**
 * Files by path, as `grep -aH '' PATHS` prints them: `path:line`. One process reads any number of files; a file that is
 * absent or empty yields no line, which for every file of ours means the same (the vendor treats both alike).
 */
export type FileTexts = ReadonlyMap<string, string>;

/** Files of /etc/pve, and why some of them could not be read: those are neither absent nor empty. */
export interface ClusterFiles {
  readonly texts: FileTexts;
  readonly unreadable: ReadonlyMap<string, string>;
}

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

/** grep's complaints (C locale) about files that are there and cannot be read. */
export function parseUnreadable(stderr: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const line of stderr.split('\n')) {
    const complaint = /^grep: (\/[^:]+): (.+)$/.exec(line);
    if (complaint && complaint[2] !== 'No such file or directory')
      found.set(complaint[1] ?? '', (complaint[2] ?? '').slice(0, 300));
  }
  return found;
}

export function clusterFiles(texts: Iterable<readonly [string, string]>): ClusterFiles {
  return { texts: new Map(texts), unreadable: new Map() };
}
