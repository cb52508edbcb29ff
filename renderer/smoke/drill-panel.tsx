import type { Diagnostic } from '../../electron/api/diagnostic.ts';
import type { DrillFigure, DrillMoment, DrillView } from '../../electron/api/drill.ts';
import { figureAmount } from '../../electron/api/drill-names.ts';
import { useEngine } from '../app/engine-context.ts';
import { StopNow } from '../run/stop-now.tsx';
import { Troubles } from '../run/way-out.tsx';
import type { RunState } from '../state/run-fold.ts';
import { useSpeech } from '../text/text.ts';
import { Panel } from '../ui/panel.tsx';
import { type Mark, StateMark } from '../ui/state-mark.tsx';
import { useAttempt } from '../ui/use-attempt.ts';
import { beginDrill, useAskedDrill } from './asked-drill.ts';
import { DRILL_STATES, isOver } from './drill-kinds.ts';
import { DrillStrip } from './drill-strip.tsx';
import { Elapsed } from './elapsed.tsx';

/** The drill that runs or ran last: what a person has to do, what was measured against the promise, what happened when. */
export function DrillPanel({ siteRef, run }: { readonly siteRef: string; readonly run: RunState }) {
  const { say, pick } = useSpeech();
  const engine = useEngine();
  const { failure, attempt } = useAttempt();
  const { drill } = run;
  const isLive = run.outcome === undefined;
  const asked = useAskedDrill((state) => (state.asked?.site === siteRef ? state.asked : undefined));
  const ways = asked && !isLive ? { onTakeLock: () => beginDrill(engine, { ...asked, takeLock: true }) } : undefined;
  const stop = () => attempt(() => engine.runs.stop({ runId: run.runId, mode: 'now' }));
  // What was under way when a person stopped it did not fail.
  const isStopped = run.outcome === 'cancelled' || run.diagnostics.some(isOfStopping);
  const [mark, word] = drill
    ? DRILL_STATES[drill.state]
    : isLive
      ? (['running', 'state.running'] as const)
      : isStopped
        ? (['warning', 'state.cancelled'] as const)
        : (['failed', 'state.failed'] as const);
  return (
    <Panel
      title={drill ? pick(drill.title) : say('drill.title')}
      aside={
        <StateMark mark={mark}>
          <strong>{say(word)}</strong>
        </StateMark>
      }
    >
      <div className="sw-stack sw-notes">
        {run.rehearsed && <p className="sw-small sw-subtle">{say('drill.rehearsedWhat')}</p>}
        {!drill && isLive && <MakingSite run={run} />}
        {!drill && isStopped && <p>{say('drill.stoppedBefore')}</p>}
        {drill?.waitsFor && (
          <div className="sw-notice" role="status">
            <StateMark mark="warning">
              <strong className="sw-wrapping">{pick(drill.waitsFor)}</strong>
            </StateMark>
          </div>
        )}
        {drill && !isOver(drill) && <p>{pick(drill.warning)}</p>}
        {drill && drill.figures.length > 0 && (
          <div className="sw-figures">
            {drill.figures.map((figure) => (
              <Figure key={figure.id} figure={figure} />
            ))}
          </div>
        )}
        {drill && <DrillStrip drill={drill} />}
        <Troubles diagnostics={[...failure, ...troubles(run)]} ways={ways} />
        {drill && drill.moments.length > 0 && <Moments moments={drill.moments} rehearsed={run.rehearsed} />}
        {drill && isOver(drill) && <Left drill={drill} />}
        {isLive && (
          <div className="sw-buttons">
            <StopNow
              isOutlined
              label={say('drill.abort')}
              title={say('drill.abortTitle')}
              what={say('drill.abortWhat')}
              onStop={stop}
            />
            {!run.rehearsed && <Elapsed since={run.startedAt} />}
          </div>
        )}
      </div>
    </Panel>
  );
}

function isOfStopping({ code }: Diagnostic): boolean {
  return code === 'transport.stopped';
}

/** What the drill itself and the steps before it failed of. */
function troubles({ drill, items, diagnostics }: RunState) {
  return [
    ...diagnostics.filter((entry) => !isOfStopping(entry)),
    ...items.flatMap((entry) => (entry.state === 'failed' && entry.diagnostic ? [entry.diagnostic] : [])),
    ...(drill?.diagnostic ? [drill.diagnostic] : []),
  ];
}

function MakingSite({ run }: { readonly run: RunState }) {
  const { say } = useSpeech();
  const done = run.items.filter(({ state }) => state === 'changed' || state === 'unchanged').length;
  return (
    <StateMark mark="running">
      {run.rehearsed ? say('drill.makingSite', { done, all: run.items.length }) : say('drill.looking')}
    </StateMark>
  );
}

/** One big figure, against what the site promises. */
function Figure({ figure }: { readonly figure: DrillFigure }) {
  const { say, pick } = useSpeech();
  const value = useFigure(figure.unit);
  const { atMost } = figure;
  const isKept = atMost === undefined || figure.value <= atMost;
  return (
    <div className="sw-drill-figure">
      <div className="sw-small sw-subtle">{pick(figure.title)}</div>
      <div className="sw-big">{value(figure.value)}</div>
      {atMost !== undefined && (
        <>
          <div className={`sw-bar-track ${isKept ? 'sw-bar-kept' : 'sw-bar-broken'}`} aria-hidden="true">
            <div style={{ width: `${Math.min(100, (100 * figure.value) / Math.max(1, atMost))}%` }} />
          </div>
          <div className="sw-small">
            <StateMark mark={isKept ? 'done' : 'failed'}>
              {say(isKept ? 'drill.promise' : 'drill.promiseBroken', { value: value(atMost) })}
            </StateMark>
          </div>
        </>
      )}
    </div>
  );
}

export function useFigure(unit: DrillFigure['unit']): (value: number) => string {
  const { about, language, number, say } = useSpeech();
  if (unit === 'seconds') return (value) => about(value * 1000);
  return (value) =>
    unit === 'bytes' ? figureAmount(value, unit, language) : say('drill.times', { count: number(value) });
}

const MOMENT_MARKS: Readonly<Record<DrillMoment['kind'], Mark>> = { note: 'no-change', good: 'done', bad: 'failed' };

function Moments({
  moments,
  rehearsed,
}: {
  readonly moments: readonly DrillMoment[];
  /** By a clock of its own, that no wall shows. */
  readonly rehearsed: boolean;
}) {
  const { say, pick, number, time } = useSpeech();
  return (
    <ol className="sw-moments" aria-label={say('drill.moments')}>
      {moments.map((moment, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the list only grows, and two moments may be equal
        <li key={index}>
          <StateMark mark={MOMENT_MARKS[moment.kind]} />
          <span className="mono sw-small">{number(Math.round(moment.afterMs / 1000))} s</span>
          <span>{pick(moment.text)}</span>
          {!rehearsed && <span className="mono sw-small sw-subtle">{time(moment.at)}</span>}
        </li>
      ))}
    </ol>
  );
}

/** Whether the site is as it was. */
function Left({ drill }: { readonly drill: DrillView }) {
  const { say, pick } = useSpeech();
  if (drill.left.length === 0) {
    return drill.diagnostic && drill.moments.length === 0 ? null : (
      <StateMark mark="done">{say('drill.asBefore')}</StateMark>
    );
  }
  return (
    <div className="sw-notice">
      <StateMark mark="warning">
        <strong>{say('drill.notAsBefore')}</strong>
      </StateMark>
      <ul>
        {drill.left.map((text) => (
          <li key={text.en}>{pick(text)}</li>
        ))}
      </ul>
    </div>
  );
}
