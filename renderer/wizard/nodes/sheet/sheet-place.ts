import { COLUMNS, type Column } from './columns.ts';
import type { SheetAction } from './sheet-keys.ts';
import type { SheetRow } from './sheet-rows.ts';
import { columnsOf } from './sheet-rows.ts';

export interface SheetPlace {
  readonly row: number;
  /** Index in COLUMNS. */
  readonly column: number;
}

/** Where a movement leads; undefined = out of the sheet (Tab behind the last cell or before the first one). */
export function moved(
  from: SheetPlace,
  action: Extract<SheetAction, { do: 'move' | 'end' | 'next' }>,
  rows: readonly SheetRow[],
): SheetPlace | undefined {
  const last = rows.length - 1;
  if (action.do === 'end') {
    const row = action.whole ? (action.side === 'first' ? 0 : last) : from.row;
    return shown({ row, column: action.side === 'first' ? 0 : COLUMNS.length - 1 }, rows);
  }
  if (action.do === 'move') {
    const row = Math.min(last, Math.max(0, from.row + action.rows));
    if (action.columns === 0) return shown({ row, column: from.column }, rows);
    return beside({ row, column: from.column }, action.columns > 0 ? 1 : -1, rows) ?? from;
  }
  const next = beside(from, action.by, rows);
  if (next) return next;
  const row = from.row + action.by;
  if (row < 0 || row > last) return undefined;
  return shown({ row, column: action.by > 0 ? 0 : COLUMNS.length - 1 }, rows);
}

/** The cell that is drawn at a place: what is not installed by us has one cell over its port and its disks. */
export function shown(place: SheetPlace, rows: readonly SheetRow[]): SheetPlace {
  const row = rows[place.row];
  const column = COLUMNS[place.column] as Column;
  if (!row || columnsOf(row).includes(column)) return place;
  return { ...place, column: COLUMNS.indexOf('mac') };
}

function beside(from: SheetPlace, by: 1 | -1, rows: readonly SheetRow[]): SheetPlace | undefined {
  const row = rows[from.row];
  const drawn = row ? columnsOf(row) : COLUMNS;
  const here = drawn.indexOf(COLUMNS[shown(from, rows).column] as Column);
  const column = drawn[here + by];
  return column === undefined ? undefined : { row: from.row, column: COLUMNS.indexOf(column) };
}
