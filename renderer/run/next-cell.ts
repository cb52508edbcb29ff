export interface CellPlace {
  readonly row: number;
  readonly column: number;
  readonly isProblem: boolean;
}

/**
 * Index of the cell that a key leads to; undefined where it leads nowhere. Up and down stay in the column where the rows
 * allow it, else take the nearest cell; left and right go through the cells as they are read; F8 goes to the next problem and
 * begins anew after the last one.
 * @param cells in reading order
 */
export function nextCell(cells: readonly CellPlace[], here: number, key: string): number | undefined {
  const at = cells[here];
  if (key === 'F8') {
    const after = cells.findIndex((cell, index) => index > here && cell.isProblem);
    const found = after >= 0 ? after : cells.findIndex((cell) => cell.isProblem);
    return found >= 0 && found !== here ? found : undefined;
  }
  if (!at) return undefined;
  if (key === 'ArrowRight') return here + 1 < cells.length ? here + 1 : undefined;
  if (key === 'ArrowLeft') return here > 0 ? here - 1 : undefined;
  if (key === 'Home') return here === 0 ? undefined : 0;
  if (key === 'End') return here === cells.length - 1 ? undefined : cells.length - 1;
  const step = { ArrowDown: 1, ArrowUp: -1 }[key];
  if (step === undefined) return undefined;
  const rows = cells.filter(({ row }) => (row - at.row) * step > 0).map(({ row }) => row);
  if (rows.length === 0) return undefined;
  const row = step > 0 ? Math.min(...rows) : Math.max(...rows);
  const reachable = cells.map((cell, index) => ({ ...cell, index })).filter((cell) => cell.row === row);
  const far = (cell: CellPlace) => Math.abs(cell.column - at.column);
  return reachable.reduce((best, cell) => (far(cell) < far(best) ? cell : best)).index;
}
