import { Button } from '@patternfly/react-core';
import type { BundleBringing } from '../../electron/api/bundle.ts';
import type { ItemProgress, RunState } from '../state/run-fold.ts';
import { type SentenceKey, useSpeech } from '../text/text.ts';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { Panel } from '../ui/panel.tsx';
import { type Mark, StateMark } from '../ui/state-mark.tsx';
import { FailureNote } from './failure-note.tsx';
import { useKindName } from './kind-name.ts';
import { MovesTable } from './moves-table.tsx';
import { VerdictNote } from './verdict-note.tsx';
import { type WorkName, type WorkState, workState } from './work-state.ts';

export const WORK_WORDS: Readonly<Record<WorkName, SentenceKey>> = {
  make: 'bundle.making',
  update: 'bundle.updating',
  verify: 'bundle.checking',
  delta: 'bundle.makingDelta',
  patch: 'bundle.patching',
  split: 'bundle.splitting',
  join: 'bundle.joining',
  stick: 'bundle.filling',
  push: 'bundle.pushing',
};

const MARKS: Readonly<Record<ItemProgress['state'], Mark>> = {
  waiting: 'waiting',
  running: 'running',
  changed: 'done',
  unchanged: 'done',
  failed: 'failed',
  skipped: 'no-change',
  cancelled: 'no-change',
};

/** Where stopping leaves something that is gone on with. */
const STOPPED: Readonly<Partial<Record<WorkName, SentenceKey>>> = {
  make: 'bundle.stoppedMake',
  patch: 'bundle.stoppedHalf',
  stick: 'bundle.stoppedHalf',
  push: 'bundle.stoppedHalf',
};

const STATE_WORDS: Readonly<Record<ItemProgress['state'], SentenceKey>> = {
  waiting: 'state.waiting',
  running: 'state.running',
  changed: 'state.done',
  unchanged: 'state.done',
  failed: 'state.failed',
  skipped: 'state.notRun',
  cancelled: 'state.cancelled',
};

/** The newest work on the bundle: where it is, how fast, how long yet, which items; and what it came to. */
export function WorkPanel({
  run,
  isBusy,
  onAgain,
  onTake,
}: {
  readonly run: RunState;
  /** Something has been asked for and has not begun. */
  readonly isBusy: boolean;
  /** Absent where trying again needs more than a button. */
  readonly onAgain: (() => void) | undefined;
  /** Makes what moved the lock. */
  readonly onTake: () => void;
}) {
  const { say, moment, bytes } = useSpeech();
  const state = workState(run);
  if (!state) return <DiagnosticList diagnostics={run.diagnostics} />;
  const { bringing, verdict, update, carried } = run.bundle ?? {};
  const isSettled = verdict !== undefined || update !== undefined;
  const failure = isSettled ? undefined : state.stage?.diagnostic;
  const diagnostics = [...(failure ? [failure] : []), ...run.diagnostics];
  return (
    <Panel title={say(WORK_WORDS[state.work])} aside={run.startedAt ? moment(run.startedAt) : ''}>
      <div className="sw-stack">
        {run.items.length > 1 && <Stages items={run.items} />}
        {state.isRunning && <Flow state={state} />}
        {state.isRunning && bringing && <Bringing bringing={bringing} />}
        {run.outcome === 'cancelled' && (
          <p>
            <StateMark mark="no-change">
              <strong>{say('bundle.stopped')}</strong>
            </StateMark>{' '}
            {say(STOPPED[state.work] ?? 'bundle.stoppedOther')}
          </p>
        )}
        {verdict && <VerdictNote verdict={verdict} />}
        {update && (
          <>
            <DiagnosticList diagnostics={update.diagnostics} />
            <MovesTable moves={update.moves} />
            {update.moves.length > 0 && (
              <div className="sw-buttons">
                {update.written ? (
                  <StateMark mark="done">{say('bundle.taken')}</StateMark>
                ) : (
                  <>
                    <Button variant="secondary" isDisabled={isBusy} onClick={onTake}>
                      {say('bundle.take')}
                    </Button>
                    <span className="sw-subtle sw-small">{say('bundle.takeWhy')}</span>
                  </>
                )}
              </div>
            )}
          </>
        )}
        {carried && (
          <StateMark mark="done">
            <span className="sw-wrapping">
              <strong>{say('bundle.carried', { files: carried.files, size: bytes(carried.bytes) })}</strong>{' '}
              <span className="mono sw-break">{carried.folder}</span>
            </span>
          </StateMark>
        )}
        {(state.work === 'stick' || state.work === 'push') && run.outcome === 'done' && (
          <StateMark mark="done">
            <span className="sw-wrapping">
              <strong>{say(state.work === 'stick' ? 'bundle.stickDone' : 'bundle.pushDone')}</strong>{' '}
              <span className="mono sw-break">{run.items[0]?.item.target}</span>
            </span>
          </StateMark>
        )}
        {state.work === 'make' && run.outcome === 'done' && (
          <StateMark mark="done">
            <strong>{say('bundle.madeNow')}</strong>
          </StateMark>
        )}
        <FailureNote
          diagnostics={diagnostics}
          onAgain={run.outcome === 'failed' && !isSettled && !isBusy ? onAgain : undefined}
        />
      </div>
    </Panel>
  );
}

