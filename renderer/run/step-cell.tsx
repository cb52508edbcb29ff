import { memo } from 'react';
import type { ItemProgress } from '../state/run-fold.ts';
import { useSpeech } from '../text/text.ts';
import { StateMark } from '../ui/state-mark.tsx';
import { cellState, isProblem } from './plan-items.ts';

/** One step on one machine, as a button that shows its details. The table around it listens. */
export const StepCell = memo(function StepCell({
  entry,
  isPlan,
  rehearsed,
  row,
  column,
  isTabStop,
  isChosen,
}: {
  readonly entry: ItemProgress | undefined;
  readonly isPlan: boolean;
  readonly rehearsed: boolean;
  readonly row: number;
  readonly column: number;
  readonly isTabStop: boolean;
  readonly isChosen: boolean;
}) {
  const { say, seconds } = useSpeech();
  if (!entry) {
    return (
      <span className="sw-subtle">
        <span aria-hidden="true">–</span>
        <span className="pf-v6-screen-reader">{say('state.notForThis')}</span>
      </span>
    );
  }
  const [mark, word] = cellState(entry, isPlan);
  return (
    <button
      type="button"
      className="sw-cell-button"
      data-item={entry.item.id}
      data-row={row}
      data-column={column}
      data-problem={isProblem(entry)}
      tabIndex={isTabStop ? 0 : -1}
      aria-pressed={isChosen}
    >
      <StateMark mark={mark}>
        {say(word)}
        {isPlan && entry.item.action === 'apply' && !entry.item.leftOut && entry.changes.length > 1 && (
          <span className="sw-subtle sw-small">{entry.changes.length}</span>
        )}
        {entry.state === 'changed' && !rehearsed && entry.durationMs !== undefined && (
          <span className="sw-subtle sw-small">{seconds(entry.durationMs)}</span>
        )}
        {entry.progress && entry.progress.total > 0 && (
          <span className="sw-subtle sw-small">{Math.round((entry.progress.done / entry.progress.total) * 100)} %</span>
        )}
      </StateMark>
    </button>
  );
});
