import type { ReactNode } from 'react';
import type { Change, PlanItem } from '../../electron/api/plan.ts';
import type { ItemProgress, LogLine } from '../state/run-fold.ts';
import { useSpeech } from '../text/text.ts';
import { Panel } from '../ui/panel.tsx';
import { StateMark } from '../ui/state-mark.tsx';
import { FailurePanel } from './failure-panel.tsx';
import { LogView } from './log-view.tsx';

/** The chosen step: what went wrong, what it changes, what was said. */
export function StepDetail({
  entry,
  log,
  waysOn,
  parts,
  titleOf,
}: {
  readonly entry: ItemProgress | undefined;
  /** Absent in a plan: nothing was said yet. */
  readonly log: readonly LogLine[] | undefined;
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
        <p className="sw-subtle">{say('install.pickStep')}</p>
        {log && <LogView lines={log} />}
      </div>
    );
  }
  const { item, diagnostic, changes, progress } = entry;
  return (
    <div className="sw-stack">
      {diagnostic && !item.leftOut && (
        <FailurePanel title={pick(item.title)} target={item.target} diagnostic={diagnostic} actions={waysOn} />
      )}
      <Panel title={pick(item.title)} aside={item.target === 'site' ? say('install.site') : item.target}>
        <div className="sw-stack sw-notes">
          <Notes item={item} isPlan={log === undefined} titleOf={titleOf} />
          <div>
            <h3 className="sw-small sw-subtle">{say('install.changes')}</h3>
            <Changes changes={changes} isLater={item.action === 'later' && log === undefined} />
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
      {log && <LogView lines={log.filter((line) => line.itemId === item.id)} />}
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

/** What is and what will be. */
function Changes({ changes, isLater }: { readonly changes: readonly Change[]; readonly isLater: boolean }) {
  const { say } = useSpeech();
  if (changes.length === 0) return <p>{say(isLater ? 'install.waitsForWhat' : 'install.noChanges')}</p>;
  return (
    <pre className="sw-diff mono">
      {changes.map((change, index) => (
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
