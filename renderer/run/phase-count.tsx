import type { ItemProgress } from '../state/run-fold.ts';
import { useSpeech } from '../text/text.ts';
import { type Mark, StateMark } from '../ui/state-mark.tsx';
import { countPlan } from './plan-items.ts';

/** How far one phase is, or what it would change. */
export function PhaseCount({ all, isPlan }: { readonly all: readonly ItemProgress[]; readonly isPlan: boolean }) {
  const { say } = useSpeech();
  if (isPlan) {
    const { blocked, unknown, changing: count, drifted } = countPlan({ items: all.map(({ item }) => item) });
    if (blocked > 0)
      return <StateMark mark="failed">{say('install.ofBlocked', { count: blocked, all: all.length })}</StateMark>;
    if (unknown > 0)
      return <StateMark mark="warning">{say('install.ofUnknown', { count: unknown, all: all.length })}</StateMark>;
    const mark: Mark = drifted > 0 ? 'warning' : count > 0 ? 'change' : 'no-change';
    return (
      <StateMark mark={mark}>
        {count === 0 ? say('install.noneChanging') : say('install.ofChanging', { count, all: all.length })}
      </StateMark>
    );
  }
  const done = all.filter(({ state }) => state === 'changed' || state === 'unchanged').length;
  const has = (state: ItemProgress['state']) => all.some((entry) => entry.state === state);
  const mark: Mark = has('failed')
    ? 'failed'
    : done === all.length
      ? 'done'
      : has('cancelled')
        ? 'warning'
        : has('running')
          ? 'running'
          : 'waiting';
  return <StateMark mark={mark}>{say('install.ofDone', { done, all: all.length })}</StateMark>;
}
