import { join } from 'node:path';
import { DRILL_KINDS, type DrillKind, DrillViewSchema } from '../../api/drill.ts';
import { SavedBackupSchema } from '../../api/stacks.ts';
import type { EvidenceJournal } from '../report/evidence.ts';
import type { ReportApplication, ReportChecks, ReportDrill } from '../report/report-model.ts';
import { readJournal } from '../run/journal.ts';
import { stacks } from '../stacks/index.ts';
import type { RunShelf } from './run-shelf.ts';
import type { ReadySite } from './site-shelf.ts';
import { standingChecks } from './standing-checks.ts';

/** What other runs add to the report of one: their tests, drills and backups, and the journals that these stand in. */
export class ReportSources {
  readonly #runs: RunShelf;
  readonly #journals: EvidenceJournal[] = [];
  /** Keys of those tests of the report's own run that stand; undefined = all. */
  #ownChecks: ReadonlySet<string> | undefined;

  constructor(runs: RunShelf) {
    this.#runs = runs;
  }

  /** Those that were taken from so far. */
  get journals(): readonly EvidenceJournal[] {
    return this.#journals;
  }

  #take(
    runId: string,
    { records, head }: Pick<EvidenceJournal, 'records' | 'head'>,
    wants: EvidenceJournal['wants'],
  ): void {
    this.#journals.push({ runId, records, head, wants });
  }

  /**
   * The smoke tests of what the run has left, where newer ones than its own stand: since it, and before another run built the
   * site.
   */
  async checksAfter(ready: ReadySite, runId: string, rehearsed: boolean): Promise<ReportChecks | undefined> {
    const all = (await this.#runs.list(ready)).filter((run) => run.rehearsed === rehearsed);
    const place = all.findIndex((run) => run.runId === runId);
    const next = all.slice(0, Math.max(0, place)).findLastIndex(({ kind }) => kind === 'apply' || kind === 'rehearse');
    const stands = await standingChecks(all.slice(next + 1, place + 1), (id) => this.#runs.folderOf(id));
    const [newest, ...older] = stands?.runs ?? [];
    if (!stands || !newest || newest.runId === runId) return undefined;
    const idsOf = (of: string) => stands.checks.filter((entry) => entry.runId === of).map(({ result }) => result.id);
    for (const { runId: of, records, head } of [newest, ...older]) {
      const wanted = new Set(idsOf(of).map((id) => `check:${id}`));
      if (of === runId) this.#ownChecks = wanted;
      else this.#take(of, { records, head }, (key) => wanted.has(key));
    }
    this.#ownChecks ??= new Set();
    const { finishedAt, head: journalHead } = newest;
    const kept = older.map((run) => ({
      runId: run.runId,
      finishedAt: run.finishedAt,
      checkIds: idsOf(run.runId),
      journalHead: run.head,
    }));
    const results = stands.checks.map(({ result }) => result);
    return { runId: newest.runId, finishedAt, results, journalHead, ...(kept.length > 0 ? { kept } : {}) };
  }

  /** Whether the report takes this from its own run: not a test that was asked again later. */
  readonly wantsOfOwn = (key: string): boolean =>
    this.#ownChecks === undefined || !key.startsWith('check:') || this.#ownChecks.has(key);

  /** The instances of stacks, each with its newest backup, of the real site or of the rehearsed one. */
  async applications(ready: ReadySite, rehearsed: boolean): Promise<readonly ReportApplication[]> {
    const found = new Map<string, NonNullable<ReportApplication['saved']>>();
    for (const { runId, kind, rehearsed: isRehearsed } of await this.#runs.list(ready)) {
      const folder = this.#runs.folderOf(runId);
      if (kind !== 'stack' || isRehearsed !== rehearsed || folder === undefined) continue;
      const journal = await readJournal(join(folder, runId, 'journal.jsonl'));
      const record = journal.records.findLast((entry) => entry.type === 'stack-saved');
      const saved = SavedBackupSchema.safeParse(record?.saved);
      if (!record || !saved.success || found.has(saved.data.instance)) continue;
      found.set(saved.data.instance, {
        runId,
        finishedAt: record.at,
        backup: saved.data,
        journalHead: journal.head,
      });
      this.#take(runId, journal, (key) => key === `backup:${saved.data.instance}`);
    }
    return stacks.instancesOf(ready.site).map((instance) => {
      const stack = stacks.stackOf(instance);
      const saved = found.get(instance.id);
      return {
        id: instance.id,
        title: stack.title,
        host: instance.on,
        lines: stack.report(ready.site, instance),
        keepsData: stack.backup !== undefined,
        ...(saved ? { saved } : {}),
      };
    });
  }

  /** The newest drill of each kind that was begun, of the real site or of the rehearsed one. */
  async drills(ready: ReadySite, rehearsed: boolean): Promise<readonly ReportDrill[]> {
    const found = new Map<DrillKind, ReportDrill>();
    for (const { runId, kind, rehearsed: isRehearsed } of await this.#runs.list(ready)) {
      if (found.size === DRILL_KINDS.length) break;
      const folder = this.#runs.folderOf(runId);
      if (kind !== 'drill' || isRehearsed !== rehearsed || folder === undefined) continue;
      const journal = await readJournal(join(folder, runId, 'journal.jsonl'));
      const record = journal.records.findLast((entry) => entry.type === 'drill-finished');
      const drill = DrillViewSchema.safeParse(record?.drill);
      if (!record || !drill.success || drill.data.moments.length === 0 || found.has(drill.data.kind)) continue;
      found.set(drill.data.kind, { runId, finishedAt: record.at, drill: drill.data, journalHead: journal.head });
      this.#take(runId, journal, (key) => key === `drill:${runId}`);
    }
    return DRILL_KINDS.flatMap((kind) => found.get(kind) ?? []);
  }
}
