import type { ClaimBasis, Truth } from '../plan/drift.ts';
import type { JournalRecord } from './journal.ts';

/** Runs looked back at: after so many partial ones nothing older is called drift. */
const RUNS_BACK = 20;

/**
 * Which items the runs of a site have seen true, each as the newest run that had to do with it says. An item that a run began
 * and did not end well is not true; one that a run did not come to is asked of the run before.
 * @param runs ids, newest first
 */
export async function pastTruths(
  runs: readonly string[],
  recordsOf: (runId: string) => Promise<readonly JournalRecord[]>,
): Promise<ReadonlyMap<string, Truth>> {
  const found = new Map<string, Truth | undefined>();
  let looked = 0;
  for (const runId of runs) {
    const records = await recordsOf(runId);
    if (records[0]?.kind !== 'apply' && records[0]?.kind !== 'rehearse') continue;
    const plan = records.find((record) => record.type === 'plan');
    const basis = plan?.basis as ClaimBasis | undefined;
    const ends = new Map<string, Truth | undefined>();
    for (const { type, item, outcome, at } of records) {
      if (typeof item !== 'string') continue;
      if (type === 'step-started') ends.set(item, undefined);
      if (type !== 'step-finished' || outcome === 'skipped') continue;
      const isTrue = outcome === 'changed' || outcome === 'unchanged';
      ends.set(item, isTrue && basis ? { since: at, runId, basis } : undefined);
    }
    const isNew = [...ends].filter(([item]) => !found.has(item));
    for (const [item, truth] of isNew) found.set(item, truth);
    looked += 1;
    // a finished run of the whole site leaves nothing to ask an older one for
    const isWhole =
      plan !== undefined && plan.isPart !== true && records.some((record) => record.type === 'run-finished');
    if (isWhole || looked >= RUNS_BACK) break;
  }
  return new Map([...found].flatMap(([item, truth]) => (truth ? [[item, truth] as const] : [])));
}
