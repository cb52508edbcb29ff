import { readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { fail } from '../../api/diagnostic.ts';
import { DRILL_KINDS, type DrillKind, DrillViewSchema } from '../../api/drill.ts';
import type { HandoverLook } from '../../api/handover-look.ts';
import type { ReportFolder, ReportVerdict } from '../../api/report.ts';
import { CheckResultSchema, type RunEvent } from '../../api/run.ts';
import type { SignedState, SignOff } from '../../api/sign-off.ts';
import { SavedBackupSchema } from '../../api/stacks.ts';
import type { Language } from '../../api/text.ts';
import {
  DIGEST_SOURCES,
  makeReportModel,
  type ReportApplication,
  type ReportChecks,
  type ReportDigest,
  type ReportDrill,
  type ReportModel,
} from '../report/report-model.ts';
import { contentSha256, readSignOff } from '../report/sign-off.ts';
import { signatureImage } from '../report/signature-image.ts';
import { verifyReport } from '../report/verify-report.ts';
import { previewReport, writeReport } from '../report/write-report.ts';
import { readJournal, verifyJournal } from '../run/journal.ts';
import { pastRunEvents } from '../run/past-run-events.ts';
import { survivesOneNode } from '../site/derive.ts';
import { stacks } from '../stacks/index.ts';
import { syncFolder } from '../workspace/atomic-file.ts';
import type { RunDesk } from './run-desk.ts';
import type { ReadySite } from './site-shelf.ts';

const DigestsSchema = z.array(
  z.strictObject({ name: z.string(), sha256: z.string(), sizeBytes: z.number(), source: z.enum(DIGEST_SOURCES) }),
);

/** Makes reports of runs. Outcomes, changes and checks are taken from the chained journal; the log gives titles and order. */
export class ReportDesk {
  readonly #runs: RunDesk;

  constructor(runs: RunDesk) {
    this.#runs = runs;
  }

  async make(ready: ReadySite, runId: string | undefined, outDir: string | undefined): Promise<ReportFolder> {
    const run = await this.#find(ready, runId);
    const { model, journal } = await this.#model(ready, run, ready.site.language);
    const own = join(ready.folder.reports, run.runId);
    const signed = await readSignOff(own);
    const isAsSigned = signed?.contentSha256 === contentSha256(model);
    // Elsewhere it may be written as it stands now; a signed one keeps its place.
    if (signed && !isAsSigned && outDir === undefined)
      throw fail('report.is-signed', { params: { folder: own, who: names(signed.signOffs) }, subject: { file: own } });
    return writeReport(isAsSigned ? { ...model, signOffs: signed.signOffs } : model, journal, outDir ?? own);
  }

  /** Writes the report signed, into the site's folder. Throws report.already-signed, report.is-signed, report.signature-image. */
  async sign(ready: ReadySite, runId: string | undefined, signOff: SignOff): Promise<ReportFolder> {
    if (signOff.signature.kind === 'image') signatureImage(signOff.signature);
    const run = await this.#find(ready, runId);
    const lock = await ready.folder.lock('signing the report');
    try {
      const { model, journal } = await this.#model(ready, run, ready.site.language);
      const own = join(ready.folder.reports, run.runId);
      const before = await readSignOff(own);
      const there = before?.signOffs.find((entry) => entry.as === signOff.as);
      if (there) throw fail('report.already-signed', { params: { who: names([there]) } });
      if (before && before.contentSha256 !== contentSha256(model))
        throw fail('report.is-signed', {
          params: { folder: own, who: names(before.signOffs) },
          subject: { file: own },
        });
      return await writeReport({ ...model, signOffs: [...(before?.signOffs ?? []), signOff] }, journal, own);
    } finally {
      await lock.release();
    }
  }

  /** Gives the signed report's folder another name: whole, and still to be verified. */
  async setAside(ready: ReadySite, runId: string | undefined, typed: string): Promise<string> {
    const { name } = ready.site;
    if (typed !== name) throw fail('report.not-confirmed', { params: { name } });
    const run = await this.#find(ready, runId);
    const own = join(ready.folder.reports, run.runId);
    const lock = await ready.folder.lock('putting a signed report aside');
    try {
      if (!(await readSignOff(own))) throw fail('report.not-signed', { params: { run: run.runId } });
      const folder = `${own}-${new Date().toISOString().replace(/[-:]|\.\d+/g, '')}`;
      await rename(own, folder);
      await syncFolder(ready.folder.reports);
      return folder;
    } finally {
      await lock.release();
    }
  }

  /** Whether the report of the newest run that built or rehearsed the site is written, and who signed it. Undefined without a run. */
  async standing(ready: ReadySite): Promise<HandoverLook['report']> {
    const newest = (await this.#runs.list(ready)).find(({ kind }) => kind === 'rehearse' || kind === 'apply');
    if (!newest) return undefined;
    const { runId, rehearsed, finishedAt } = newest;
    const own = join(ready.folder.reports, runId);
    const isWritten = await stat(join(own, 'manifest.json')).then(
      () => true,
      () => false,
    );
    const about = { runId, rehearsed, ...(finishedAt === undefined ? {} : { finishedAt }), isWritten };
    if (newest.outcome === 'running') return { ...about, signed: { state: 'none', by: [] } };
    const run = await this.#find(ready, runId);
    return { ...about, signed: await signedState(own, (await this.#model(ready, run, ready.site.language)).model) };
  }

  async preview(
    ready: ReadySite,
    runId: string | undefined,
    language: Language,
  ): Promise<{ readonly html: string; readonly runId: string; readonly signed: SignedState }> {
    const run = await this.#find(ready, runId);
    const { model } = await this.#model(ready, run, language);
    const own = join(ready.folder.reports, run.runId);
    const signed = await signedState(own, model);
    const signOffs = signed.state === 'as-signed' ? (await readSignOff(own))?.signOffs : undefined;
    return { html: previewReport(signOffs ? { ...model, signOffs } : model), runId: run.runId, signed };
  }

  verify(folder: string): Promise<ReportVerdict> {
    return verifyReport(folder, (bytes) => {
      const check = verifyJournal(Buffer.from(bytes).toString('utf8'), 'journal.jsonl');
      return check.isWhole ? { head: check.head } : { brokenAt: check.records.length + 1 };
    });
  }

  /** The newest run that built or rehearsed the site, or the one that was asked for. */
  async #find(
    ready: ReadySite,
    runId: string | undefined,
  ): Promise<{ readonly runId: string; readonly folder: string }> {
    const all = await this.#runs.list(ready);
    const found =
      runId === undefined
        ? all.find((run) => run.kind === 'rehearse' || run.kind === 'apply')
        : all.find((run) => run.runId === runId);
    if (!found && runId !== undefined) throw fail('app.unknown-run', { params: { run: runId.slice(0, 60) } });
    const folder = found && this.#runs.folderOf(found.runId);
    if (!found || folder === undefined) throw fail('report.no-run', { params: { site: ready.site.name } });
    return { runId: found.runId, folder: join(folder, found.runId) };
  }

  async #model(
    ready: ReadySite,
    run: { readonly runId: string; readonly folder: string },
    language: Language,
  ): Promise<{ readonly model: ReportModel; readonly journal: Uint8Array }> {
    const path = join(run.folder, 'journal.jsonl');
    const journal = await readFile(path);
    const { records, head } = await readJournal(path);
    const logged: RunEvent[] = [];
    for await (const event of pastRunEvents(join(run.folder, 'log.jsonl'), { withoutLog: true })) logged.push(event);
    const events = logged.flatMap((event): readonly RunEvent[] => {
      if (event.type === 'step-finished') {
        // What the journal says counts; an item whose end it does not hold did not end.
        const record = records.findLast((entry) => entry.type === 'step-finished' && entry.item === event.itemId);
        return record ? [{ ...event, outcome: outcomeOf(record.outcome, event.outcome) }] : [];
      }
      if (event.type === 'check-finished') {
        const record = records.findLast(
          (entry) =>
            entry.type === 'check-finished' && (entry.result as { id?: string } | undefined)?.id === event.result.id,
        );
        const result = CheckResultSchema.safeParse(record?.result);
        return result.success ? [{ ...event, result: result.data }] : [];
      }
      return event.type === 'log' || event.type === 'progress' ? [] : [event];
    });
    const planned = records.find((entry) => entry.type === 'plan')?.fingerprint;
    const used = DigestsSchema.safeParse(records.find((entry) => entry.type === 'used')?.digests);
    const digests: readonly ReportDigest[] = used.success ? used.data : [];
    const rehearsed = events.some((event) => event.type === 'run-started' && event.rehearsed);
    const laterChecks = await this.#checksAfter(ready, run.runId, rehearsed);
    const automaticFailover = survivesOneNode(ready.site) && ready.site.machines.some((machine) => machine.ha?.enabled);
    return {
      model: makeReportModel({
        site: ready.site,
        language,
        events,
        journalHead: head,
        digests,
        automaticFailover,
        applications: await this.#applications(ready, rehearsed),
        drills: await this.#drills(ready, rehearsed),
        ...(laterChecks ? { laterChecks } : {}),
        ...(typeof planned === 'string' ? { planFingerprint: planned } : {}),
      }),
      journal,
    };
  }

  /** The newest smoke tests of what the run has left: since it, and before another run built the site. */
  async #checksAfter(ready: ReadySite, runId: string, rehearsed: boolean): Promise<ReportChecks | undefined> {
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
      if (end && results.length > 0) return { runId: smoke.runId, finishedAt: end.at, results, journalHead: head };
    }
    return undefined;
  }

  /** The instances of stacks, each with its newest backup, of the real site or of the rehearsed one. */
  async #applications(ready: ReadySite, rehearsed: boolean): Promise<readonly ReportApplication[]> {
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
  async #drills(ready: ReadySite, rehearsed: boolean): Promise<readonly ReportDrill[]> {
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
    }
    return DRILL_KINDS.flatMap((kind) => found.get(kind) ?? []);
  }
}

async function signedState(folder: string, model: ReportModel): Promise<SignedState> {
  const signed = await readSignOff(folder);
  const by = (signed?.signOffs ?? []).map(({ as, name, date }) => ({ as, name, date }));
  return {
    state: !signed ? 'none' : signed.contentSha256 === contentSha256(model) ? 'as-signed' : 'changed-since',
    by,
  };
}

const names = (signOffs: readonly SignOff[]): string =>
  signOffs.map(({ name, date }) => `${name} (${date})`).join(', ');

type StepOutcome = Extract<RunEvent, { type: 'step-finished' }>['outcome'];

function outcomeOf(recorded: unknown, logged: StepOutcome): StepOutcome {
  const known: readonly StepOutcome[] = ['changed', 'unchanged', 'failed', 'skipped', 'cancelled'];
  return known.find((entry) => entry === recorded) ?? logged;
}
