import type { ReactNode } from 'react';
import { changeInWords } from '../../electron/api/change-words.ts';
import type { Change, PlanItem } from '../../electron/api/plan.ts';
import { waitsForHost } from '../../electron/api/waits-for-host.ts';
import type { ItemProgress } from '../state/run-fold.ts';
import { type SentenceKey, useSpeech } from '../text/text.ts';
import { Panel } from '../ui/panel.tsx';
import { StateMark } from '../ui/state-mark.tsx';
import { FailurePanel } from './failure-panel.tsx';
import { LogPanel } from './log-panel.tsx';

/** The chosen step: what went wrong, what it changes, what was said. */
export function StepDetail({
  entry,
  log,
  waysOn,
  parts,
  titleOf,
}: {
  readonly entry: ItemProgress | undefined;
  /** The run whose log is shown; absent in a plan: nothing was said yet. */
  readonly log: { readonly runId: string; readonly hosts: readonly string[]; readonly isBusy: boolean } | undefined;
  /** The ways on after a failure; they stand beside the failure. */
  readonly waysOn: ReactNode;
  /** What may be done with this step alone. */
  readonly parts: ReactNode;
  readonly titleOf: (stepId: string) => string;
}) {
  const { say, pick, bytes } = useSpeech();
  if (!entry) {
    return (
      <div className="sw-stack">
        <Panel>
          <p className="sw-subtle">{say('install.pickStep')}</p>
        </Panel>
        {log && (
          <LogPanel key="log" runId={log.runId} itemId={undefined} hosts={log.hosts} mayStillSpeak={log.isBusy} />
        )}
      </div>
    );
  }
  const { item, diagnostic, changes, progress } = entry;
  const hasFailed = diagnostic !== undefined && !item.leftOut;
  return (
    <div className="sw-stack">
      {hasFailed && (
        <FailurePanel
          title={pick(item.title)}
          target={item.target}
          diagnostic={diagnostic}
          isStopped={entry.state === 'cancelled'}
          actions={waysOn}
        />
      )}
      <Panel
        title={hasFailed ? say('install.changes') : pick(item.title)}
        aside={hasFailed ? undefined : item.target === 'site' ? say('install.site') : item.target}
      >
        <div className="sw-stack sw-notes">
          <Notes item={item} isPlan={log === undefined} titleOf={titleOf} />
          <div>
            {!hasFailed && <h3 className="sw-small sw-subtle">{say('install.changes')}</h3>}
            {changes.length > 0 ? (
              <Changes changes={changes} />
            ) : (
              <p>{say(...whyNoChanges(entry, log === undefined))}</p>
            )}
          </div>
          {parts}
        </div>
        {progress && progress.total > 0 && (
          <>
            <div
              className="sw-bar-track"
              role="progressbar"
              aria-valuenow={Math.round((progress.done / progress.total) * 100)}
              aria-valuemin={0}
              aria-valuemax={100}
              aria-label={pick(item.title)}
            >
              <div style={{ width: `${(progress.done / progress.total) * 100}%` }} />
            </div>
            {progress.unit === 'bytes' && (
              <p className="sw-small">
                {bytes(progress.done)} / {bytes(progress.total)}
                {progress.bytesPerSecond !== undefined && `, ${bytes(progress.bytesPerSecond)}/s`}
              </p>
            )}
          </>
        )}
      </Panel>
      {log && (
        <LogPanel
          key="log"
          runId={log.runId}
          itemId={item.id}
          hosts={log.hosts}
          mayStillSpeak={entry.state === 'running' || entry.state === 'waiting'}
        />
      )}
    </div>
  );
}

function Notes({
  item,
  isPlan,
  titleOf,
}: {
  readonly item: PlanItem;
  readonly isPlan: boolean;
  readonly titleOf: (stepId: string) => string;
}) {
  const { say, moment } = useSpeech();
  if (item.leftOut) return <StateMark mark="no-change">{say('install.leftOutWhat')}</StateMark>;
  if (item.action === 'skip') return null;
  return (
    <>
      {item.drift && <StateMark mark="warning">{say('install.drift', { moment: moment(item.drift.since) })}</StateMark>}
      {item.risk !== 'safe' && (
        <StateMark mark={item.risk === 'destructive' ? 'erased' : 'warning'}>{say(`install.${item.risk}`)}</StateMark>
      )}
      {isPlan && item.waitsFor.length > 0 && (
        <p className="sw-small sw-subtle">
          {say('install.waitsFor', { steps: item.waitsFor.map(titleOf).join(', ') })}
        </p>
      )}
    </>
  );
}

/** No change is listed: because nothing differs, because it is not this step's turn yet, or because it could not be told. */
function whyNoChanges(
  { item, state, diagnostic }: ItemProgress,
  isPlan: boolean,
): readonly [SentenceKey, { readonly host: string }?] {
  const host = waitsForHost({ diagnostic: diagnostic ?? item.diagnostic });
  if (item.leftOut) return ['install.noChanges'];
  if (host !== undefined) return ['install.changesAway', { host }];
  if (diagnostic || state === 'failed' || item.action === 'blocked') return ['install.changesUnknown'];
  if (isPlan) return [item.action === 'later' ? 'install.waitsForWhat' : 'install.noChanges'];
  return [state === 'unchanged' || state === 'changed' ? 'install.noChanges' : 'install.changesInTurn'];
}

/** What is and what will be. */
function Changes({ changes }: { readonly changes: readonly Change[] }) {
  const { say, language } = useSpeech();
  return (
    <pre className="sw-diff mono">
      {changes
        .map((change) => changeInWords(change, language))
        .map((change, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two changes may be about the same thing
          <span key={`${change.what}-${index}`}>
            <span className="sw-diff-now">
              {`  ${change.what} `}
              {change.before === undefined && say('install.now', { value: say('install.absent') })}
              {'\n'}
            </span>
            {change.before !== undefined && <del>{lines('-', change.before)}</del>}
            <ins>{lines('+', change.after)}</ins>
          </span>
        ))}
    </pre>
  );
}

function lines(sign: string, text: string): string {
  return text
    .split('\n')
    .map((line) => `${sign} ${line}\n`)
    .join('');
}
