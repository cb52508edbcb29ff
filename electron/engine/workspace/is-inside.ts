import { realpath } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';

/** Whether a path, which need not be there yet, is a folder or lies in it, also by way of a link. */
export async function isInside(path: string, folder: string): Promise<boolean> {
  const root = await realpath(folder);
  const inside = relative(root, await nearestReal(path));
  if (inside === '') return true;
  return inside !== '..' && !inside.startsWith(`..${sep}`) && resolve(root, inside).startsWith(root + sep);
}

async function nearestReal(path: string): Promise<string> {
  const real = await realpath(path).catch(() => undefined);
  if (real !== undefined || dirname(path) === path) return real ?? path;
  return join(await nearestReal(dirname(path)), path.slice(dirname(path).length));
}
