import { readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { fail } from '../../api/diagnostic.ts';
import type { HandoverLook } from '../../api/handover-look.ts';
import type { Evidence, EvidenceLog, EvidenceNumber, ReportFolder, ReportVerdict } from '../../api/report.ts';
import { CheckResultSchema, type RunEvent } from '../../api/run.ts';
import type { SignedState, SignOff } from '../../api/sign-off.ts';
import type { Language } from '../../api/text.ts';
import { evidenceInWords } from '../report/evidence-words.ts';
import { DIGEST_SOURCES, makeReportModel, type ReportDigest, type ReportModel } from '../report/report-model.ts';
import { contentSha256, readSignOff } from '../report/sign-off.ts';
import { signatureImage } from '../report/signature-image.ts';
import { verifyReport } from '../report/verify-report.ts';
import { previewReport, writeReport } from '../report/write-report.ts';
import { readJournal, verifyJournal } from '../run/journal.ts';
import { pastRunEvents } from '../run/past-run-events.ts';
import { survivesOneNode } from '../site/derive.ts';
import { syncFolder } from '../workspace/atomic-file.ts';
import { readEvidence } from './read-evidence.ts';
import { ReportSources } from './report-sources.ts';
import type { RunShelf } from './run-shelf.ts';
import type { ReadySite } from './site-shelf.ts';

const DigestsSchema = z.array(
  z.strictObject({ name: z.string(), sha256: z.string(), sizeBytes: z.number(), source: z.enum(DIGEST_SOURCES) }),
);

/** Makes reports of runs. Outcomes, changes and checks are taken from the chained journal; the log gives titles and order. */
export class ReportDesk {
  readonly #runs: RunShelf;

  constructor(runs: RunShelf) {
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
    const shown = isAsSigned ? { ...model, signOffs: signed.signOffs } : model;
    return writeReport(shown, journal, outDir ?? own, await this.#evidenceFile(model));
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
      const signOffs = [...(before?.signOffs ?? []), signOff];
      return await writeReport({ ...model, signOffs }, journal, own, await this.#evidenceFile(model));
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
  ): Promise<{
    readonly html: string;
    readonly runId: string;
    readonly signed: SignedState;
    readonly evidence: Evidence[];
    readonly statements: { readonly all: number; readonly proven: number };
  }> {
    const run = await this.#find(ready, runId);
    const { model } = await this.#model(ready, run, language);
    const own = join(ready.folder.reports, run.runId);
    const signed = await signedState(own, model);
    const signOffs = signed.state === 'as-signed' ? (await readSignOff(own))?.signOffs : undefined;
    const evidence = [...evidenceInWords(model)];
    const shown = previewReport(signOffs ? { ...model, signOffs } : model);
    return { ...shown, runId: run.runId, signed, evidence };
  }

  /** The numbers of the report that a preview would show. */
  async numbers(ready: ReadySite): Promise<readonly EvidenceNumber[]> {
    const newest = (await this.#runs.list(ready)).find(({ kind }) => kind === 'rehearse' || kind === 'apply');
    if (!newest) return [];
    const run = await this.#find(ready, newest.runId);
    const { model } = await this.#model(ready, run, ready.site.language);
    return model.evidence.map(({ number, key, runId }) => ({ number, key, runId }));
  }

  /** What one number of the report stands on. Throws report.no-evidence. */
  async evidence(ready: ReadySite, runId: string | undefined, number: string): Promise<EvidenceLog> {
    const run = await this.#find(ready, runId);
    const { model } = await this.#model(ready, run, ready.site.language);
    const entry = model.evidence.find((known) => known.number === number);
    const [found] = entry ? await readEvidence([entry], (id) => this.#folderOf(id)) : [];
    if (!found) throw fail('report.no-evidence', { params: { number, run: run.runId } });
    return found;
  }

  #folderOf(runId: string): string {
    const folder = this.#runs.folderOf(runId);
    if (folder === undefined) throw fail('app.unknown-run', { params: { run: runId } });
    return join(folder, runId);
  }

  /** The form that lies beside the report: each number with its record, and with what was asked and answered. */
  async #evidenceFile({ evidence }: ReportModel): Promise<string> {
    const logs = await readEvidence(evidence, (id) => this.#folderOf(id));
    const entries = evidence.map((entry, index) => ({ ...entry, ...logs[index] }));
    return `${JSON.stringify({ format: 'sitewright-evidence', version: 1, entries }, null, 2)}\n`;
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
    const sources = new ReportSources(this.#runs);
    const laterChecks = await sources.checksAfter(ready, run.runId, rehearsed);
    const automaticFailover = survivesOneNode(ready.site) && ready.site.machines.some((machine) => machine.ha?.enabled);
    const applications = await sources.applications(ready, rehearsed);
    const drills = await sources.drills(ready, rehearsed);
    return {
      model: makeReportModel({
        site: ready.site,
        language,
        events,
        journalHead: head,
        digests,
        automaticFailover,
        applications,
        drills,
        journals: [{ runId: run.runId, records, head, wants: sources.wantsOfOwn }, ...sources.journals],
        ...(laterChecks ? { laterChecks } : {}),
        ...(typeof planned === 'string' ? { planFingerprint: planned } : {}),
      }),
      journal,
    };
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
