import { hrefOf } from '../app/route.ts';
import type { RunState } from '../state/run-fold.ts';
import { useSpeech } from '../text/text.ts';
import { StateMark } from '../ui/state-mark.tsx';
import { countPlan } from './plan-items.ts';
import type { ShownPlan } from './work-order.ts';

/** The one sentence of the action bar: what is asked, what the plan comes to, how the run went. */
export function InstallStatus({
  siteRef,
  isLooking,
  run,
  shown,
}: {
  readonly siteRef: string;
  readonly isLooking: boolean;
  readonly run: RunState | undefined;
  readonly shown: ShownPlan | undefined;
}) {
  const { say } = useSpeech();
  if (isLooking) return <StateMark mark="running">{say('install.looking')}</StateMark>;
  if (shown) return <PlanSum shown={shown} />;
  if (!run) return say('install.none');
  if (run.outcome === undefined) return <StateMark mark="running">{say('install.closing')}</StateMark>;
  const badChecks = run.checks.filter((check) => check.outcome === 'failed').length;
  if (run.outcome === 'failed' && badChecks > 0 && !run.items.some((entry) => entry.state === 'failed')) {
    return (
      <StateMark mark="failed">
        <strong>{say('install.checksFailed', { count: badChecks })}</strong>
        <a href={hrefOf(siteRef, 'smoke')}>{say('nav.smoke')}</a>
      </StateMark>
    );
  }
  if (run.outcome !== 'done') {
    return (
      <StateMark mark="failed">
        <strong>{say('install.stoppedAt')}</strong>
      </StateMark>
    );
  }
  const changed = run.items.filter((entry) => entry.state === 'changed').length;
  const unchanged = run.items.filter((entry) => entry.state === 'unchanged').length;
  const leftOut = run.items.filter(({ item, state }) => item.leftOut && state === 'skipped').length;
  return (
    <StateMark mark={leftOut > 0 ? 'warning' : 'done'}>
      <span>
        <strong>
          {changed === 0 ? say('install.nothingChanged') : say('install.finished', { changed, unchanged })}
        </strong>
        {leftOut > 0 && ` ${say('install.leftOutCount', { count: leftOut })}`}
      </span>
    </StateMark>
  );
}

function PlanSum({ shown }: { readonly shown: ShownPlan }) {
  const { say } = useSpeech();
  const { changing, blocked, drifted } = countPlan(shown.plan);
  if (changing + blocked === 0) {
    return (
      <StateMark mark="done">
        <strong>{say('install.nothing')}</strong>
      </StateMark>
    );
  }
  return (
    <StateMark mark={blocked > 0 ? 'failed' : drifted > 0 ? 'warning' : 'change'}>
      <span>
        <strong>{say('install.planCount', { count: changing })}</strong>
        {blocked > 0 && ` ${say('install.planBlocked', { count: blocked })}`}
        {drifted > 0 && ` ${say('install.planDrifted', { count: drifted })}`}
      </span>
    </StateMark>
  );
}
