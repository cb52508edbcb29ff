import type { ProgramContext } from '../kernel/program.ts';

/** The daemon's sentence for a container that is not there; gives exit code 1. */
export function noSuch(context: ProgramContext, name: string | undefined): number {
  context.stderr(`Error response from daemon: No such container: ${name ?? ''}\n`);
  return 1;
}

/** Prints rows under their titles, columns as wide as their widest cell. */
export function table(
  context: ProgramContext,
  rows: readonly Readonly<Record<string, string>>[],
  columns: Readonly<Record<string, string>>,
): void {
  const widths = Object.entries(columns).map(([field, title]) =>
    Math.max(title.length, ...rows.map((row) => (row[field] ?? '').length)),
  );
  for (const cells of [
    Object.values(columns),
    ...rows.map((row) => Object.keys(columns).map((field) => row[field] ?? '')),
  ])
    context.stdout(
      `${cells
        .map((cell, index) => cell.padEnd(widths[index] ?? 0))
        .join('   ')
        .trimEnd()}\n`,
    );
}
