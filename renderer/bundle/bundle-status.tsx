import type { BundleLook } from '../../electron/api/bundle.ts';
import type { RunState } from '../state/run-fold.ts';
import { useSpeech } from '../text/text.ts';
import { StateMark } from '../ui/state-mark.tsx';
import { WORK_WORDS } from './work-panel.tsx';
import { type Readiness, workState } from './work-state.ts';

/** The one sentence of the page: what runs and how long yet, or what stands in the way of leaving with this bundle. */
export function BundleStatus({
  run,
  look,
  ready,
  missing,
}: {
  readonly run: RunState | undefined;
  readonly look: BundleLook | undefined;
  readonly ready: Readiness | undefined;
  /** Needs that are not there at all. */
  readonly missing: number;
}) {
  const { say, pick, about, number } = useSpeech();
  const state = workState(run);
  if (state?.isRunning) {
    const { stage, leftMs, percent } = state;
    return (
      <StateMark mark="running">
        <span className="sw-wrapping">
          <strong>
            {say(WORK_WORDS[state.work])}
            {stage ? `: ${pick(stage.item.title)}` : ''}
            {percent === undefined ? '' : `, ${number(percent)} %`}
            {leftMs === undefined ? '.' : `, ${say('sticks.left', { time: about(leftMs) })}.`}
          </strong>{' '}
          {say('bundle.goesOn')}
        </span>
      </StateMark>
    );
  }
  if (!look || !ready) return null;
  switch (ready) {
    case 'none':
      return (
        <StateMark mark="waiting">
          {missing > 0 ? say('bundle.someMissing', { count: missing }) : say('bundle.gateNone')}
        </StateMark>
      );
    case 'by-hand':
      return <StateMark mark="done">{say('bundle.allThere')}</StateMark>;
    case 'begun':
      return (
        <StateMark mark="warning">
          <strong>{say('bundle.gateBegun', { there: number(look.filesThere), files: number(look.files) })}</strong>
        </StateMark>
      );
    case 'bad':
      return (
        <StateMark mark="failed">
          <strong>{say('bundle.gateBad')}</strong>
        </StateMark>
      );
    case 'lacking':
      return (
        <StateMark mark="warning">
          <strong>{say('bundle.gateLacking', { count: look.lacking.length })}</strong>
        </StateMark>
      );
    case 'complete':
      return (
        <StateMark mark="done">
          <strong>{say('bundle.allThere')}</strong>
        </StateMark>
      );
  }
}
