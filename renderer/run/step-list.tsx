import { memo } from 'react';
import type { ItemProgress } from '../state/run-fold.ts';
import { useSpeech } from '../text/text.ts';
import { StepCell } from './step-cell.tsx';

/** One line a step and machine: its state, how long it took, what it changed. */
export function StepList({
  entries,
  firstRow,
  isPlan,
  rehearsed,
  chosen,
  tabStop,
}: {
  readonly entries: readonly ItemProgress[];
  readonly firstRow: number;
  readonly isPlan: boolean;
  readonly rehearsed: boolean;
  readonly chosen: string | undefined;
  readonly tabStop: string | undefined;
}) {
  return entries.map((entry, index) => (
    <ListRow
      key={entry.item.id}
      entry={entry}
      row={firstRow + index}
      isPlan={isPlan}
      rehearsed={rehearsed}
      isChosen={entry.item.id === chosen}
      isTabStop={entry.item.id === tabStop}
    />
  ));
}

const ListRow = memo(function ListRow({
  entry,
  row,
  isPlan,
  rehearsed,
  isChosen,
  isTabStop,
}: {
  readonly entry: ItemProgress;
  readonly row: number;
  readonly isPlan: boolean;
  readonly rehearsed: boolean;
  readonly isChosen: boolean;
  readonly isTabStop: boolean;
}) {
  const { say, pick, seconds } = useSpeech();
  const { item, durationMs, changes, state } = entry;
  const hasTold = isPlan || state === 'changed' || state === 'failed' || state === 'running';
  const [first] = hasTold ? changes : [];
  return (
    <tr className={isChosen ? 'sw-chosen' : undefined}>
      <th scope="row">{pick(item.title)}</th>
      <td>{item.target === 'site' ? say('install.site') : item.target}</td>
      <td>
        {/* The time has a column of its own here. */}
        <StepCell
          entry={entry}
          isPlan={isPlan}
          rehearsed
          row={row}
          column={0}
          isTabStop={isTabStop}
          isChosen={isChosen}
        />
      </td>
      <td className="sw-subtle">{durationMs !== undefined && !rehearsed ? seconds(durationMs) : '–'}</td>
      <td className="sw-small sw-step-changed" title={first && `${first.what}: ${first.after}`}>
        {first ? say('steps.first', { what: first.what, count: changes.length }) : '–'}
      </td>
    </tr>
  );
});
