import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import type { Plan } from '../../electron/api/plan.ts';
import { DEFAULT_COMPRESSION, type RehearsalOptions } from '../../electron/api/rehearsal.ts';
import type { StopMode } from '../../electron/api/run.ts';
import type { Site } from '../../electron/api/site.ts';
import { useEngine } from '../app/engine-context.ts';
import { hrefOf } from '../app/route.ts';
import { StopFrame } from '../app/stop-frame.tsx';
import { useRun } from '../state/run.ts';
import type { ItemProgress } from '../state/run-fold.ts';
import { useSite } from '../state/site.ts';
import { useSpeech } from '../text/text.ts';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { Panel } from '../ui/panel.tsx';
import { StateMark } from '../ui/state-mark.tsx';
import { useAttempt } from '../ui/use-attempt.ts';
import { FaultPicker } from './fault-picker.tsx';
import { RunFigures } from './run-figures.tsx';
import { StepDetail } from './step-detail.tsx';
import { StepMatrix } from './step-matrix.tsx';

const REHEARSAL: RehearsalOptions = { faults: [], keep: true, compression: DEFAULT_COMPRESSION };

const CHOICES = {
  plan: ['install.planRehearsed', 'install.planWhat'],
  rehearse: ['install.rehearse', 'install.rehearseWhat'],
  start: ['install.start', 'install.startWhat'],
} as const;

/** Page 10: the plan as steps x machines, then the same matrix as it runs, with the log of the chosen step. */
export function InstallPage({ site }: { readonly site: Site }) {
  const { say } = useSpeech();
  const engine = useEngine();
  const ref = useSite((state) => state.document?.ref ?? '');
  const run = useRun((state) => state.run);
  const follow = useRun((state) => state.follow);
  const [plan, setPlan] = useState<Plan>();
  const { failure, asking, attempt } = useAttempt();
  const [chosen, setChosen] = useState<string>();
  const [fault, setFault] = useState('');

  const start = (rehearsed: boolean) =>
    attempt(async () => {
      setPlan(undefined);
      setChosen(undefined);
      const { runId } = rehearsed
        ? await engine.runs.rehearse({
            site: ref,
            rehearsal: { ...REHEARSAL, faults: fault === '' ? [] : [fault] },
          })
        : await engine.runs.apply({ site: ref });
      follow(engine, runId);
    });
  const look = () =>
    attempt(async () => {
      setPlan(await engine.plan.make({ site: ref, rehearsal: REHEARSAL }));
    });
  const stop = (mode: StopMode) =>
    attempt(async () => {
      if (mode === 'now' && !window.confirm(say('install.stopSure'))) return;
      if (run) await engine.runs.stop({ runId: run.runId, mode });
    });

  const shown = run?.kind === 'smoke' ? undefined : run;
  const items: readonly ItemProgress[] = plan
    ? plan.items.map((item) => ({
        item,
        state: item.action === 'skip' ? 'unchanged' : 'waiting',
        changes: item.changes,
        diagnostic: item.diagnostic,
        rates: [],
      }))
    : (shown?.items ?? []);
  const failed = items.find((entry) => entry.state === 'failed' || entry.item.action === 'blocked');
  const running = items.find((entry) => entry.state === 'running');
  const selected = items.find((entry) => entry.item.id === chosen) ?? failed ?? running;
  const busy = shown !== undefined && shown.outcome === undefined;
  // Where the cure stands beside the problem, the primary action moves there.
  const failureShown = selected?.diagnostic !== undefined;
  return (
    <StopFrame
      page="install"
      title="install.title"
      lead="install.lead"
      figures={shown && !plan && <RunFigures run={shown} />}
      status={<Status busy={busy} items={items} plan={plan !== undefined} />}
      actions={
        busy ? (
          <>
            <Button variant="link" isDanger onClick={() => void stop('now')}>
              {say('install.stopNow')}
            </Button>
            <Button variant="secondary" onClick={() => void stop('after-step')}>
              {say('install.stopAfter')}
            </Button>
          </>
        ) : (
          <>
            <Button variant="link" isDisabled={asking} onClick={() => void look()}>
              {say('install.planRehearsed')}
            </Button>
            <Button variant="secondary" isDisabled={asking} onClick={() => void start(false)}>
              {say('install.start')}
            </Button>
            {!failureShown && (
              <Button variant="primary" isDisabled={asking} onClick={() => void start(true)}>
                {say(shown === undefined ? 'install.rehearse' : 'install.again')}
              </Button>
            )}
          </>
        )
      }
    >
      {(shown?.rehearsed || plan) && (
        <div className="sw-band">
          {say('install.rehearsedBand')}
          {!busy && <FaultPicker stretch="install" fault={fault} onPick={setFault} />}
        </div>
      )}
      <DiagnosticList diagnostics={[...failure, ...(shown?.diagnostics ?? []), ...(plan?.diagnostics ?? [])]} />
      {items.length === 0 && !busy && (
        <div className="sw-choices">
          {(['plan', 'rehearse', 'start'] as const).map((choice) => (
            <Panel key={choice} title={say(CHOICES[choice][0])}>
              <p>{say(CHOICES[choice][1])}</p>
              {choice === 'rehearse' && <FaultPicker stretch="install" fault={fault} onPick={setFault} />}
            </Panel>
          ))}
        </div>
      )}
      {items.length > 0 && (
        <div className="sw-columns sw-fill">
          <StepMatrix
            site={site}
            items={items}
            rehearsed={shown?.rehearsed ?? false}
            chosen={selected?.item.id}
            onChoose={setChosen}
          />
          <StepDetail
            entry={selected}
            log={shown?.log ?? []}
            retry={
              !busy && (
                <Button variant="primary" isDisabled={asking} onClick={() => void start(shown?.rehearsed ?? true)}>
                  {say('install.retry')}
                </Button>
              )
            }
          />
        </div>
      )}
    </StopFrame>
  );
}

function Status({
  busy,
  items,
  plan,
}: {
  readonly busy: boolean;
  readonly items: readonly ItemProgress[];
  readonly plan: boolean;
}) {
  const { say } = useSpeech();
  const run = useRun((state) => state.run);
  const siteRef = useSite((state) => state.document?.ref ?? '');
  if (busy) return <StateMark mark="running">{say('install.closing')}</StateMark>;
  if (items.length === 0) return say('install.none');
  if (plan) {
    const changes = items.filter((entry) => entry.item.action !== 'skip').length;
    return changes === 0 ? (
      <StateMark mark="done">{say('install.nothing')}</StateMark>
    ) : (
      say('install.steps', { count: changes })
    );
  }
  const badChecks = (run?.checks ?? []).filter((check) => check.outcome === 'failed').length;
  if (run?.outcome === 'failed' && badChecks > 0 && !items.some((entry) => entry.state === 'failed')) {
    return (
      <StateMark mark="failed">
        <strong>{say('install.checksFailed', { count: badChecks })}</strong>
        <a href={hrefOf(siteRef, 'smoke')}>{say('nav.smoke')}</a>
      </StateMark>
    );
  }
  if (run?.outcome !== 'done') {
    return (
      <StateMark mark="failed">
        <strong>{say('install.stoppedAt')}</strong>
      </StateMark>
    );
  }
  const changed = items.filter((entry) => entry.state === 'changed').length;
  return (
    <StateMark mark="done">
      <strong>
        {changed === 0
          ? say('install.nothingChanged')
          : say('install.finished', { changed, unchanged: items.length - changed })}
      </strong>
    </StateMark>
  );
}
