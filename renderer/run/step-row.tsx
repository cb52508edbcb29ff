import { memo } from 'react';
import type { ItemProgress } from '../state/run-fold.ts';
import { StepCell } from './step-cell.tsx';

interface MatrixRowProps {
  readonly title: string;
  readonly cells: readonly (ItemProgress | undefined)[];
  readonly row: number;
  readonly isPlan: boolean;
  readonly rehearsed: boolean;
  /** The chosen item, where it is in this row. */
  readonly chosen: string | undefined;
  readonly tabStop: string | undefined;
}

/** One step on all machines. Drawn again only when one of its cells is another one: of sixty rows mostly one. */
export const MatrixRow = memo(function MatrixRow(props: MatrixRowProps) {
  const { title, cells, row, isPlan, rehearsed, chosen, tabStop } = props;
  return (
    <tr className={chosen === undefined ? undefined : 'sw-chosen'}>
      <th scope="row">{title}</th>
      {cells.map((entry, column) => {
        const id = entry?.item.id;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a cell is known by its column
          <td key={column}>
            <StepCell
              entry={entry}
              isPlan={isPlan}
              rehearsed={rehearsed}
              row={row}
              column={column}
              isTabStop={id !== undefined && id === tabStop}
              isChosen={id !== undefined && id === chosen}
            />
          </td>
        );
      })}
    </tr>
  );
}, isSame);

function isSame(before: MatrixRowProps, now: MatrixRowProps): boolean {
  return (
    before.title === now.title &&
    before.row === now.row &&
    before.isPlan === now.isPlan &&
    before.rehearsed === now.rehearsed &&
    before.chosen === now.chosen &&
    before.tabStop === now.tabStop &&
    before.cells.length === now.cells.length &&
    before.cells.every((entry, column) => entry === now.cells[column])
  );
}
