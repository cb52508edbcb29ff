import { join } from 'node:path';
import { DRILL_KINDS, type DrillKind, DrillViewSchema } from '../../api/drill.ts';
import { CheckResultSchema } from '../../api/run.ts';
import { SavedBackupSchema } from '../../api/stacks.ts';
import type { EvidenceJournal } from '../report/evidence.ts';
import type { ReportApplication, ReportChecks, ReportDrill } from '../report/report-model.ts';
import { readJournal } from '../run/journal.ts';
import { stacks } from '../stacks/index.ts';
import type { RunShelf } from './run-shelf.ts';
import type { ReadySite } from './site-shelf.ts';

/** What other runs add to the report of one: their tests, drills and backups, and the journals that these stand in. */
export class ReportSources {
  readonly #runs: RunShelf;
  readonly #journals: EvidenceJournal[] = [];

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

  /** The newest smoke tests of what the run has left: since it, and before another run built the site. */
  async checksAfter(ready: ReadySite, runId: string, rehearsed: boolean): Promise<ReportChecks | undefined> {
    const all = (await this.#runs.list(ready)).filter((run) => run.rehearsed === rehearsed);
    const since = all.slice(
      0,
      Math.max(
        0,
        all.findIndex((run) => run.runId === runId),
      ),
    );
    const next = since.findLastIndex(({ kind }) => kind === 'apply' || kind === 'rehearse');
    for (const smoke of since.slice(next + 1)) {
      const folder = this.#runs.folderOf(smoke.runId);
      if (smoke.kind !== 'smoke' || folder === undefined) continue;
      const { records, head } = await readJournal(join(folder, smoke.runId, 'journal.jsonl'));
      const end = records.findLast((entry) => entry.type === 'run-finished');
      const results = records.flatMap((entry) => {
        const result = CheckResultSchema.safeParse(entry.type === 'check-finished' ? entry.result : undefined);
        return result.success ? [result.data] : [];
      });
      // One that was broken off has not tested the site.
      if (!end || results.length === 0) continue;
      this.#take(smoke.runId, { records, head }, (key) => key.startsWith('check:'));
      return { runId: smoke.runId, finishedAt: end.at, results, journalHead: head };
    }
    return undefined;
  }

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
