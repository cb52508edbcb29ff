import type { CheckOutcome, CheckResult } from '../../api/run.ts';
import type {
  CheckDifference,
  Present,
  RunComparison,
  StepDifference,
  StepResult,
  StepSide,
  Trend,
} from '../../api/run-history.ts';
import { compareSites } from '../site/compare-sites.ts';
import type { RecordedStep, RunRecord } from './run-record.ts';

/** Of durations, that they differ: by so much, and by such a part of the longer one. The same step is never done twice in the same time. */
const NOTABLE_MS = 5_000;
const NOTABLE_PART = 0.25;

/** How good it is for the site: what is done, what was left, what failed. */
const RANKS: Readonly<Record<StepResult, number>> = {
  changed: 0,
  unchanged: 0,
  skipped: 1,
  cancelled: 1,
  'not-run': 1,
  interrupted: 2,
  failed: 2,
};
/** Rehearsed is the same as passed on the simulated site: two runs of which one is rehearsed say so once, not for every check. */
const CHECK_RANKS: Readonly<Record<CheckOutcome, number>> = {
  passed: 0,
  rehearsed: 0,
  'not-applicable': 1,
  failed: 2,
};
const TRENDS: readonly Trend[] = ['worse', 'better', 'other'];

/** What two runs of a site did otherwise, from one to the other. */
export function compareRuns(before: RunRecord, after: RunRecord): RunComparison {
  // Times of a compressed rehearsal say nothing.
  const areTimed = !before.run.rehearsed && !after.run.rehearsed;
  const stepsOfBoth = pairs(before.steps, after.steps);
  // A run that asked only some of the tests again says nothing of the others.
  const isSome = [before, after].some(({ run }) => run.asked?.checks !== undefined);
  const checksOfBoth = pairs(before.checks, after.checks).filter(([one, two]) => !isSome || (one && two));
  const presentSteps = presence(before.steps, after.steps);
  const presentChecks = presence(before.checks, after.checks);
  const steps = stepsOfBoth.flatMap(([one, two]) => stepDifference(one, two, areTimed) ?? []);
  const checks = checksOfBoth.flatMap(([one, two]) => checkDifference(one, two) ?? []);
  return {
    before: before.run,
    after: after.run,
    // Where only one of them has any, each of these would be a difference, and none of them would say a thing.
    steps: {
      present: presentSteps,
      same: stepsOfBoth.length - steps.length,
      differences: presentSteps === 'both' ? worstFirst(steps) : [],
    },
    checks: {
      present: presentChecks,
      same: checksOfBoth.length - checks.length,
      differences: presentChecks === 'both' ? worstFirst(checks) : [],
    },
    site: siteDifference(before, after),
    files: [...new Set([...before.files.keys(), ...after.files.keys()])].sort().flatMap((name) => {
      const [one, two] = [before.files.get(name), after.files.get(name)];
      if (one === two || before.files.size === 0 || after.files.size === 0) return [];
      return [{ name, ...(one === undefined ? {} : { before: one }), ...(two === undefined ? {} : { after: two }) }];
    }),
    diagnostics: [...before.diagnostics, ...after.diagnostics],
  };
}

type Pair<T> = readonly [T, T] | readonly [undefined, T] | readonly [T, undefined];

/** By id, in the order of the later run; what only the earlier one had comes last. */
function pairs<T extends { readonly id: string }>(before: readonly T[], after: readonly T[]): readonly Pair<T>[] {
  const [old, now] = [new Map(before.map((entry) => [entry.id, entry])), new Set(after.map(({ id }) => id))];
  return [
    ...after.map((entry): Pair<T> => {
      const one = old.get(entry.id);
      return one ? [one, entry] : [undefined, entry];
    }),
    ...before.filter(({ id }) => !now.has(id)).map((entry): Pair<T> => [entry, undefined]),
  ];
}

function presence(before: readonly unknown[], after: readonly unknown[]): Present {
  if (before.length > 0) return after.length > 0 ? 'both' : 'before';
  return after.length > 0 ? 'after' : 'none';
}

function stepDifference(
  before: RecordedStep | undefined,
  after: RecordedStep | undefined,
  areTimed: boolean,
): StepDifference | undefined {
  const shown = after ?? before;
  if (!shown) return undefined;
  const differs: StepDifference['differs'][number][] = [];
  if (!before || !after) differs.push('presence');
  else {
    if (before.result !== after.result) differs.push('result');
    if (JSON.stringify(before.changes) !== JSON.stringify(after.changes)) differs.push('changes');
    else if (before.diagnostic?.code !== after.diagnostic?.code && differs.length === 0) differs.push('result');
    if (areTimed && isNotable(before, after)) differs.push('duration');
  }
  if (differs.length === 0) return undefined;
  return {
    id: shown.id,
    ...(shown.title ? { title: shown.title } : {}),
    target: shown.target,
    trend: trendOf(before && RANKS[before.result], after && RANKS[after.result]),
    differs,
    ...(before ? { before: sideOf(before) } : {}),
    ...(after ? { after: sideOf(after) } : {}),
  };
}

/** Only of what was worked on in both: a step that found all true takes no time. */
function isNotable(before: StepSide, after: StepSide): boolean {
  const [one, two] = [before.durationMs, after.durationMs];
  if (one === undefined || two === undefined || before.result !== after.result) return false;
  return Math.abs(one - two) >= Math.max(NOTABLE_MS, NOTABLE_PART * Math.max(one, two));
}

function checkDifference(before: CheckResult | undefined, after: CheckResult | undefined): CheckDifference | undefined {
  const shown = after ?? before;
  if (!shown) return undefined;
  const [one, two] = [before && CHECK_RANKS[before.outcome], after && CHECK_RANKS[after.outcome]];
  if (one === two && before?.diagnostic?.code === after?.diagnostic?.code) return undefined;
  return {
    id: shown.id,
    title: shown.title,
    trend: trendOf(one, two),
    ...(before ? { before: checkSide(before) } : {}),
    ...(after ? { after: checkSide(after) } : {}),
  };
}

/** What is there in one run only is no change for the worse or the better, unless it failed there. */
function trendOf(before: number | undefined, after: number | undefined): Trend {
  if (before === after) return 'other';
  if ((after ?? 0) > (before ?? 0)) return before === undefined && after !== 2 ? 'other' : 'worse';
  if ((after ?? 0) < (before ?? 0)) return after === undefined && before !== 2 ? 'other' : 'better';
  return 'other';
}

function worstFirst<T extends { readonly trend: Trend }>(differences: readonly T[]): readonly T[] {
  return TRENDS.flatMap((trend) => differences.filter((entry) => entry.trend === trend));
}

function siteDifference(before: RunRecord, after: RunRecord): RunComparison['site'] {
  const [one, two] = [before.run.siteSha256, after.run.siteSha256];
  if (one === undefined || two === undefined) return { state: 'unknown' };
  if (one === two) return { state: 'same', differences: [] };
  if (!before.site || !after.site) return { state: 'changed' };
  return { state: 'changed', differences: compareSites(before.site, after.site) };
}

function sideOf({ result, durationMs, changes, diagnostic }: RecordedStep): StepSide {
  return {
    result,
    ...(durationMs === undefined ? {} : { durationMs }),
    changes,
    ...(diagnostic ? { diagnostic } : {}),
  };
}

function checkSide({ outcome, seen, diagnostic }: CheckResult): CheckDifference['before'] {
  return { outcome, seen, ...(diagnostic ? { diagnostic } : {}) };
}
