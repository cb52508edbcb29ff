import { Button } from '@patternfly/react-core';
import { type ReactNode, useCallback, useState } from 'react';
import { PHASE_NAMES } from '../../electron/api/phase-names.ts';
import { PHASES } from '../../electron/api/plan.ts';
import type { PastRun } from '../../electron/api/run-history.ts';
import type { Site } from '../../electron/api/site.ts';
import { useEngine } from '../app/engine-context.ts';
import { goTo } from '../app/route.ts';
import { LogPanel } from '../run/log-panel.tsx';
import { PartBand } from '../run/part-band.tsx';
import { nameOf } from '../run/plan-items.ts';
import { RunFigures } from '../run/run-figures.tsx';
import { StepDetail } from '../run/step-detail.tsx';
import { StepMatrix } from '../run/step-matrix.tsx';
import { ChecksTable } from '../smoke/checks-table.tsx';
import { DrillPanel } from '../smoke/drill-panel.tsx';
import type { RunState } from '../state/run-fold.ts';
import { type SentenceKey, useSpeech } from '../text/text.ts';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { PageFrame } from '../ui/page-frame.tsx';
import { Panel } from '../ui/panel.tsx';
import { useAsked } from '../ui/use-asked.ts';
import { historyHref } from './history-route.ts';
import { RunCounts, RunEnd, RunWhere, runMoment, runName, SiteFileThen } from './run-words.tsx';
import { usePastRun } from './use-past-run.ts';

/** One run as it was: its steps, its checks, its log. Nothing on this page begins or stops anything. */
export function PastRunView({
  site,
  siteRef,
  runId,
}: {
  readonly site: Site;
  readonly siteRef: string;
  readonly runId: string;
}) {
  const speech = useSpeech();
  const { say, time } = speech;
  const { run, state, failure } = usePastRun(siteRef, runId);
  return (
    <PageFrame
      title={run ? runName(run, speech) : say('history.title')}
      lead={say('history.pastLead')}
      figures={state && <RunFigures run={ended(state, run)} />}
      status={
        run && (
          <div className="sw-run-result">
            <RunEnd run={run} />
            <RunCounts run={run} />
          </div>
        )
      }
      actions={
        <Button variant="secondary" onClick={() => goTo(historyHref(siteRef))}>
          {say('history.back')}
        </Button>
      }
    >
      <div className="sw-stack">
        <DiagnosticList diagnostics={failure} />
        {run?.outcome === 'running' && <p className="sw-notice">{say('history.goesOn')}</p>}
        {run?.outcome === 'interrupted' && run.lastAt && (
          <p className="sw-notice">{say('history.brokenOff', { at: time(run.lastAt) })}</p>
        )}
        {run && <RunFacts run={run} siteRef={siteRef} />}
        {state && <PastParts site={site} siteRef={siteRef} state={state} isLive={run?.outcome === 'running'} />}
      </div>
    </PageFrame>
  );
}

/** One that broke off has no clock that still runs. */
function ended(state: RunState, run: PastRun | undefined): RunState {
  if (state.finishedAt !== undefined || run?.outcome === 'running') return state;
  const finishedAt = run?.finishedAt ?? state.lastAt;
  return finishedAt === undefined ? state : { ...state, finishedAt };
}

function RunFacts({ run, siteRef }: { readonly run: PastRun; readonly siteRef: string }) {
  const speech = useSpeech();
  const engine = useEngine();
  const now = useAsked(useCallback(() => engine.runs.history({ site: siteRef, limit: 1 }), [engine, siteRef]));
  return (
    <Panel>
      <dl className="sw-history-facts">
        <Fact name="history.run">
          <span className="mono">{run.runId}</span>
        </Fact>
        <Fact name="history.whereOf">
          <RunWhere run={run} />
        </Fact>
        <Fact name="history.started">{runMoment(run, speech)}</Fact>
        <Fact name="history.by">{run.by ?? '–'}</Fact>
        <Fact name="history.version">{run.appVersion ?? '–'}</Fact>
        <Fact name="history.siteFile">{now.value && <SiteFileThen run={run} now={now.value.siteSha256} />}</Fact>
      </dl>
    </Panel>
  );
}

function Fact({ name, children }: { readonly name: SentenceKey; readonly children: ReactNode }) {
  const { say } = useSpeech();
  return (
    <div>
      <dt className="sw-small sw-subtle">{say(name)}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function PastParts({
  site,
  siteRef,
  state,
  isLive,
}: {
  readonly site: Site;
  readonly siteRef: string;
  readonly state: RunState;
  readonly isLive: boolean;
}) {
  const { pick } = useSpeech();
  const [chosen, setChosen] = useState<string>();
  const { items, checks, runId, rehearsed } = state;
  const hosts = [...site.hosts, ...site.machines].map(({ name }) => name);
  const entry = items.find(({ item }) => item.id === chosen) ?? items.find((each) => each.state === 'failed');
  const titleOf = (stepId: string): string => {
    const phase = PHASES.find((name) => name === stepId);
    const item = items.find((each) => each.item.stepId === stepId)?.item;
    return phase ? pick(PHASE_NAMES[phase]) : item ? pick(item.title) : stepId;
  };
  const itemName = (id: string): string => {
    const item = items.find((each) => each.item.id === id)?.item;
    return item ? nameOf(item, pick) : id;
  };
  return (
    <>
      {state.asked && (
        <PartBand
          order={{ rehearsed, ...state.asked }}
          isPlan={false}
          titleOf={titleOf}
          nameOf={itemName}
          onWhole={undefined}
        />
      )}
      <DiagnosticList diagnostics={state.diagnostics} />
      {state.drill && !isLive && <DrillPanel siteRef={siteRef} run={state} />}
      {items.length > 0 && (
        <div className="sw-columns sw-fill">
          <StepMatrix
            site={site}
            items={items}
            isPlan={false}
            rehearsed={rehearsed}
            chosen={entry?.item.id}
            onChoose={setChosen}
          />
          <StepDetail
            entry={entry}
            log={{ runId, hosts, isBusy: isLive }}
            waysOn={undefined}
            parts={undefined}
            titleOf={titleOf}
          />
        </div>
      )}
      {checks.length > 0 && (
        <div className="sw-history-part">
          <ChecksTable run={state} />
        </div>
      )}
      {items.length === 0 && (
        <div className="sw-history-part sw-history-log">
          <LogPanel runId={runId} itemId={undefined} hosts={hosts} mayStillSpeak={isLive} />
        </div>
      )}
    </>
  );
}
