import { resolve } from 'node:path';

/**
 * The site file that a desktop hands over when somebody opens one (`*.site.toml`, `site.toml`): the last word of the command line that
 * is no option, ends so and is a file. Undefined where there is none: then the list of sites is shown.
 */
export function siteFileOf(
  argv: readonly string[],
  folder: string,
  isFile: (path: string) => boolean,
): string | undefined {
  const words = argv.slice(1).filter((word) => !word.startsWith('-') && /(^|[./\\])site\.toml$/i.test(word));
  const last = words.at(-1);
  if (last === undefined) return undefined;
  const path = resolve(folder, last);
  return isFile(path) ? path : undefined;
}
