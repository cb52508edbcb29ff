import type { Diagnostic } from '../../api/diagnostic.ts';
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
    const hasWaited = records.some(isHeld);
    for (const record of records) {
      const { type, item, outcome, at } = record;
      if (typeof item !== 'string') continue;
      if (type === 'step-started') ends.set(item, undefined);
      if (type !== 'step-finished' || outcome === 'skipped' || isHeld(record)) continue;
      const isTrue = outcome === 'changed' || outcome === 'unchanged';
      ends.set(item, isTrue && basis ? { since: at, runId, basis } : undefined);
    }
    const isNew = [...ends].filter(([item]) => !found.has(item));
    for (const [item, truth] of isNew) found.set(item, truth);
    looked += 1;
    // a finished run of the whole site, which waited for no host that was away, leaves nothing to ask an older one for
    const isWhole =
      plan !== undefined &&
      plan.isPart !== true &&
      !hasWaited &&
      records.some((record) => record.type === 'run-finished');
    if (isWhole || looked >= RUNS_BACK) break;
  }
  return new Map([...found].flatMap(([item, truth]) => (truth ? [[item, truth] as const] : [])));
}

/** An item that was not looked at, as a host that concerns it was away. */
function isHeld({ type, diagnostic }: JournalRecord): boolean {
  return type === 'step-finished' && (diagnostic as Diagnostic | undefined)?.code === 'step.host-away';
}