function Stages({ items }: { readonly items: readonly ItemProgress[] }) {
  const { pick, say } = useSpeech();
  return (
    <ol className="sw-phases">
      {items.map(({ item, state }) => (
        <li key={item.id}>
          <StateMark mark={MARKS[state]}>
            {state === 'running' ? <strong>{pick(item.title)}</strong> : pick(item.title)}
            <span className="pf-v6-screen-reader"> {say(STATE_WORDS[state])}</span>
          </StateMark>
        </li>
      ))}
    </ol>
  );
}

function Flow({ state: { stage, percent, leftMs } }: { readonly state: WorkState }) {
  const { say, pick, bytes, number, about } = useSpeech();
  const title = stage ? pick(stage.item.title) : '';
  const progress = stage?.progress;
  if (!progress || percent === undefined)
    return <p className="sw-subtle">{say('bundle.noFigure', { stage: title })}</p>;
  const amount = progress.unit === 'bytes' ? bytes : number;
  return (
    <div className="sw-flow">
      <div
        className="sw-bar-track"
        role="progressbar"
        aria-label={title}
        aria-valuenow={percent}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <div style={{ width: `${percent}%` }} />
      </div>
      <div className="sw-stick-figures">
        <strong>{say('bundle.doneOf', { done: amount(progress.done), total: amount(progress.total) })}</strong>
        <span className="sw-subtle">
          {progress.unit === 'steps' && progress.text ? pick(progress.text) : ''}
          {progress.bytesPerSecond ? say('sticks.rate', { rate: bytes(progress.bytesPerSecond) }) : ''}
        </span>
        <strong>{leftMs === undefined ? '' : say('sticks.left', { time: about(leftMs) })}</strong>
      </div>
    </div>
  );
}

/** By kind how many are there, and what comes in this moment. */
function Bringing({ bringing: { kinds, now } }: { readonly bringing: BundleBringing }) {
  const { say, bytes } = useSpeech();
  const nameOf = useKindName();
  return (
    <div className="sw-bringing">
      <ul>
        {kinds.map((count) => (
          <li key={count.kind}>
            <StateMark mark={count.itemsThere === count.items ? 'done' : 'running'}>
              {nameOf(count.kind, { many: true })}
            </StateMark>
            <span>{say('bundle.itemsThere', { there: count.itemsThere, items: count.items })}</span>
            <span className="sw-subtle">
              {say('bundle.doneOf', { done: bytes(count.bytesThere), total: bytes(count.bytes) })}
            </span>
          </li>
        ))}
      </ul>
      {now.length > 0 && (
        <ul aria-label={say('bundle.comingNow')}>
          {now.map((entry) => (
            <li key={`${entry.kind} ${entry.name}`}>
              <span className="mono sw-small sw-break">{entry.name}</span>
              <span className="sw-subtle sw-small">
                {say('bundle.doneOf', { done: bytes(entry.doneBytes), total: bytes(entry.sizeBytes) })}
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
