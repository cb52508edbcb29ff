import { join } from 'node:path';
import { fail } from '../../api/diagnostic.ts';
import type { RunEvent, RunSummary } from '../../api/run.ts';
import { openRunStore, type RunStore } from '../run/run-store.ts';
import type { ActiveRun } from '../run/start-run.ts';
import { createRedactor } from '../shell/redactor.ts';
import type { UserFolders } from './ports.ts';

/** Beside the journal of a run: the site.toml that it read. */
export const KEPT_SITE = 'site.toml';

/** A run that goes on in this process. */
export interface LiveRun {
  readonly run: ActiveRun;
  readonly store: RunStore;
  /** Resolves when the run, what follows it (a report), and its session are over; with the failure of the latter. */
  readonly settled: Promise<{ readonly error: unknown } | undefined>;
}

/** What a site's runs are found by. */
interface OfSite {
  readonly site: { readonly id: string };
  readonly folder: { readonly runs: string };
}

/** Where runs lie and what they tell, those of now and those of the past. Begins none. */
export class RunShelf {
  readonly #folders: UserFolders;
  readonly #live = new Map<string, LiveRun>();
  /** Folder of `runs` by run id, for runs of the past. */
  readonly #known = new Map<string, string>();

  constructor(folders: UserFolders) {
    this.#folders = folders;
  }

  /** A run has begun in this `runs` folder. */
  put(runId: string, folder: string, live: LiveRun): void {
    this.#known.set(runId, folder);
    this.#live.set(runId, live);
  }

  /** It is over: from now on it is one of the past. */
  ended(runId: string): void {
    this.#live.delete(runId);
  }

  get live(): readonly LiveRun[] {
    return [...this.#live.values()];
  }

  liveOne(runId: string): LiveRun | undefined {
    return this.#live.get(runId);
  }

  /** Whether it goes on in this process. */
  isLive(runId: string): boolean {
    return this.#live.has(runId);
  }

  /** Events of a run of now or of the past. The last one is given out when everything that follows the run is done. */
  async *events(
    runId: string,
    after: number,
    signal: AbortSignal | undefined,
    withoutLog = false,
  ): AsyncGenerator<RunEvent, void, void> {
    const live = this.#live.get(runId);
    const folder = this.#known.get(runId);
    if (!live && folder === undefined) throw fail('app.unknown-run', { params: { run: runId } });
    const store = live?.store ?? openRunStore({ folder: folder ?? '', redactor: createRedactor() });
    for await (const event of store.events(runId, after, signal, withoutLog)) {
      // What follows a run (its report) may fail although the run did well: that is told instead of its end.
      if (event.type === 'run-finished') {
        const failure = await live?.settled;
        if (failure) throw failure.error;
      }
      yield event;
    }
  }

  /** The runs of a site, real and rehearsed, newest first. */
  async list(about: OfSite): Promise<readonly RunSummary[]> {
    const lists = await Promise.all(
      this.foldersOf(about).map(async (folder) => {
        const runs = await openRunStore({ folder, redactor: createRedactor() }).list();
        for (const run of runs) this.#known.set(run.runId, folder);
        return runs.map((run) => (this.#live.has(run.runId) ? { ...run, outcome: 'running' as const } : run));
      }),
    );
    return lists.flat().sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
  }

  /** Where the runs of a site lie: real ones, rehearsed ones, and work for it that its own folder does not keep. */
  foldersOf({ site, folder }: OfSite): readonly string[] {
    return [folder.runs, join(this.#folders.siteState(site.id), 'rehearsal', 'runs'), this.laptopRuns(site.id)];
  }

  /** Of work for a site that its own folder does not keep. */
  laptopRuns(siteId: string): string {
    return join(this.#folders.siteState(siteId), 'laptop', 'runs');
  }

  /** From now on the events and the logs of these runs are found. */
  know(places: readonly { readonly runId: string; readonly folder: string }[]): void {
    for (const { runId, folder } of places) this.#known.set(runId, folder);
  }

  /** The `runs` folder in which a run lies. */
  folderOf(runId: string): string | undefined {
    return this.#known.get(runId);
  }
}
