import { Button } from '@patternfly/react-core';
import { type KeyboardEvent, memo, type ReactNode } from 'react';
import type { Diagnostic } from '../../../../electron/api/diagnostic.ts';
import { valueAt } from '../../../state/value-at.ts';
import type { SentenceKey } from '../../../text/text.ts';
import { useSpeech } from '../../../text/text.ts';
import { StateMark } from '../../../ui/state-mark.tsx';
import { portRows } from '../ports/port-rows.ts';
import { COLUMNS, type Column } from './columns.ts';
import { fixFor } from './fix-for.ts';
import type { CellRange } from './paste-plan.ts';
import { SheetCell, type SheetCellProps } from './sheet-cell.tsx';
import { sheetKey } from './sheet-keys.ts';
import { columnsOf, listAt, type SheetRow, type Written } from './sheet-rows.ts';

const NONE: readonly Diagnostic[] = [];

const OS_NAMES: Readonly<Record<string, string>> = { debian: 'Debian', pve: 'Proxmox VE' };

/** One machine of the sheet. */
export const SheetRowCells = memo(function SheetRowCells({
  row,
  place,
  written,
  diagnostics,
  active,
  range,
  ...heard
}: {
  readonly row: SheetRow;
  readonly place: number;
  readonly written: Written;
  readonly diagnostics: readonly Diagnostic[];
  /** The column that the keyboard comes back to; -1 in another row. */
  readonly active: number;
  readonly range: CellRange | undefined;
} & Pick<SheetCellProps, 'onWrite' | 'onAction' | 'onFocus'>) {
  const { say } = useSpeech();
  const drawn = columnsOf(row);
  const isHit = (column: number) =>
    range !== undefined && place >= range.top && place <= range.bottom && column >= range.left && column <= range.right;
  const worst = (notes: readonly Diagnostic[]) => notes.some(({ severity }) => severity === 'error');
  const notesOf = (column: Column) => {
    const { path } = row.cells[column];
    const mine = diagnostics.filter(
      ({ subject: { field } }) => field === path || field?.startsWith(`${path}[`) || field?.startsWith(`${path}.`),
    );
    return mine.length > 0 ? mine : NONE;
  };
  const hasError = drawn.some((column) => worst(notesOf(column)));
  return (
    <tr className={hasError ? 'sw-row-error' : undefined}>
      {drawn.map((column) => {
        const at = COLUMNS.indexOf(column);
        const isTabStop = active === at;
        if (column === 'mac' && !row.isInstalled)
          return (
            <td
              key={column}
              colSpan={3}
              className={`sw-subtle sw-sheet-rest${isHit(at) ? ' sw-in-range' : ''}`}
              tabIndex={isTabStop ? 0 : -1}
              data-place={`${place}:${at}`}
              onFocus={() => heard.onFocus(`${place}:${at}`, false)}
              onKeyDown={(event) => restKey(event, `${place}:${at}`, heard.onAction)}
            >
              {say('nodes.existing', { os: OS_NAMES[row.os] ?? row.os })}
            </td>
          );
        const notes = notesOf(column);
        return (
          <SheetCell
            key={column}
            cell={row.cells[column]}
            column={column}
            place={`${place}:${at}`}
            label={say('sheet.cell', { column: say(LABELS[column]), node: row.name })}
            notes={notes}
            fix={notes.length > 0 ? fixFor(notes, column, row, written) : undefined}
            isTabStop={isTabStop}
            isInRange={isHit(at)}
            help={
              <>
                <Below row={row} column={column} written={written} />
                {column === 'mac' && (
                  <Button
                    variant="link"
                    isInline
                    className="sw-cell-fix"
                    tabIndex={-1}
                    onClick={() => heard.onAction(`${place}:${at}`, { do: 'open' })}
                  >
                    {say('ports.all', { count: portRows(written, row.index).length })}
                  </Button>
                )}
              </>
            }
            {...heard}
          />
        );
      })}
    </tr>
  );
});

const LABELS: Readonly<Record<Column, SentenceKey>> = {
  name: 'nodes.name',
  address: 'nodes.address',
  mac: 'sheet.mac',
  system: 'nodes.system',
  data: 'nodes.data',
  cores: 'sheet.cores',
  ram: 'nodes.ram',
  label: 'nodes.label',
};

/** The cell over what is not ours: keys move from it, nothing in it is changed. */
function restKey(event: KeyboardEvent<HTMLElement>, place: string, onAction: SheetCellProps['onAction']): void {
  const action = sheetKey(event, 'chosen');
  if (!action || action.do === 'edit' || action.do === 'fix') return;
  onAction(place, action);
  if (action.do === 'leave' || (action.do === 'next' && document.activeElement === event.currentTarget)) return;
  event.preventDefault();
}

/** What is known beside a value: the disk behind a serial, the other ports of the machine. */
function Below({
  row,
  column,
  written,
}: {
  readonly row: SheetRow;
  readonly column: Column;
  readonly written: Written;
}): ReactNode {
  const { say, number } = useSpeech();
  const host = valueAt(written, `hosts[${row.index}]`);
  const { text, isReadOnly } = row.cells[column];
  if (column === 'name') return row.isWitness ? say('nodes.voteOnly') : null;
  if (column === 'mac')
    return portRows(written, row.index).map(({ path, name, mac, role }) => (
      <div key={path} className="sw-sheet-port">
        <span title={mac}>{name}</span>
        {role === 'none' ? (
          <span className="mono">…{mac.slice(-8)}</span>
        ) : (
          <span>{role === 'management' ? say('ports.here') : say('ports.link', { id: role })}</span>
        )}
      </div>
    ));
  if (column !== 'system' && column !== 'data') return null;
  if (isReadOnly) return column === 'system' ? say('sheet.otherwise') : say('sheet.noPool');
  const disks = listAt(host, 'hardware.disks');
  const serials = text === '' ? [] : text.split(', ');
  if (serials.length === 0) return column === 'system' ? say('sheet.notSaid') : null;
  if (disks.length === 0) return say('nodes.noInventory');
  return serials.map((serial) => {
    const disk = disks.find((entry) => valueAt(entry, 'serial') === serial);
    const model = valueAt(disk, 'model');
    const size = valueAt(disk, 'sizeGb');
    if (disk === undefined) return null;
    return (
      <div key={serial}>
        {[model, typeof size === 'number' ? `${number(size)} GB` : undefined].filter(Boolean).join(', ')}
        <StateMark mark="done">{say('nodes.matches')}</StateMark>
      </div>
    );
  });
}
