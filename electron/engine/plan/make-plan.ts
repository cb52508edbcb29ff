import { type Diagnostic, diagnostic } from '../../api/diagnostic.ts';
import type { Orphan, Plan, PlanItem } from '../../api/plan.ts';
import type { SiteFacts } from '../facts/site-facts.ts';
import type { CheckVerdict, Step, View } from '../steps/step.ts';
import { awayNotices, type Hold, holdsOf } from './away.ts';
import { checkItem } from './check-item.ts';
import { basisOf, driftOf, type Truth } from './drift.ts';
import { planFingerprint } from './fingerprint.ts';
import { itemId } from './item-view.ts';
import { orderedSteps } from './ordered-steps.ts';
import type { SelectedItems } from './select-items.ts';

export interface PlanInput {
  readonly steps: readonly Step[];
  readonly view: View;
  readonly appVersion: string;
  /** SHA-256 by path of the assets the site would use. */
  readonly assets: Readonly<Record<string, string>>;
  readonly stableFacts: (facts: SiteFacts) => unknown;
  /** Only these items; default all. */
  readonly selected?: SelectedItems;
  /** What earlier runs have seen true, by item: what is not true any more is then named as drift. */
  readonly truths?: ReadonlyMap<string, Truth>;
  /** What is ours and no longer named. */
  readonly orphans?: readonly Orphan[];
  /** Further things to tell, about the site as a whole. */
  readonly notices?: readonly Diagnostic[];
}

interface Seen {
  readonly id: string;
  readonly target: string;
  /** Neither true nor held back by a host that is away. */
  readonly isOpen: boolean;
  readonly isSelected: boolean;
  readonly isLeftOut: boolean;
}

/** Asks every step about every target. Pure: looks only at the view, sends nothing. */
export function makePlan(input: PlanInput): Plan {
  const { view, selected } = input;
  const items: PlanItem[] = [];
  const warnings: Diagnostic[] = [];
  const ofStep = new Map<string, Seen[]>();
  const basis = basisOf(view.site, input.appVersion, input.assets);
  const steps = orderedSteps(input.steps);
  const holdOf = holdsOf(steps, view);
  const holds: Hold[] = [];
  for (const step of steps) {
    const seen: Seen[] = [];
    for (const target of step.targets(view.site)) {
      const verdict = checkItem(step, view, target);
      const isTrue = verdict.state === 'satisfied';
      const before = needsOf(step, verdict).flatMap((need) => ofStep.get(need) ?? []);
      const isLeftOut =
        !isTrue &&
        (selected?.isSkipped(step, target) === true ||
          before.some((need) => need.isLeftOut && sharesTarget(need, target)));
      const isSelected = selected?.includes(step, target) ?? true;
      const hold = isLeftOut ? undefined : holdOf(step, target);
      seen.push({ id: itemId(step, target), target, isOpen: !isTrue && !hold, isSelected, isLeftOut });
      if (!isSelected) continue;
      if (hold) holds.push(hold);
      if (verdict.state === 'satisfied') warnings.push(...(verdict.warnings ?? []));
      const drift = driftOf(step, target, verdict, view, input.truths?.get(itemId(step, target)), basis);
      items.push({ ...planItem(step, view, target, verdict, hold, ofStep, isLeftOut), ...(drift ? { drift } : {}) });
    }
    ofStep.set(step.id, seen);
  }
  return {
    siteId: view.site.id,
    madeAt: view.facts.takenAt,
    fingerprint: planFingerprint({ ...input, site: view.site, facts: view.facts, selection: selected?.selection }),
    items,
    orphans: [...(input.orphans ?? [])],
    diagnostics: [
      ...(input.notices ?? []),
      ...hostDiagnostics(view),
      ...awayNotices(holds),
      // what waits for a host that is away is told once, not item by item
      ...items.flatMap((item) => (item.diagnostic && !item.leftOut && !isHeld(item) ? [item.diagnostic] : [])),
      ...warnings,
    ],
  };
}

function planItem(
  step: Step,
  view: View,
  target: string,
  asked: CheckVerdict,
  hold: Hold | undefined,
  ofStep: ReadonlyMap<string, readonly Seen[]>,
  isLeftOut: boolean,
): PlanItem {
  const open = (need: string): readonly Seen[] => (ofStep.get(need) ?? []).filter((entry) => entry.isOpen);
  const unselected = needsOf(step, asked).flatMap((need) => open(need).filter((entry) => !entry.isSelected));
  const missing = asked.state === 'needed' || asked.state === 'later' ? unselected.map(({ id }) => id) : [];
  const obstacle =
    hold?.diagnostic ?? (missing.length > 0 && !isLeftOut ? needsUnselected(itemId(step, target), missing) : undefined);
  const verdict: CheckVerdict = obstacle ? { state: 'blocked', diagnostic: obstacle } : asked;
  const waits = new Set(step.needs.filter((need) => open(need).length > 0));
  if (asked.state === 'later') for (const id of asked.waitsFor) waits.add(id);
  const changes = asked.state === 'needed' || asked.state === 'later' ? (asked.changes ?? []) : [];
  return {
    id: itemId(step, target),
    stepId: step.id,
    title: step.title(view.site, target),
    phase: step.phase,
    target,
    risk: step.risk,
    action: ACTIONS[verdict.state],
    changes: [...changes],
    ...(verdict.state === 'blocked' ? { diagnostic: verdict.diagnostic } : {}),
    waitsFor: verdict.state === 'satisfied' || hold ? [] : [...waits],
    ...(step.skippable ? { skippable: true } : {}),
    ...(isLeftOut ? { leftOut: true } : {}),
  };
}

/** Whether an item waits for a host that is away. */
export function isHeld(item: Pick<PlanItem, 'diagnostic'>): boolean {
  return item.diagnostic?.code === 'step.host-away';
}

/** Steps that must be true before this one, as far as its check says. */
function needsOf(step: Step, verdict: CheckVerdict): readonly string[] {
  return [...new Set([...step.needs, ...(verdict.state === 'later' ? verdict.waitsFor : [])])].filter(
    (id) => id !== step.id,
  );
}

/** Whether something left undone at `need` concerns an item of this target; the whole site concerns everybody. */
export function sharesTarget(need: { readonly target: string }, target: string): boolean {
  return need.target === target || need.target === 'site' || target === 'site';
}

/** Why a selected item cannot run: what it needs is neither true nor selected. */
export function needsUnselected(item: string, needs: readonly string[]): Diagnostic {
  return diagnostic('selection.needs-unselected', {
    params: { item, needs: needs.slice(0, 3).join(', ') + (needs.length > 3 ? ', ...' : '') },
    evidence: needs,
    subject: { step: item },
  });
}

const ACTIONS = { satisfied: 'skip', needed: 'apply', blocked: 'blocked', later: 'later' } as const;

function hostDiagnostics(view: View): readonly Diagnostic[] {
  return [...view.facts.hosts.values()].flatMap((sight) =>
    sight.reached ? (sight.notes ?? []) : sight.expected ? [] : [sight.diagnostic],
  );
}
