import type { Diagnostic } from '../../api/diagnostic.ts';
import type { Plan, PlanItem } from '../../api/plan.ts';
import type { SiteFacts } from '../facts/site-facts.ts';
import type { CheckVerdict, Step, View } from '../steps/step.ts';
import { checkItem } from './check-item.ts';
import { planFingerprint } from './fingerprint.ts';
import { itemId } from './item-view.ts';
import { orderedSteps } from './ordered-steps.ts';

export interface PlanInput {
  readonly steps: readonly Step[];
  readonly view: View;
  readonly appVersion: string;
  /** SHA-256 by path of the assets the site would use. */
  readonly assets: Readonly<Record<string, string>>;
  readonly stableFacts: (facts: SiteFacts) => unknown;
}

/** Asks every step about every target. Pure: looks only at the view, sends nothing. */
export function makePlan(input: PlanInput): Plan {
  const { view } = input;
  const items: PlanItem[] = [];
  const warnings: Diagnostic[] = [];
  const isOpen = new Map<string, boolean>();
  for (const step of orderedSteps(input.steps)) {
    for (const target of step.targets(view.site)) {
      const verdict = checkItem(step, view, target);
      items.push(planItem(step, view, target, verdict, (id) => isOpen.get(id) === true));
      if (verdict.state === 'satisfied') warnings.push(...(verdict.warnings ?? []));
    }
    isOpen.set(
      step.id,
      items.some((item) => item.stepId === step.id && item.action !== 'skip'),
    );
  }
  return {
    siteId: view.site.id,
    madeAt: view.facts.takenAt,
    fingerprint: planFingerprint({ ...input, site: view.site, facts: view.facts }),
    items,
    diagnostics: [...hostDiagnostics(view), ...items.flatMap((item) => item.diagnostic ?? []), ...warnings],
  };
}

function planItem(
  step: Step,
  view: View,
  target: string,
  verdict: CheckVerdict,
  isOpen: (stepId: string) => boolean,
): PlanItem {
  const waits = new Set(step.needs.filter(isOpen));
  if (verdict.state === 'later') for (const id of verdict.waitsFor) waits.add(id);
  const changes = verdict.state === 'needed' || verdict.state === 'later' ? (verdict.changes ?? []) : [];
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
    waitsFor: verdict.state === 'satisfied' ? [] : [...waits],
  };
}

const ACTIONS = { satisfied: 'skip', needed: 'apply', blocked: 'blocked', later: 'later' } as const;

function hostDiagnostics(view: View): readonly Diagnostic[] {
  return [...view.facts.hosts.values()].flatMap((sight) =>
    !sight.reached && !sight.expected ? [sight.diagnostic] : [],
  );
}
