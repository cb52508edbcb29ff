import { COLUMNS, type Column, headerColumns } from './columns.ts';
import type { CellChange, NewRow } from './sheet-edits.ts';
import type { SheetRow } from './sheet-rows.ts';

/** A site has no more machines. */
export const MOST_HOSTS = 64;

export interface PastePlan {
  readonly changes: readonly CellChange[];
  /** More rows than there are machines, or other names: nodes to be added, after a question. */
  readonly added: readonly NewRow[];
  /** Values that have no place: read-only cells, columns beyond the last one or with a heading that nobody knows. */
  readonly leftOut: number;
  readonly hasHeader: boolean;
}

export interface CellRange {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/**
 * What a pasted table does to the sheet. With a heading the columns go where they are named and the rows to the machines that they name;
 * without one it is a block that begins at the chosen cell. One value fills all chosen cells.
 */
export function planPaste(
  table: readonly (readonly string[])[],
  range: CellRange,
  rows: readonly SheetRow[],
): PastePlan {
  const header = table[0] && headerColumns(table[0]);
  const body = header ? table.slice(1) : table;
  const only = body.length === 1 && body[0]?.length === 1 && !header ? body[0][0] : undefined;
  if (only !== undefined) return fillRange(only, range, rows);
  const columns = header ?? COLUMNS.slice(range.left);
  const nameAt = header ? header.indexOf('name') : -1;
  const changes: CellChange[] = [];
  const added: NewRow[] = [];
  let leftOut = 0;
  body.forEach((values, index) => {
    const name = (values[nameAt] ?? '').trim().toLowerCase();
    const named = nameAt >= 0 ? rows.findIndex((row) => row.name.toLowerCase() === name) : -1;
    const place = nameAt >= 0 ? named : range.top + index;
    const row = rows[place];
    const said: Partial<Record<Column, string>> = {};
    values.forEach((text, at) => {
      const column = columns[at];
      if (column === undefined || (row?.cells[column].isReadOnly ?? false)) {
        if (text !== '') leftOut += 1;
        // A table with a heading says what it says; what it leaves empty it does not know.
      } else if (text !== '' || !header) said[column] = text;
    });
    const entries = Object.entries(said) as [Column, string][];
    if (row) changes.push(...entries.map(([column, text]) => ({ row: place, column, text })));
    else if (!entries.some(([, text]) => text !== '')) return;
    else if (rows.length + added.length < MOST_HOSTS) added.push(said);
    else leftOut += entries.length;
  });
  return { changes, added, leftOut, hasHeader: header !== undefined };
}

function fillRange(text: string, range: CellRange, rows: readonly SheetRow[]): PastePlan {
  const all = cellsIn(range, rows);
  const changes = all.filter(({ isReadOnly }) => !isReadOnly).map(({ row, column }) => ({ row, column, text }));
  return { changes, added: [], leftOut: all.length - changes.length, hasHeader: false };
}

/** The cells of a range, row by row. */
export function cellsIn(
  { top, bottom, left, right }: CellRange,
  rows: readonly SheetRow[],
): readonly { readonly row: number; readonly column: Column; readonly text: string; readonly isReadOnly: boolean }[] {
  return rows.slice(top, bottom + 1).flatMap((entry, index) =>
    COLUMNS.slice(left, right + 1).map((column) => ({
      row: top + index,
      column,
      text: entry.cells[column].text,
      isReadOnly: entry.cells[column].isReadOnly,
    })),
  );
}
