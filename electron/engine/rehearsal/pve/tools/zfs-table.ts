import type { ProgramContext } from '../../kernel/program.ts';

/** `12.3G` as zfs prints sizes; exact bytes with -p. */
export function zfsSize(bytes: number, exact: boolean): string {
  if (exact) return String(bytes);
  const units = ['B', 'K', 'M', 'G', 'T', 'P'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return unit === 0
    ? `${value}B`
    : `${value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2)}${units[unit]}`;
}

/** Rows as zfs and zpool print them; `bare` = -H. */
export function table(
  context: ProgramContext,
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  bare: boolean,
): void {
  if (bare) {
    context.stdout(rows.map((row) => `${row.join('\t')}\n`).join(''));
    return;
  }
  const widths = columns.map((name, index) => Math.max(name.length, ...rows.map((row) => row[index]?.length ?? 0)));
  const right = new Set([
    'used',
    'avail',
    'available',
    'refer',
    'size',
    'alloc',
    'free',
    'cap',
    'frag',
    'dedup',
    'ckpoint',
    'expandsz',
  ]);
  const line = (cells: readonly string[]) =>
    `${cells.map((cell, index) => (right.has(columns[index] ?? '') ? cell.padStart(widths[index] ?? 0) : cell.padEnd(widths[index] ?? 0))).join('  ')}`.trimEnd();
  context.stdout([columns.map((name) => name.toUpperCase()), ...rows].map((cells) => `${line(cells)}\n`).join(''));
}
