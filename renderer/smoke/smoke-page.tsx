import { Button } from '@patternfly/react-core';
import type { Site } from '../../electron/api/site.ts';
import { useEngine } from '../app/engine-context.ts';
import { goTo, hrefOf } from '../app/route.ts';
import { StopFrame } from '../app/stop-frame.tsx';
import { rehearsalWith } from '../run/work-order.ts';
import { newestChecked, useRun } from '../state/run.ts';
import type { RunState } from '../state/run-fold.ts';
import { useSite } from '../state/site.ts';
import { useSpeech } from '../text/text.ts';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { StateMark } from '../ui/state-mark.tsx';
import { useAttempt } from '../ui/use-attempt.ts';
import { CheckFigures } from './check-figures.tsx';
import { ChecksTable } from './checks-table.tsx';
import { DrillList } from './drill-list.tsx';
import { DrillPanel } from './drill-panel.tsx';
import { MaintenancePanel } from './maintenance-panel.tsx';
import { StackPanel } from './stack-panel.tsx';
import { useCheckNumbers } from './use-check-numbers.ts';
import './smoke.css';

/** Page 11: each check with what was expected and seen; drills with what they measured; a node out of service and back. */
export function SmokePage({ site }: { readonly site: Site }) {
  const { say } = useSpeech();
  const engine = useEngine();
  const ref = useSite((state) => state.document?.ref ?? '');
  const at = useRun((state) => state.at);
  const follow = useRun((state) => state.follow);
  const { failure, asking, attempt } = useAttempt();
  const run = newestChecked(at);
  const start = (rehearsed: boolean, checks?: readonly string[]) =>
    attempt(async () => {
      const { runId } = await engine.runs.smoke({
        site: ref,
        ...(rehearsed ? { rehearsal: rehearsalWith('') } : {}),
        ...(checks ? { checks: [...checks] } : {}),
      });
      follow(engine, runId, 'smoke');
    });
  const numberOf = useCheckNumbers(ref, run);
  // One thing at a time on a site.
  const isBusy = [at.install, at.smoke, at.drill, at.maintenance, at.stack].some(
    (other) => other !== undefined && other.outcome === undefined,
  );
  const isGood =
    run !== undefined && !isBusy && run.checks.length > 0 && run.checks.every(({ outcome }) => outcome !== 'failed');
  const failed = run?.outcome === undefined ? [] : run.checks.filter(({ outcome }) => outcome === 'failed');
  // After the site was built again all of them are asked: what was seen before proves nothing of it.
  const isOlderThanSite = at.install !== undefined && at.install !== run && isAfter(at.install, run);
  const isForAgain = run !== undefined && !isBusy && failed.length > 0 && !isOlderThanSite;
  const again = (ids: readonly string[]) => void start(run?.rehearsed === true, ids);
  return (
    <StopFrame
      page="smoke"
      title="smoke.title"
      lead="smoke.lead"
      figures={run && run.checks.length > 0 && <CheckFigures run={run} />}
      status={
        <Status
          run={run}
          other={[at.drill, at.maintenance, at.stack].find((other) => other && other.outcome === undefined)}
        />
      }
      actions={
        <>
          <Button variant="secondary" isDisabled={isBusy || asking} onClick={() => void start(true)}>
            {say('smoke.rehearse')}
          </Button>
          <Button
            variant={isGood || isForAgain ? 'secondary' : 'primary'}
            isDisabled={isBusy || asking}
            onClick={() => void start(false)}
          >
            {say('smoke.run')}
          </Button>
          {isForAgain && (
            <Button variant="primary" isDisabled={asking} onClick={() => again(failed.map(({ id }) => id))}>
              {failed.length === 1 ? say('smoke.againFailed') : say('smoke.againFailedMany', { count: failed.length })}
            </Button>
          )}
          {isGood && (
            <Button variant="primary" onClick={() => goTo(hrefOf(ref, 'report'))}>
              {say('app.next', { page: say('nav.report') })}
            </Button>
          )}
        </>
      }
    >
      {run?.rehearsed && <div className="sw-band">{say('install.rehearsedBand')}</div>}
      <DiagnosticList diagnostics={[...failure, ...(run?.kind === 'smoke' ? run.diagnostics : [])]} />
      <div className="sw-columns">
        <ChecksTable
          run={run}
          ways={{ siteRef: ref, numberOf, onAgain: isForAgain && !asking ? (id) => again([id]) : undefined }}
        />
        <div className="sw-stack">
          {at.drill && <DrillPanel siteRef={ref} run={at.drill} />}
          <DrillList siteRef={ref} isBusy={isBusy} />
          <StackPanel siteRef={ref} isBusy={isBusy} />
          <MaintenancePanel site={site} siteRef={ref} isBusy={isBusy} />
        </div>
      </div>
    </StopFrame>
  );
}

function isAfter(one: RunState, other: RunState | undefined): boolean {
  return other?.startedAt !== undefined && (one.startedAt ?? '') > other.startedAt;
}

function Status({
  run,
  other,
}: {
  readonly run: RunState | undefined;
  /** A drill or a node on its way out of service: while it goes on, nothing else can begin. */
  readonly other: RunState | undefined;
}) {
  const { say, pick } = useSpeech();
  const checks = run?.checks ?? [];
  if (other) {
    const title =
      other.drill?.title ??
      (other.kind === 'maintenance' || other.kind === 'stack' ? other.items[0]?.item.title : undefined);
    return (
      <StateMark mark={other.drill?.waitsFor ? 'warning' : 'running'}>
        <span>
          {title && <strong>{pick(title)}. </strong>}
          {say('drill.nothingElse')}
        </span>
      </StateMark>
    );
  }
  if (run?.kind === 'smoke' && run.outcome === undefined)
    return (
      <StateMark mark="running">
        {say('smoke.running', { count: checks.filter(({ id }) => run.checksOfBefore[id] === undefined).length })}
      </StateMark>
    );
  if (checks.length === 0) return say('smoke.none');
  const failed = checks.filter((check) => check.outcome === 'failed').length;
  return (
    <StateMark mark={failed > 0 ? 'failed' : 'done'}>
      <strong>
        {failed > 0
          ? say('smoke.someFailed', { count: failed })
          : say('smoke.allGood', {
              count: checks.filter((check) => check.outcome !== 'not-applicable').length,
              all: checks.length,
            })}
      </strong>
    </StateMark>
  );
}
