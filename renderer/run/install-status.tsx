import { waitsForHost } from '../../electron/api/waits-for-host.ts';
import { hrefOf } from '../app/route.ts';
import type { RunState } from '../state/run-fold.ts';
import { useSpeech } from '../text/text.ts';
import { StateMark } from '../ui/state-mark.tsx';
import { countPlan, nameOf } from './plan-items.ts';
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
  if (run.outcome === undefined) return <Going run={run} />;
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
    return <Stopped run={run} />;
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

/** At which step it is, as far as it goes in order. */
function Going({ run }: { readonly run: RunState }) {
  const { say, pick } = useSpeech();
  const { items } = run;
  const index = items.findIndex(({ state }) => state === 'running');
  const item = items[index]?.item;
  return (
    <StateMark mark="running">
      <span>
        {item && (
          <strong>{say('install.atStep', { step: index + 1, all: items.length, title: nameOf(item, pick) })} </strong>
        )}
        <span>{say('install.closing')}</span>
      </span>
    </StateMark>
  );
}

/** Why it ended early, and how it goes on. */
function Stopped({ run }: { readonly run: RunState }) {
  const { say } = useSpeech();
  const failed = run.items.filter(({ state }) => state === 'failed');
  const count = failed.length;
  const away = failed.map(({ diagnostic }) => waitsForHost({ diagnostic }));
  const done = run.items.filter(({ state }) => state === 'changed' || state === 'unchanged').length;
  const why =
    count > 0
      ? away.includes(undefined)
        ? say('install.stoppedFailed', { count })
        : say('install.stoppedAway', { hosts: [...new Set(away)].join(', ') })
      : say(run.outcome === 'cancelled' ? 'install.stoppedAsked' : 'install.stoppedRefused');
  return (
    <StateMark mark={count === 0 && run.outcome === 'cancelled' ? 'warning' : 'failed'}>
      <span>
        <strong>{why}</strong> {say(count > 0 ? 'install.stoppedRetry' : 'install.stoppedGoOn', { done })}
      </span>
    </StateMark>
  );
}

function PlanSum({ shown }: { readonly shown: ShownPlan }) {
  const { say } = useSpeech();
  const { changing, blocked, away, drifted } = countPlan(shown.plan);
  const hosts = away.join(', ');
  if (changing + blocked === 0 && away.length > 0) {
    return (
      <StateMark mark="warning">
        <span>
          <strong>{say('install.nothingSeen')}</strong> {say('install.planAway', { hosts })}
        </span>
      </StateMark>
    );
  }
  if (changing + blocked === 0) {
    return (
      <StateMark mark="done">
        <strong>{say('install.nothing')}</strong>
      </StateMark>
    );
  }
  return (
    <StateMark mark={blocked > 0 ? 'failed' : drifted + away.length > 0 ? 'warning' : 'change'}>
      <span>
        <strong>{say('install.planCount', { count: changing })}</strong>
        {blocked > 0 && ` ${say('install.planBlocked', { count: blocked })}`}
        {away.length > 0 && ` ${say('install.planAway', { hosts })}`}
        {drifted > 0 && ` ${say('install.planDrifted', { count: drifted })}`}
      </span>
    </StateMark>
  );
}
