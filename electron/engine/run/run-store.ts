import { randomBytes } from 'node:crypto';
import { access, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fail } from '../../api/diagnostic.ts';
import type { RunEvent, RunSummary } from '../../api/run.ts';
import type { Truth } from '../plan/drift.ts';
import type { Redactor } from '../shell/redactor.ts';
import type { InterruptedRun } from './apply-options.ts';
import { type Journal, type JournalRecord, openJournal, readJournal } from './journal.ts';
import { journalEnds } from './journal-ends.ts';
import { runSummary } from './past-run.ts';
import { pastRunEvents } from './past-run-events.ts';
import { pastTruths } from './past-truths.ts';
import { inTurns, isRunId, runIdsIn } from './run-ids.ts';
import { openRunLog, type RunLog } from './run-log.ts';

/** The runs of a site on disk: `<folder>/<runId>/journal.jsonl` and `log.jsonl`. */
export interface RunStore {
  /** Makes the folder of a new run. Close both when the run has ended. */
  create(): Promise<StoredRun>;
  /** Newest first, told by the ends of their journals alone: a laptop sees many runs. */
  list(): Promise<readonly RunSummary[]>;
  /** Events of a run, running here (as they happen) or of the past. Rejects with `run.not-found`. */
  events(
    runId: string,
    after?: number,
    signal?: AbortSignal,
    withoutLog?: boolean,
  ): AsyncGenerator<RunEvent, void, void>;
  /**
   * What earlier runs that change the site, or an instance of a stack, began and none since has ended well, seen from the newest of
   * them before `runId` (the run that asks). Undefined where all was settled.
   */
  interrupted(runId: string): Promise<InterruptedRun | undefined>;
  /** Which items the runs of this site have seen true, by item. */
  truths(): Promise<ReadonlyMap<string, Truth>>;
  /** Folder of a run, for the report. */
  folder(runId: string): string;
}

export interface StoredRun {
  readonly runId: string;
  readonly folder: string;
  readonly log: RunLog;
  readonly journal: Journal;
  /** Closes log and journal. */
  close(): Promise<void>;
}

export interface RunStoreOptions {
  /** `<state folder of the site>/runs`. */
  readonly folder: string;
  readonly redactor: Redactor;
  readonly now?: () => number;
  /** Where events carry other times than the journal: those of a rehearsal's clock, beside which machines are shown. */
  readonly eventNow?: () => number;
}

/** Opens the store. Runs that are open in this process count as running, all others without an end as interrupted. */
export function openRunStore(options: RunStoreOptions): RunStore {
  const now = options.now ?? (() => Date.now());
  const live = new Map<string, RunLog>();
  const folderOf = (runId: string): string => {
    if (!isRunId(runId)) throw fail('run.not-found', { params: { runId } });
    return join(options.folder, runId);
  };
  const runIds = () => runIdsIn(options.folder);
  const records = async (runId: string): Promise<readonly JournalRecord[]> =>
    readJournal(join(folderOf(runId), 'journal.jsonl')).then(
      (journal) => journal.records,
      () => [],
    );

  return {
    async create() {
      const stamp = new Date(now()).toISOString().replace(/[-:]|\.\d+/g, '');
      const runId = `${stamp}-${randomBytes(3).toString('hex')}`;
      const folder = folderOf(runId);
      await mkdir(folder, { recursive: true });
      const common = { redactor: options.redactor, now };
      const journal = await openJournal(join(folder, 'journal.jsonl'), common);
      const log = await openRunLog({ path: join(folder, 'log.jsonl'), ...common, now: options.eventNow ?? now });
      live.set(runId, log);
      return {
        runId,
        folder,
        log,
        journal,
        async close() {
          live.delete(runId);
          await log.close();
          await journal.close();
        },
      };
    },
    async list() {
      const found = await inTurns(await runIds(), async (runId) =>
        runSummary(runId, await journalEnds(join(folderOf(runId), 'journal.jsonl')), live.has(runId)),
      );
      return found.filter((entry) => entry !== undefined);
    },
    async *events(runId, after = 0, signal, withoutLog = false) {
      const running = live.get(runId);
      if (running) {
        yield* running.events(after, signal, withoutLog);
        return;
      }
      const path = join(folderOf(runId), 'log.jsonl');
      if (!(await isReadable(path))) throw fail('run.not-found', { params: { runId } });
      yield* pastRunEvents(path, { after, withoutLog, signal });
    },
    async interrupted(asking) {
      const settled = new Set<string>();
      const open = new Map<string, readonly string[]>();
      let newest: { readonly runId: string; readonly hasEnded: boolean } | undefined;
      let isApplied = false;
      for (const runId of await runIds()) {
        if (runId === asking || live.has(runId)) continue;
        const all = await records(runId);
        const first = all[0];
        const end = all.find((record) => record.type === 'run-finished');
        if (first?.kind === 'stack' && !isApplied)
          for (const { itemId, hosts } of leftOnHosts(all, end)) {
            newest ??= { runId, hasEnded: end !== undefined };
            open.set(itemId, [...new Set([...(open.get(itemId) ?? []), ...hosts])]);
          }
        if (first?.kind !== 'apply' && first?.kind !== 'rehearse') continue;
        newest ??= { runId, hasEnded: end !== undefined };
        // it waited for what work on instances had left on their hosts
        if (end?.outcome === 'done') isApplied = true;
        for (const { itemId, hosts } of openItems(all)) if (!settled.has(itemId)) open.set(itemId, hosts);
        for (const itemId of settledItems(all)) settled.add(itemId);
        // A run that itself went on from an earlier one, or never came to look at the site, settles nothing by its own end.
        const goesOn = all.some((record) => record.type === 'resumed') || !all.some((record) => record.type === 'plan');
        if (!goesOn) break;
      }
      if (!newest || (newest.hasEnded && open.size === 0)) return undefined;
      return { ...newest, items: [...open].map(([itemId, hosts]) => ({ itemId, hosts })) };
    },
    truths: async () =>
      pastTruths(
        (await runIds()).filter((runId) => !live.has(runId)),
        records,
      ),
    folder: folderOf,
  };
}

function isReadable(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** Items that were begun and did not end well. */
function openItems(records: readonly JournalRecord[]): InterruptedRun['items'] {
  const open = new Map<string, readonly string[]>();
  for (const { type, item, hosts, outcome } of records) {
    if (typeof item !== 'string') continue;
    if (type === 'step-started') open.set(item, Array.isArray(hosts) ? hosts.map(String) : []);
    if (type === 'step-finished' && outcome !== 'failed' && outcome !== 'cancelled') open.delete(item);
  }
  return [...open].map(([itemId, hosts]) => ({ itemId, hosts }));
}

/**
 * What work on an instance of a stack may have left running on its host: it was broken off, or failed, as it does where the
 * connection is lost. A stop ends its job. No apply ever sees such an item true: one that ended well settles it.
 */
function leftOnHosts(records: readonly JournalRecord[], end: JournalRecord | undefined): InterruptedRun['items'] {
  return end?.outcome === 'done' || end?.outcome === 'cancelled' ? [] : openItems(records);
}

/** Items that were seen to be true. */
function settledItems(records: readonly JournalRecord[]): readonly string[] {
  return records.flatMap(({ type, item, outcome }) =>
    type === 'step-finished' && typeof item === 'string' && (outcome === 'changed' || outcome === 'unchanged')
      ? [item]
      : [],
  );
}
