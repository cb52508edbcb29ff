import { Button } from '@patternfly/react-core';
import { useEffect, useId, useState } from 'react';
import { REHEARSED_MEDIA, type RehearsedMedia } from '../../electron/api/arrival.ts';
import { DEFAULT_COMPRESSION } from '../../electron/api/rehearsal.ts';
import type { Site } from '../../electron/api/site.ts';
import { useEngine } from '../app/engine-context.ts';
import { goTo, hrefOf } from '../app/route.ts';
import { StopFrame } from '../app/stop-frame.tsx';
import { FaultPicker } from '../run/fault-picker.tsx';
import { useRun } from '../state/run.ts';
import type { RunState } from '../state/run-fold.ts';
import { useSite } from '../state/site.ts';
import { type SentenceKey, useSpeech } from '../text/text.ts';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { Panel } from '../ui/panel.tsx';
import { StateMark } from '../ui/state-mark.tsx';
import { useAttempt } from '../ui/use-attempt.ts';
import { ExpectedTable } from './expected-table.tsx';
import { FactsTable } from './facts-table.tsx';
import { KeyPanel } from './key-panel.tsx';
import { NextPanel } from './next-panel.tsx';
import { ReportTable } from './report-table.tsx';
import { SilentPanel } from './silent-panel.tsx';
import { TimeChart, WHOLE_RACK } from './time-chart.tsx';
import { VisitorPanel } from './visitor-panel.tsx';
import { waitsForPerson } from './waits-for-person.ts';

const MEDIA: Readonly<Record<RehearsedMedia, SentenceKey>> = {
  'stick-each': 'arrival.stickEach',
  'one-stick': 'arrival.oneStick',
  'one-image': 'arrival.oneImage',
};

/** Page 9: the machines from power-on to "SSH answers, API answers", by what is known of them. */
export function ArrivalPage({ site }: { readonly site: Site }) {
  const { say } = useSpeech();
  const engine = useEngine();
  const ref = useSite((state) => state.document?.ref ?? '');
  const run = useRun((state) => state.at.arrival);
  const follow = useRun((state) => state.follow);
  const [fault, setFault] = useState('');
  const [media, setMedia] = useState<RehearsedMedia | ''>('');
  const { failure, asking, attempt } = useAttempt();
  const live = run !== undefined && run.outcome === undefined;
  const nowMs = useNow(run);

  const start = (rehearsed: boolean) =>
    attempt(async () => {
      const { runId } = await engine.arrival.watch({
        site: ref,
        ...(rehearsed
          ? {
              rehearsal: { faults: fault === '' ? [] : [fault], keep: true, compression: DEFAULT_COMPRESSION },
              rehearsedMedia: media === '' ? undefined : media,
            }
          : {}),
      });
      follow(engine, runId, 'arrival');
    });
  const stop = () =>
    attempt(async () => {
      if (run) await engine.runs.stop({ runId: run.runId, mode: 'now' });
    });
  const powered = (host: string) =>
    void attempt(async () => {
      if (run) await engine.arrival.powered({ runId: run.runId, host });
    });

  const options = (
    <div className="sw-rehearsal-options">
      <RehearsedMediaPicker site={site} media={media} onPick={setMedia} />
      <FaultPicker stretch="arrival" fault={fault} onPick={setFault} />
    </div>
  );
  const nodes = run?.arrivals ?? [];
  const ready = nodes.filter((node) => node.phase === 'ready').length;
  const silent = nodes.filter((node) => node.silentSince !== undefined);
  const allReady = nodes.length > 0 && ready === nodes.length;
  const onTheWay = nodes.length - ready - silent.length;
  const isRack = nodes.length > WHOLE_RACK;
  const isSomebodyWaiting = live && run.visitors.some(waitsForPerson);
  const silentPanel = <SilentPanel site={site} nodes={silent} onPowered={live ? powered : undefined} />;
  const visitorPanel = run && <VisitorPanel site={site} runId={run.runId} live={live} visitors={run.visitors} />;
  return (
    <StopFrame
      page="arrival"
      title="arrival.title"
      lead="arrival.lead"
      figures={
        nodes.length > 0 && (
          <>
            <StateMark mark="done">{say('arrival.arrived', { count: ready })}</StateMark>
            {onTheWay > 0 && <StateMark mark="waiting">{say('arrival.onTheWay', { count: onTheWay })}</StateMark>}
            {silent.length > 0 && (
              <StateMark mark="warning">{say('arrival.silentCount', { count: silent.length })}</StateMark>
            )}
          </>
        )
      }
      status={<Status run={run} />}
      actions={
        // the way on keeps its place and its focus when the run ends: whoever presses it then must not begin anew
        <>
          {live ? (
            <Button variant="secondary" isDisabled={asking} onClick={() => void stop()}>
              {say('arrival.stop')}
            </Button>
          ) : (
            <>
              {!allReady && (
                <Button variant="link" onClick={() => goTo(hrefOf(ref, 'install'))}>
                  {say('app.next', { page: say('nav.install') })}
                </Button>
              )}
              <Button variant="secondary" isDisabled={asking} onClick={() => void start(true)}>
                {say('arrival.rehearse')}
              </Button>
              <Button
                variant={allReady ? 'secondary' : 'primary'}
                isDisabled={asking}
                onClick={() => void start(false)}
              >
                {say(run ? 'arrival.again' : 'arrival.start')}
              </Button>
            </>
          )}
          {(live || allReady) && (
            <Button variant={allReady ? 'primary' : 'secondary'} onClick={() => goTo(hrefOf(ref, 'install'))}>
              {say('app.next', { page: say('nav.install') })}
            </Button>
          )}
        </>
      }
    >
      {run?.rehearsed && (
        <div className="sw-band">
          {say('install.rehearsedBand')}
          {!live && options}
        </div>
      )}
      <DiagnosticList diagnostics={[...failure, ...(run?.diagnostics ?? [])]} />
      {!run && (
        <div className="sw-choices sw-two">
          <Panel title={say('arrival.start')}>
            <p>{say('arrival.listeningWhat')}</p>
          </Panel>
          <Panel title={say('arrival.rehearse')}>
            <p>{say('arrival.rehearseWhat')}</p>
            {options}
          </Panel>
        </div>
      )}
      {!run && <ExpectedTable site={site} />}
      {run && nodes.length > 0 && (
        <>
          {/* Below the bars of a whole rack nobody would look for it. */}
          {isRack && silentPanel}
          {isRack && isSomebodyWaiting && visitorPanel}
          <Panel title={say('arrival.who')} aside={<Legend />} flush>
            <TimeChart
              startedAt={run.startedAt}
              nodes={nodes}
              probes={run.probes}
              nowMs={nowMs}
              isQuiet={site.media.delivery === 'stick-per-node'}
            />
            <FactsTable nodes={nodes} probes={run.probes} />
          </Panel>
          <div className="sw-columns">
            <div className="sw-stack">
              {!isRack && silentPanel}
              {!isRack && isSomebodyWaiting && visitorPanel}
              <NextPanel
                nodes={nodes.filter((node) => node.silentSince === undefined)}
                live={live}
                isSomebodyWaiting={isSomebodyWaiting || silent.length > 0}
                onPowered={powered}
              />
              {!isSomebodyWaiting && visitorPanel}
              <ReportTable nodes={nodes} />
            </div>
            <div className="sw-stack">
              <KeyPanel runId={run.runId} live={live} rehearsed={run.rehearsed} nodes={nodes} probes={run.probes} />
            </div>
          </div>
        </>
      )}
    </StopFrame>
  );
}

