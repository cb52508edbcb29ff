import { join } from 'node:path';
import type { HistoryFilter, PastRun } from '../../api/run-history.ts';
import { journalEnds } from './journal-ends.ts';
import { pastRun } from './past-run.ts';
import { inTurns, runIdsIn } from './run-ids.ts';

/** Where few of many runs are wanted, they are looked for by so many at a time. */
const FEWEST_READ = 64;

export interface RunPlace {
  readonly runId: string;
  /** The `runs` folder in which it lies. */
  readonly folder: string;
}

export interface HistoryOrder {
  readonly filter: HistoryFilter;
  /** Only runs that are older than this one. */
  readonly before?: string | undefined;
  readonly limit: number;
  readonly isLive: (runId: string) => boolean;
}

/** The runs of several folders, newest first; only names are read. */
export async function runPlaces(folders: readonly string[]): Promise<readonly RunPlace[]> {
  const lists = await Promise.all(
    folders.map(async (folder) => (await runIdsIn(folder)).map((runId) => ({ runId, folder }))),
  );
  return lists.flat().sort((a, b) => (a.runId < b.runId ? 1 : -1));
}

/** A page of a history: as many journals are looked into as it takes to fill it, at their ends alone. */
export async function readHistory(
  places: readonly RunPlace[],
  { filter, before, limit, isLive }: HistoryOrder,
): Promise<{ readonly runs: readonly PastRun[]; readonly next?: string }> {
  const older = before === undefined ? places : places.filter(({ runId }) => runId < before);
  const runs: PastRun[] = [];
  let at = 0;
  while (at < older.length && runs.length < limit) {
    const some = older.slice(at, at + Math.max(limit - runs.length, FEWEST_READ));
    const read = await inTurns(some, (place) => onePastRun(place, isLive(place.runId)));
    for (const run of read) {
      at += 1;
      if (run && passes(run, filter)) runs.push(run);
      if (runs.length === limit) break;
    }
  }
  const last = at < older.length ? older[at - 1]?.runId : undefined;
  return { runs: runs.sort(newestFirst), ...(last === undefined ? {} : { next: last }) };
}

/** Undefined where its journal tells of no run. */
export async function onePastRun({ runId, folder }: RunPlace, isLive: boolean): Promise<PastRun | undefined> {
  return pastRun(runId, await journalEnds(join(folder, runId, 'journal.jsonl')), isLive);
}

function passes({ kind, rehearsed }: PastRun, filter: HistoryFilter): boolean {
  return (filter.kinds?.includes(kind) ?? true) && (filter.rehearsed ?? rehearsed) === rehearsed;
}

/** Their names tell it by the second. */
function newestFirst(a: PastRun, b: PastRun): number {
  return a.startedAt === b.startedAt ? 0 : a.startedAt < b.startedAt ? 1 : -1;
}
