import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Diagnostic, fail } from '../../api/diagnostic.ts';
import type { RunEvent } from '../../api/run.ts';
import type { HistoryFilter, HistoryPage, PastRun, RunComparison } from '../../api/run-history.ts';
import type { Site } from '../../api/site.ts';
import { compareRuns } from '../run/compare-runs.ts';
import { type JournalCheck, readJournal } from '../run/journal.ts';
import { pastRunEvents } from '../run/past-run-events.ts';
import { onePastRun, type RunPlace, readHistory, runPlaces } from '../run/read-history.ts';
import { plannedItems, type RunRecord, recordedChecks, recordedFiles, recordedSteps } from '../run/run-record.ts';
import { parseSite } from '../site/parse-site.ts';
import { sha256Of } from '../workspace/sha256.ts';
import type { UnfinishedSite } from './machines-desk.ts';
import { KEPT_SITE, type RunShelf } from './run-shelf.ts';

/** What the runs of a site were, one by one and two beside each other. Only reads. */
export class HistoryDesk {
  readonly #runs: RunShelf;

  constructor(runs: RunShelf) {
    this.#runs = runs;
  }

  async page(
    about: UnfinishedSite,
    order: { readonly filter: HistoryFilter; readonly before?: string | undefined; readonly limit: number },
  ): Promise<HistoryPage> {
    const found = await readHistory(await this.#places(about), {
      ...order,
      isLive: (runId) => this.#runs.isLive(runId),
    });
    return { ...found, siteSha256: sha256Of(await readFile(about.folder.siteFile, 'utf8')) };
  }

  /** Throws run.not-found. */
  async one(about: UnfinishedSite, runId: string): Promise<PastRun> {
    return (await this.#find(about, runId)).run;
  }

  /** The earlier one first, in whatever order they are named. Throws run.not-found. */
  async compare(about: UnfinishedSite, left: string, right: string): Promise<RunComparison> {
    const [one, two] = await Promise.all([this.#record(about, left), this.#record(about, right)]);
    return one.run.startedAt > two.run.startedAt ? compareRuns(two, one) : compareRuns(one, two);
  }

  async #record(about: UnfinishedSite, runId: string): Promise<RunRecord> {
    const { run, place } = await this.#find(about, runId);
    const folder = join(place.folder, runId);
    const { records, diagnostics } = await readJournal(join(folder, 'journal.jsonl'));
    return {
      run,
      steps: recordedSteps(records, plannedItems(await events(join(folder, 'log.jsonl')))),
      checks: recordedChecks(records),
      files: recordedFiles(records),
      site: await keptSite(join(folder, KEPT_SITE), run.siteSha256),
      diagnostics: told(diagnostics, run),
    };
  }

  async #find(about: UnfinishedSite, runId: string): Promise<{ readonly run: PastRun; readonly place: RunPlace }> {
    const place = (await this.#places(about)).find((entry) => entry.runId === runId);
    const run = place && (await onePastRun(place, this.#runs.isLive(runId)));
    if (!place || !run) throw fail('run.not-found', { params: { runId: runId.slice(0, 60) } });
    return { run, place };
  }

  /** All of them; whoever asks for one later finds its events and its log as well. */
  async #places({ site, folder }: UnfinishedSite): Promise<readonly RunPlace[]> {
    const places = await runPlaces(this.#runs.foldersOf({ site, folder }));
    this.#runs.know(places);
    return places;
  }
}

/** Without the lines of the log. A run whose log is gone still has its journal. */
async function events(path: string): Promise<readonly RunEvent[]> {
  const found: RunEvent[] = [];
  try {
    for await (const event of pastRunEvents(path, { withoutLog: true })) found.push(event);
  } catch {
    return found;
  }
  return found;
}

/** The site as the run kept it, as long as it is what the journal says that the run read. */
async function keptSite(path: string, sha256: string | undefined): Promise<Site | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined || sha256Of(text) !== sha256) return undefined;
  const { site, draft } = parseSite(text);
  return site ?? draft;
}

/** A journal that is still written may end in half a record: that is no damage. */
function told(found: JournalCheck['diagnostics'], { outcome }: PastRun): readonly Diagnostic[] {
  return outcome === 'running' ? found.filter(({ code }) => code !== 'run.journal-torn') : found;
}
