import { join, sep } from 'node:path';

/**
 * Which file of the built page a path of an address names; undefined where it names none that could lie there. Every name on the way
 * begins with a letter, a digit or a line: there is none upwards, none from elsewhere, none hidden, and no part of a path in disguise,
 * whatever the system takes for one.
 * @param path as it stands in the address, still escaped, with its leading slash
 */
export function pageFile(folder: string, path: string): string | undefined {
  if (path === '/') return join(folder, 'index.html');
  const names = decoded(path)?.split('/').slice(1) ?? [];
  if (names.length === 0 || !names.every((name) => NAME.test(name))) return undefined;
  const file = join(folder, ...names);
  return file.startsWith(folder + sep) ? file : undefined;
}

/** What the page's own build gives its files. */
const NAME = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,200}$/;

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