/** The time that the drawing ends at: the clock while it goes on, its end afterwards. A rehearsal has a clock of its own. */
function useNow(run: RunState | undefined): number {
  const [now, setNow] = useState(Date.now());
  const ended = run?.finishedAt;
  const live = run !== undefined && !run.rehearsed && ended === undefined;
  useEffect(() => {
    if (!live) return;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [live]);
  const last = ended ?? (run?.rehearsed ? run.lastAt : undefined);
  // What was told since the last tick is not in the future.
  const told = run?.lastAt === undefined ? 0 : Date.parse(run.lastAt);
  return last === undefined ? Math.max(now, told) : Date.parse(last);
}

function RehearsedMediaPicker({
  site,
  media,
  onPick,
}: {
  readonly site: Site;
  readonly media: RehearsedMedia | '';
  readonly onPick: (media: RehearsedMedia | '') => void;
}) {
  const { say } = useSpeech();
  const id = useId();
  // One image for all cannot be rehearsed where the site has no DHCP: it could not be done there either.
  const offered = REHEARSED_MEDIA.filter((kind) => kind !== 'one-image' || site.network.dhcp !== undefined);
  return (
    <div className="sw-fault">
      <label htmlFor={id}>{say('arrival.rehearsedBy')}</label>
      <select
        id={id}
        className="sw-input"
        value={media}
        onChange={(event) => onPick(REHEARSED_MEDIA.find((kind) => kind === event.target.value) ?? '')}
      >
        <option value="">{say('arrival.asTheSite')}</option>
        {offered.map((kind) => (
          <option key={kind} value={kind}>
            {say(MEDIA[kind])}
          </option>
        ))}
      </select>
    </div>
  );
}

function Legend() {
  const { say } = useSpeech();
  return (
    <span className="sw-legend">
      {(
        [
          ['power', 'arrival.keyPower'],
          ['answer', 'arrival.keyAnswer'],
          ['installing', 'arrival.keyInstalling'],
          ['here', 'arrival.keyAnswers'],
        ] as const
      ).map(([tone, word]) => (
        <span key={tone}>
          <span className={`sw-legend-key sw-key-${tone}`} aria-hidden="true" />
          {say(word)}
        </span>
      ))}
    </span>
  );
}

function Status({ run }: { readonly run: RunState | undefined }) {
  const { say } = useSpeech();
  if (!run) return <StateMark mark="waiting">{say('arrival.notListening')}</StateMark>;
  const open = run.arrivals.filter((node) => node.phase !== 'ready').map((node) => node.host);
  if (run.arrivals.length > 0 && open.length === 0)
    return (
      <StateMark mark="done">
        <strong>{say('arrival.allReady')}</strong>
      </StateMark>
    );
  if (run.outcome !== undefined) return <StateMark mark="no-change">{say('arrival.stoppedStatus')}</StateMark>;
  const named =
    open.slice(0, 3).join(', ') + (open.length > 3 ? ` ${say('network.more', { count: open.length - 3 })}` : '');
  const isWaitedFor = run.visitors.some(waitsForPerson) || run.arrivals.some((node) => node.silentSince !== undefined);
  return (
    <StateMark mark={isWaitedFor ? 'warning' : 'running'}>
      <span>
        <strong>{open.length === 0 ? say('arrival.listening') : say('arrival.waitingFor', { hosts: named })}</strong>{' '}
        {say('arrival.installWhen')}
      </span>
    </StateMark>
  );
}
