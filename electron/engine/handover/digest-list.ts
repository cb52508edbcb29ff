/** What lies in a copy of a site, in the form of `sha256sum`: anybody checks it with `sha256sum -c SHA256SUMS`. */
export const DIGEST_LIST = 'SHA256SUMS';

export interface ListedFile {
  /** Below the copy, with `/`; a plain name, so that no line needs escapes. */
  readonly path: string;
  readonly sha256: string;
}

/** One line a file, by name. The same path may stand in it twice, with both of its digests. */
export function digestList(files: readonly ListedFile[]): string {
  const lines = files.map(({ path, sha256 }) => `${sha256}  ${path}\n`);
  return [...new Set(lines)].sort((a, b) => (a.slice(66) < b.slice(66) ? -1 : 1)).join('');
}

/** The files of a list; what is no line of ours is left out. */
export function readDigestList(text: string): readonly ListedFile[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [, sha256, path] = /^([0-9a-f]{64}) [ *](\S.*)$/.exec(line) ?? [];
    return sha256 === undefined || path === undefined ? [] : [{ path, sha256 }];
  });
}
