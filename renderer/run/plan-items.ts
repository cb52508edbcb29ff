import type { Phase, Plan, PlanItem } from '../../electron/api/plan.ts';
import type { Selection } from '../../electron/api/selection.ts';
import type { Text } from '../../electron/api/text.ts';
import { waitsForHost } from '../../electron/api/waits-for-host.ts';
import type { ItemProgress, ItemState } from '../state/run-fold.ts';
import type { SentenceKey } from '../text/text.ts';
import type { Mark } from '../ui/state-mark.tsx';

/** The items of a plan as the matrix shows them. */
export function planItems({ items }: Plan): readonly ItemProgress[] {
  return items.map((item) => ({
    item,
    state: item.action === 'skip' ? 'unchanged' : 'waiting',
    changes: item.changes,
    ...(item.diagnostic ? { diagnostic: item.diagnostic } : {}),
    rates: [],
  }));
}

/** What a step is called in a sentence: its title, with the machine where the title does not name it. */
export function nameOf({ target, title }: PlanItem, pick: (text: Text) => string): string {
  const said = pick(title);
  return target === 'site' || said.includes(target) ? said : `${said} (${target})`;
}

export interface PlanCounts {
  /** Steps that would do something now or later. */
  readonly changing: number;
  readonly blocked: number;
  /** Steps that wait for a host that is away. */
  readonly unknown: number;
  /** Those hosts, each once. */
  readonly away: readonly string[];
  readonly drifted: number;
  readonly leftOut: number;
}

export function countPlan({ items }: { readonly items: readonly PlanItem[] }): PlanCounts {
  const count = (is: (item: PlanItem) => boolean): number => items.filter(is).length;
  const waiting = items.flatMap((item) => waitsForHost(item) ?? []);
  return {
    changing: count((item) => !item.leftOut && (item.action === 'apply' || item.action === 'later')),
    blocked: count((item) => !item.leftOut && item.action === 'blocked' && waitsForHost(item) === undefined),
    unknown: waiting.length,
    away: [...new Set(waiting)],
    drifted: count((item) => item.drift !== undefined),
    leftOut: count((item) => item.leftOut === true),
  };
}

const STATES: Readonly<Record<ItemState, readonly [Mark, SentenceKey]>> = {
  waiting: ['waiting', 'state.waiting'],
  running: ['running', 'state.running'],
  changed: ['done', 'state.done'],
  unchanged: ['no-change', 'state.noChange'],
  failed: ['failed', 'state.failed'],
  skipped: ['waiting', 'state.notRun'],
  cancelled: ['warning', 'state.cancelled'],
};

/** Icon and word of one cell, in a plan or in a run. */
export function cellState({ item, state }: ItemProgress, isPlan: boolean): readonly [Mark, SentenceKey] {
  if (item.leftOut && (isPlan || state === 'skipped' || state === 'waiting')) return ['no-change', 'state.leftOut'];
  const isUnknown = waitsForHost(item) !== undefined;
  if (isUnknown && (isPlan || state === 'skipped' || state === 'waiting')) return ['warning', 'state.notKnown'];
  if (!isPlan) return item.action === 'blocked' && state === 'waiting' ? ['failed', 'state.blocked'] : STATES[state];
  if (item.action === 'blocked') return ['failed', 'state.blocked'];
  if (item.drift) return ['warning', 'state.drift'];
  if (item.action === 'apply') return ['change', 'state.changes'];
  return item.action === 'later' ? ['waiting', 'state.later'] : STATES.unchanged;
}

/**
 * Phases that have nothing to tell: in a plan those that change nothing, in a run those that are done while another one is not.
 * A person may open them all the same.
 */
export function closedPhases(items: readonly ItemProgress[], isPlan: boolean): ReadonlySet<Phase> {
  const isQuiet = ({ item, state }: ItemProgress): boolean =>
    isPlan ? item.action === 'skip' : state === 'changed' || state === 'unchanged';
  const loud = new Set(items.filter((entry) => !isQuiet(entry)).map(({ item }) => item.phase));
  if (loud.size === 0 && !isPlan) return new Set();
  return new Set(items.map(({ item }) => item.phase).filter((phase) => !loud.has(phase)));
}

/** What F8 goes to: what failed, cannot be done, or is not as it was left. What waits for a host that is away is told once. */
export function isProblem({ item, state }: ItemProgress): boolean {
  const isBlocked = item.action === 'blocked' && waitsForHost(item) === undefined;
  return !item.leftOut && (state === 'failed' || isBlocked || item.drift !== undefined);
}

/** The parts of the work that one cell of the matrix leads to. */
export function partsOf(item: PlanItem): Readonly<Record<'step' | 'here' | 'from' | 'host', Selection | undefined>> {
  const isOfSite = item.target === 'site' || item.phase === 'removal';
  // A removal is asked for by its name, not by its step.
  if (item.phase === 'removal') return { step: undefined, here: undefined, from: undefined, host: undefined };
  return {
    step: { only: [item.stepId] },
    here: isOfSite ? undefined : { only: [item.stepId], nodes: [item.target] },
    from: { from: item.stepId },
    host: isOfSite ? undefined : { nodes: [item.target] },
  };
}
