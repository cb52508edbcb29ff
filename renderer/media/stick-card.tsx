import { Button } from '@patternfly/react-core';
import type { DriveView } from '../../electron/api/media.ts';
import type { Site } from '../../electron/api/site.ts';
import { useRun } from '../state/run.ts';
import type { ItemProgress, RunState } from '../state/run-fold.ts';
import { type SentenceKey, useSpeech } from '../text/text.ts';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { type Mark, StateMark } from '../ui/state-mark.tsx';
import { useNamedSticks } from './named-sticks.ts';
import { RateCurve } from './rate-curve.tsx';
import { phaseLeftMs, phasePercent, STICK_PHASES, type StickPhase, stickPhase } from './stick-phase.ts';
import { StickSketch } from './stick-sketch.tsx';

const PHASE_WORDS: Readonly<Record<StickPhase, SentenceKey>> = {
  check: 'sticks.check',
  write: 'sticks.write',
  readBack: 'sticks.readBack',
  name: 'sticks.name',
};

/** One stick on its way: what it becomes, where it is in that, how fast, how long yet. */
export function StickCard({
  run,
  item,
  site,
  drive,
}: {
  readonly run: RunState;
  readonly item: ItemProgress;
  readonly site: Site;
  /** What is plugged in at its place now: it is the stick itself while its run goes on. */
  readonly drive: DriveView | undefined;
}) {
  const { say, bytes, seconds, about, number, time, pick } = useSpeech();
  const forget = useRun((state) => state.forget);
  const begun = useNamedSticks((state) => state.begun[run.runId]);
  const firstSeen = useNamedSticks((state) => state.firstSeen);
  const begunAs = begun?.find((entry) => entry.device === item.item.target);
  const named = begunAs ?? (run.outcome === undefined ? drive : undefined);
  const node = begunAs?.node ?? nodeOf(item, site);
  const place = site.hosts.findIndex((host) => host.name === node);
  const title =
    node === undefined ? pick(item.item.title) : place >= 0 ? say('sticks.forNode', { node }) : say('sticks.forAll');
  const phase = stickPhase(item);
  const { progress } = item;
  const leftMs = phaseLeftMs(item);
  const percent = phasePercent(item);
  const seen = named && firstSeen[named.confirm];
  const top = Math.max(0, ...item.rates.map((entry) => entry.bytesPerSecond));
  const ended = run.outcome !== undefined;
  return (
    <section className="sw-panel sw-stick" aria-label={title}>
      <header className="sw-stick-head">
        <StickSketch mark={place >= 0 ? String(place + 1) : '•'} tone="petrol" />
        <div>
          <h2>{title}</h2>
          <span className="sw-small sw-subtle">
            {named ? `${named.model || named.device}, ${bytes(named.sizeBytes)}` : item.item.target}
          </span>
        </div>
        {phase && <span className="sw-percent">{number(percent)} %</span>}
      </header>
      <Phases item={item} phase={phase} />
      {phase && (
        <>
          <div
            className="sw-bar-track"
            role="progressbar"
            aria-valuenow={percent}
            aria-valuemin={0}
            aria-valuemax={100}
            aria-label={`${title}: ${say(PHASE_WORDS[phase])}`}
          >
            <div style={{ width: `${percent}%` }} />
          </div>
          <div className="sw-stick-figures">
            <strong>
              {progress
                ? say(
                    phase === 'write'
                      ? 'sticks.written'
                      : phase === 'readBack'
                        ? 'sticks.readBackOf'
                        : 'sticks.checked',
                    { done: bytes(progress.done), total: bytes(progress.total) },
                  )
                : ''}
            </strong>
            <span className="sw-subtle">
              {progress?.bytesPerSecond ? say('sticks.rate', { rate: bytes(progress.bytesPerSecond) }) : ''}
            </span>
            <strong>
              {leftMs === undefined
                ? ''
                : say(phase === 'write' ? 'sticks.leftThenCheck' : 'sticks.left', { time: about(leftMs) })}
            </strong>
          </div>
        </>
      )}
      {item.state === 'changed' && (
        <>
          <StateMark mark="done">
            <strong>{say('sticks.done', { time: seconds(item.durationMs ?? 0) })}</strong>
          </StateMark>
          {node !== undefined && place >= 0 && <p>{say('sticks.doneHint', { node })}</p>}
        </>
      )}
      {item.state === 'failed' && item.diagnostic && <DiagnosticList diagnostics={[item.diagnostic]} />}
      {item.state === 'cancelled' && (
        <>
          <StateMark mark="warning">
            <strong>{say('sticks.stopped')}</strong>
          </StateMark>
          <p>{say('sticks.stoppedHint')}</p>
        </>
      )}
      <RateCurve rates={item.rates} label={say('sticks.curve', { node: node ?? item.item.target, rate: bytes(top) })} />
      <dl className="sw-facts sw-stick-facts">
        <dt>{say('sticks.device')}</dt>
        <dd className="mono">{item.item.target}</dd>
        {named && (
          <>
            <dt>{say('sticks.serial')}</dt>
            <dd className="mono">{named.confirm}</dd>
          </>
        )}
        {(named?.connection || seen) && (
          <>
            <dt>{say('sticks.pluggedIn')}</dt>
            <dd>{[named?.connection, seen ? time(seen) : undefined].filter(Boolean).join(', ')}</dd>
          </>
        )}
      </dl>
      {ended && (
        <Button variant="link" isInline className="sw-stick-off" onClick={() => forget(run.runId)}>
          {say('sticks.takeOff')}
        </Button>
      )}
    </section>
  );
}

function Phases({ item, phase }: { readonly item: ItemProgress; readonly phase: StickPhase | undefined }) {
  const { say } = useSpeech();
  const at = phase ? STICK_PHASES.indexOf(phase) : item.state === 'changed' ? STICK_PHASES.length : -1;
  return (
    <ol className="sw-phases">
      {STICK_PHASES.map((entry, index) => {
        const mark: Mark = index < at ? 'done' : index === at ? 'running' : 'waiting';
        const word =
          mark === 'done' ? say('state.done') : mark === 'running' ? say('state.running') : say('state.waiting');
        return (
          <li key={entry} aria-current={index === at ? 'step' : undefined}>
            <StateMark mark={mark}>
              <span className={index === at ? 'sw-strong' : undefined}>{say(PHASE_WORDS[entry])}</span>
              <span className="pf-v6-screen-reader">{word}</span>
            </StateMark>
          </li>
        );
      })}
    </ol>
  );
}

/** After a reload only the run itself says what the stick becomes: a node, or the image that is named after it. */
function nodeOf({ item }: ItemProgress, site: Site): string | undefined {
  const after = item.changes[0]?.after.replace(/\.(overlay|iso)$/, '');
  return site.hosts.find((host) => host.name === after)?.name;
}
