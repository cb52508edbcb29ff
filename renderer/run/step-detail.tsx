import type { ReactNode } from 'react';
import type { ItemProgress, LogLine } from '../state/run-fold.ts';
import { useSpeech } from '../text/text.ts';
import { Panel } from '../ui/panel.tsx';
import { FailurePanel } from './failure-panel.tsx';
import { LogView } from './log-view.tsx';

/** The chosen step: what went wrong, what it changes, what was said. */
export function StepDetail({
  entry,
  log,
  retry,
}: {
  readonly entry: ItemProgress | undefined;
  readonly log: readonly LogLine[];
  /** The way on after a failure; it stands beside the failure. */
  readonly retry: ReactNode;
}) {
  const { say, pick, bytes } = useSpeech();
  if (!entry) {
    return (
      <div className="sw-stack">
        <p className="sw-subtle">{say('install.pickStep')}</p>
        <LogView lines={log} />
      </div>
    );
  }
  const { item, diagnostic, changes, progress } = entry;
  return (
    <div className="sw-stack">
      {diagnostic && (
        <FailurePanel title={pick(item.title)} target={item.target} diagnostic={diagnostic} actions={retry} />
      )}
      <Panel title={pick(item.title)} aside={item.target === 'site' ? say('install.site') : item.target}>
        <h3 className="sw-small sw-subtle">{say('install.changes')}</h3>
        {changes.length === 0 ? (
          <p>{say('install.noChanges')}</p>
        ) : (
          <pre className="sw-diff mono">
            {changes.map((change) => (
              <span key={change.what}>
                <span className="sw-diff-now">
                  {`  ${change.what} `}
                  {say('install.now', { value: change.before ?? say('install.absent') })}
                  {'\n'}
                </span>
                <ins>{`+ ${change.after}\n`}</ins>
              </span>
            ))}
          </pre>
        )}
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
      <LogView lines={log.filter((line) => line.itemId === item.id)} />
    </div>
  );
}
