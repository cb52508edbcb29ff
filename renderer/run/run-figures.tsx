import { useEffect, useState } from 'react';
import type { RunState } from '../state/run-fold.ts';
import { useSpeech } from '../text/text.ts';
import { StateMark } from '../ui/state-mark.tsx';

/** So many cells stand in one row; more are broken into several. */
const MANY = 140;
/** Of one cell and its gap; where there are more than fit, they become narrower. */
const CELL_PX = 8;

/** How far, and where it broke, in one look: one cell a step, the counts, the elapsed time. */
export function RunFigures({ run }: { readonly run: RunState }) {
  const { say, seconds } = useSpeech();
  const [now, setNow] = useState(Date.now());
  const ended = run.finishedAt !== undefined;
  useEffect(() => {
    if (ended) return;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [ended]);
  const count = (...states: readonly string[]) => run.items.filter((entry) => states.includes(entry.state)).length;
  const waiting = count('waiting', 'skipped', 'cancelled');
  const elapsedMs = run.startedAt ? (run.finishedAt ? Date.parse(run.finishedAt) : now) - Date.parse(run.startedAt) : 0;
  return (
    <>
      <div>
        <div
          className={run.items.length > MANY ? 'sw-cells sw-many' : 'sw-cells'}
          style={{ width: run.items.length * CELL_PX }}
          aria-hidden="true"
        >
          {run.items.map((entry) => (
            <span key={entry.item.id} className={`sw-cell sw-cell-${entry.state}`} />
          ))}
        </div>
        <div className="sw-counts sw-small">
          <StateMark mark="done">{say('install.doneCount', { count: count('changed', 'unchanged') })}</StateMark>
          {count('failed') > 0 && (
            <StateMark mark="failed">{say('install.failedCount', { count: count('failed') })}</StateMark>
          )}
          {count('running') > 0 && (
            <StateMark mark="running">{say('install.runningCount', { count: count('running') })}</StateMark>
          )}
          {waiting > 0 && <StateMark mark="waiting">{say('install.waitingCount', { count: waiting })}</StateMark>}
        </div>
      </div>
      <div>
        <div className="sw-small sw-subtle">{say('install.elapsed')}</div>
        <div className="sw-figure">{seconds(Math.max(0, elapsedMs))}</div>
      </div>
    </>
  );
}
