import { join } from 'node:path';
import type { RunSummary, StandingCheck } from '../../api/run.ts';
import type { EvidenceRecord } from '../report/evidence.ts';
import { readJournal } from '../run/journal.ts';
import { siteDigest } from '../run/past-run.ts';
import { recordedChecks } from '../run/run-record.ts';

/** A run of which at least one test stands, with its journal. */
export interface TestRun {
  readonly runId: string;
  readonly finishedAt: string;
  readonly records: readonly EvidenceRecord[];
  /** SHA-256 of its journal's last record. */
  readonly head: string;
}

export interface StandingChecks {
  /** In the order of the run that asked all of them. */
  readonly checks: readonly StandingCheck[];
  /** Newest first. */
  readonly runs: readonly TestRun[];
  /** Of site.toml as the run that asked all of them read it. */
  readonly siteSha256: string | undefined;
}

/** In the journal of a run that asked only some: all others are kept from runs before it. */
export const CHECKS_KEPT = 'checks-kept';

/**
 * The smoke tests as they stand: of each what was seen last, back to the run that asked all of them. What was seen before the
 * site was built again proves nothing; then none stands. `runs`: newest first, all on the real site or all on the simulated one.
 */
export async function standingChecks(
  runs: readonly RunSummary[],
  folderOf: (runId: string) => string | undefined,
): Promise<StandingChecks | undefined> {
  const newest = new Map<string, StandingCheck>();
  const found: TestRun[] = [];
  for (const { runId, kind } of runs) {
    if (kind === 'apply') return undefined;
    const folder = folderOf(runId);
    if ((kind !== 'smoke' && kind !== 'rehearse') || folder === undefined) continue;
    const { records, head } = await readJournal(join(folder, runId, 'journal.jsonl'));
    const end = records.findLast((entry) => entry.type === 'run-finished');
    const checks = recordedChecks(records);
    // One that was broken off has not tested the site; a rehearsal may have built it anew all the same.
    if (!end || checks.length === 0) {
      if (kind === 'rehearse') return undefined;
      continue;
    }
    const isSome = records.some(({ type }) => type === CHECKS_KEPT);
    const standing = checks.map((result): StandingCheck => newest.get(result.id) ?? { result, runId, at: end.at });
    if (standing.some((entry) => entry.runId === runId)) found.push({ runId, finishedAt: end.at, records, head });
    if (!isSome) {
      const ids = new Set(checks.map(({ id }) => id));
      const added = [...newest.values()].filter(({ result }) => !ids.has(result.id));
      return { checks: [...standing, ...added], runs: found, siteSha256: siteDigest(records.find(isUsed)) };
    }
    for (const entry of standing) newest.set(entry.result.id, entry);
  }
  return undefined;
}

function isUsed({ type }: { readonly type: string }): boolean {
  return type === 'used';
}
