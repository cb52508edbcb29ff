import { posix } from 'node:path';
import { change } from '../../shell/command.ts';
import { runChange } from '../../steps/machines/support/run-change.ts';
import type { Transport } from '../../transport/port.ts';
import { STAMP } from './compose-facts.ts';

/**
 * Copies files of an instance on its host, `.env` last: it makes the others count. A version before this one had other files: what
 * is not there is no failure.
 * @param names beside `.env`
 */
export async function copyFiles(
  transport: Transport,
  names: readonly string[],
  from: string,
  to: string,
): Promise<void> {
  const byFolder = new Map<string, string[]>();
  const top = [...names.filter((each) => !each.includes('/')), STAMP, '.env'];
  for (const name of [...names.filter((each) => each.includes('/')), ...top]) {
    const folder = posix.dirname(name);
    byFolder.set(folder, [...(byFolder.get(folder) ?? []), posix.join(from, name)]);
  }
  for (const [folder, paths] of byFolder) {
    const target = posix.join(to, folder);
    await runChange(
      transport,
      change`for file in ${paths}; do [ ! -f "$file" ] || { mkdir -p ${target} && cp -p "$file" ${target}/; } || exit 1; done`,
    );
  }
}

/**
 * Removes files that were placed here and belong to the instance no more: a service may read whatever lies in a folder. A folder that
 * has taken the place of one stays where something is in it: that is not ours.
 */
export async function removeFiles(transport: Transport, folder: string, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  const places = names.map((name) => posix.join(folder, name));
  await runChange(
    transport,
    change`for place in ${places}; do if [ -d "$place" ]; then rmdir "$place" 2>/dev/null; else rm -f "$place" || exit 1; fi; done; true`,
  );
}

/**
 * Makes the folders of files that are to be placed. A folder with nothing in it, in the place of a file, goes: Docker makes one where
 * a file that is mounted was missing, and a file may take the place of a folder that the project has no more.
 */
export async function makeWay(transport: Transport, folder: string, names: readonly string[]): Promise<void> {
  const places = names.map((name) => posix.join(folder, name));
  // whatever umask the machine has: the containers' users go through them
  for (const each of [...new Set(places.map((place) => posix.dirname(place)))].sort())
    await runChange(transport, change`umask 022 && mkdir -p ${each}`);
  await runChange(transport, change`for place in ${places}; do [ ! -d "$place" ] || rmdir "$place" || exit 1; done`);
}
