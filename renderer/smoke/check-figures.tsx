import type { RunState } from '../state/run-fold.ts';
import { useSpeech } from '../text/text.ts';
import { StateMark } from '../ui/state-mark.tsx';

/** One cell a check, the counts, and when. */
export function CheckFigures({ run }: { readonly run: RunState }) {
  const { say, moment } = useSpeech();
  const failed = run.checks.filter(({ outcome }) => outcome === 'failed').length;
  const good = run.checks.filter(({ outcome }) => outcome === 'passed' || outcome === 'rehearsed').length;
  return (
    <>
      <div>
        <div className="sw-cells" aria-hidden="true">
          {run.checks.map(({ id, outcome }) => (
            <span
              key={id}
              className={`sw-cell ${outcome === 'failed' ? 'sw-cell-failed' : outcome === 'not-applicable' ? '' : 'sw-cell-changed'}`}
            />
          ))}
        </div>
        <div className="sw-counts sw-small">
          <StateMark mark="done">{say('smoke.asExpected', { count: good })}</StateMark>
          {failed > 0 && <StateMark mark="failed">{say('install.failedCount', { count: failed })}</StateMark>}
        </div>
      </div>
      {run.finishedAt && (
        <div>
          <div className="sw-small sw-subtle">{say('smoke.lastRun')}</div>
          <div className="sw-figure">{moment(run.finishedAt)}</div>
        </div>
      )}
    </>
  );
}
