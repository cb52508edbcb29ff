import type { ComponentProps } from 'react';
import type { PlanItem } from '../../electron/api/plan.ts';
import { useSpeech } from '../text/text.ts';
import { StateMark } from '../ui/state-mark.tsx';
import { nameOf } from './plan-items.ts';
import { Troubles } from './way-out.tsx';
import type { ShownPlan } from './work-order.ts';

/** What is to be known before a plan is started: what cannot be undone, what somebody changed, who else is at work. */
export function PlanNotes({
  shown,
  ways,
}: {
  readonly shown: ShownPlan;
  readonly ways: ComponentProps<typeof Troubles>['ways'];
}) {
  const { say, pick } = useSpeech();
  const { plan } = shown;
  // What blocks a step stands beside that step.
  const blocking = new Set(plan.items.map((item) => item.diagnostic));
  const notes = plan.diagnostics.filter((entry) => ![...blocking].some((other) => isSame(other, entry)));
  const named = (items: readonly PlanItem[]) => items.map((item) => nameOf(item, pick)).join(', ');
  const active = plan.items.filter((item) => !item.leftOut);
  const drifted = active.filter((item) => item.drift);
  const destructive = active.filter((item) => item.risk === 'destructive' && item.action === 'apply');
  if (notes.length + drifted.length + destructive.length === 0) return null;
  return (
    <section className="sw-panel sw-before">
      <h2>{say('install.beforeStart')}</h2>
      <div className="sw-stack sw-notes">
        {destructive.length > 0 && (
          <StateMark mark="erased">{say('install.destructiveList', { steps: named(destructive) })}</StateMark>
        )}
        {drifted.length > 0 && (
          <StateMark mark="warning">{say('install.driftList', { steps: named(drifted) })}</StateMark>
        )}
        <Troubles diagnostics={notes} ways={ways} />
      </div>
    </section>
  );
}

function isSame(one: unknown, other: unknown): boolean {
  return one !== undefined && JSON.stringify(one) === JSON.stringify(other);
}
