import { DiagnosticSchema } from '../../api/diagnostic.ts';
import { AskedSchema, RunKindSchema, RunOutcomeSchema, type RunSummary } from '../../api/run.ts';
import type { PastRun } from '../../api/run-history.ts';
import type { JournalRecord } from './journal.ts';
import type { JournalEnds } from './journal-ends.ts';

/** A run in a line, from the ends of its journal. Undefined where that tells of no run. */
export function runSummary(runId: string, ends: JournalEnds | undefined, isLive: boolean): RunSummary | undefined {
  const kind = RunKindSchema.safeParse(ends?.first.kind);
  if (ends?.first.type !== 'run-started' || !kind.success) return undefined;
  const end = endOf(ends);
  const outcome = RunOutcomeSchema.safeParse(end?.outcome);
  return {
    runId,
    kind: kind.data,
    siteId: String(ends.first.siteId),
    rehearsed: ends.first.rehearsed === true,
    startedAt: ends.first.at,
    ...(end ? { finishedAt: end.at } : {}),
    outcome: end && outcome.success ? outcome.data : isLive ? 'running' : 'interrupted',
  };
}

/** The same with all that the ends of its journal tell. */
export function pastRun(runId: string, ends: JournalEnds | undefined, isLive: boolean): PastRun | undefined {
  const summary = runSummary(runId, ends, isLive);
  if (!summary || !ends) return undefined;
  const { first, second, last } = ends;
  const end = endOf(ends);
  const asked = AskedSchema.safeParse(first.asked);
  const siteSha256 = siteDigest(second);
  const failure = Array.isArray(end?.diagnostics) ? DiagnosticSchema.safeParse(end.diagnostics[0]) : undefined;
  return {
    ...summary,
    ...(typeof first.appVersion === 'string' ? { appVersion: first.appVersion } : {}),
    ...(typeof first.by === 'string' ? { by: first.by } : {}),
    ...(siteSha256 === undefined ? {} : { siteSha256 }),
    ...(asked.success ? { asked: asked.data } : {}),
    ...countOf(end, 'changed'),
    ...countOf(end, 'unchanged'),
    ...countOf(end, 'failed'),
    ...(end ? {} : { lastAt: last.at }),
    ...(failure?.success ? { failure: failure.data } : {}),
  };
}

/** Of site.toml, out of the record of what the run works with. */
export function siteDigest(used: JournalRecord | undefined): string | undefined {
  if (used?.type !== 'used' || !Array.isArray(used.digests)) return undefined;
  const entry: unknown = used.digests.find(
    (digest: unknown) => (digest as { readonly name?: unknown } | null)?.name === 'site.toml',
  );
  const sha256 = (entry as { readonly sha256?: unknown } | undefined)?.sha256;
  return typeof sha256 === 'string' ? sha256 : undefined;
}

function endOf({ last }: JournalEnds): JournalRecord | undefined {
  return last.type === 'run-finished' ? last : undefined;
}

function countOf<Name extends string>(end: JournalRecord | undefined, name: Name): { readonly [key in Name]?: number } {
  const value = end?.[name];
  return Number.isInteger(value) ? ({ [name]: value } as { readonly [key in Name]: number }) : {};
}
