import { useCallback, useEffect } from 'react';
import type { Site } from '../../electron/api/site.ts';
import { useEngine } from '../app/engine-context.ts';
import { StopFrame } from '../app/stop-frame.tsx';
import { useRun } from '../state/run.ts';
import { useSite } from '../state/site.ts';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { useAsked } from '../ui/use-asked.ts';
import { useAttempt } from '../ui/use-attempt.ts';
import { BundleActions } from './bundle-actions.tsx';
import { BundleStatus } from './bundle-status.tsx';
import { CarryPanel } from './carry-panel.tsx';
import { ContentPanel } from './content-panel.tsx';
import { NeedsTable } from './needs-table.tsx';
import { useSourcesChoice } from './sources-choice.ts';
import { SourcesRow } from './sources-row.tsx';
import { SummaryPanel } from './summary-panel.tsx';
import { WorkPanel } from './work-panel.tsx';
import { hasNoLock, isUnderWay, readiness, repeatable } from './work-state.ts';
import './bundle.css';

/** Page 8: what the site needs offline is made, looked at, and carried; and what lies in it. */
export function BundlePage(_: { readonly site: Site }) {
  const engine = useEngine();
  const document = useSite((state) => state.document);
  const ref = document?.ref ?? '';
  const text = document?.text;
  const chosen = useSourcesChoice((state) => state.chosen[ref]);
  const choose = useSourcesChoice((state) => state.choose);
  const run = useRun((state) => state.at.bundle);
  const follow = useRun((state) => state.follow);
  const sources = chosen ? { sources: chosen.handle } : {};
  const handle = chosen?.handle;
  const look = useAsked(
    // biome-ignore lint/correctness/useExhaustiveDependencies: the site's text decides what the engine answers
    useCallback(
      () => engine.bundle.look({ site: ref, ...(handle === undefined ? {} : { sources: handle }) }),
      [engine, ref, text, handle],
    ),
  );
  const isUntold = look.value !== undefined && hasNoLock(look.value);
  // Every file is read for it: only where no lock tells what is there.
  const needs = useAsked(
    // biome-ignore lint/correctness/useExhaustiveDependencies: the site's text decides what the engine answers
    useCallback(() => engine.bundle.needs({ site: ref }), [engine, ref, text]),
    { wait: !isUntold },
  );
  const { failure, asking, attempt } = useAttempt();

  // What lies there has changed when a stage of a run is over.
  const ended = run?.items.filter(({ state }) => state !== 'waiting' && state !== 'running').length ?? 0;
  const outcome = run?.outcome;
  const { ask: lookAgain } = look;
  useEffect(() => {
    if (ended > 0 || outcome !== undefined) lookAgain();
  }, [ended, outcome, lookAgain]);

  const isRunning = isUnderWay(run);
  const isBusy = asking || isRunning;
  const begin = (work: () => Promise<{ readonly runId: string }>) =>
    void attempt(async () => follow(engine, (await work()).runId, 'bundle'));
  const make = () => begin(() => engine.bundle.make({ site: ref, ...sources }));
  const check = () => begin(() => engine.bundle.verify({ site: ref }));
  const update = (write: boolean) => begin(() => engine.bundle.update({ site: ref, ...sources, write }));
  const again = { make, verify: check, update: () => update(false) } as const;
  const repeated = repeatable(run, look.value?.folder);

  const needed = isUntold ? needs.value : [];
  const missing = (needed ?? []).filter((need) => !need.present).length;
  const ready = look.value && needed ? readiness(look.value, { count: needed.length, missing }) : undefined;
  return (
    <StopFrame
      page="bundle"
      title="bundle.title"
      lead="bundle.lead"
      status={<BundleStatus run={run} look={look.value} ready={ready} missing={missing} />}
      actions={
        <BundleActions
          ready={ready}
          isRunning={isRunning}
          isBusy={asking}
          onMake={make}
          onStop={() => {
            if (run) void attempt(() => engine.runs.stop({ runId: run.runId, mode: 'now' }));
          }}
        />
      }
    >
      <DiagnosticList diagnostics={[...failure, ...look.failure, ...(isUntold ? needs.failure : [])]} />
      {look.value && ready && (
        <>
          <SummaryPanel
            look={look.value}
            ready={ready}
            isMaking={isRunning && run?.bundle?.work === 'make'}
            isBusy={isBusy}
            onCheck={check}
            onUpdate={() => update(false)}
          >
            <SourcesRow sources={look.value.sources} isBusy={isBusy} onChoose={(place) => choose(ref, place)} />
          </SummaryPanel>
          <DiagnosticList diagnostics={look.value.diagnostics} />
          {run && (
            <WorkPanel run={run} isBusy={asking} onAgain={repeated && again[repeated]} onTake={() => update(true)} />
          )}
          <CarryPanel
            isMade={look.value.state === 'made'}
            isBusy={isBusy}
            onBegun={(runId) => follow(engine, runId, 'bundle')}
          />
          {look.value.state !== 'none' && <ContentPanel items={look.value.items} />}
          {needed && needed.length > 0 && <NeedsTable needs={needed} />}
        </>
      )}
    </StopFrame>
  );
}
