import { readdir } from 'node:fs/promises';

const RUN_ID = /^\d{8}T\d{6}Z-[0-9a-f]{6}$/;
/** So many files are open at once: a process may have a thousand. */
const AT_ONCE = 32;

/** Whether it is the name that a run is given: the second in which it was begun, and some chance. */
export function isRunId(name: string): boolean {
  return RUN_ID.test(name);
}

/** The runs that lie in a folder, newest first; none where there is no such folder. */
export async function runIdsIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => [] as string[]);
  return names.filter(isRunId).sort().reverse();
}

/** Does the same for each, a few at a time, and gives the results in the order of the list. */
export async function inTurns<From, To>(
  list: readonly From[],
  work: (entry: From) => Promise<To>,
): Promise<readonly To[]> {
  const results: To[] = [];
  for (let from = 0; from < list.length; from += AT_ONCE)
    results.push(...(await Promise.all(list.slice(from, from + AT_ONCE).map(work))));
  return results;
}
