/** What is kept, how long, and in how large pieces it is dropped. A year of 32 nodes and 500 guests: see test/bench. */
export const LEVELS = [
  { table: 'sample', column: 'taken_at', seconds: 0, keepDays: 7, piece: 'day' },
  { table: 'rollup_1m', column: 'bucket', seconds: 60, keepDays: 31, piece: 'day' },
  { table: 'rollup_15m', column: 'bucket', seconds: 900, keepDays: 400, piece: 'month' },
  { table: 'rollup_1h', column: 'bucket', seconds: 3_600, keepDays: 400, piece: 'month' },
] as const;
export type Level = (typeof LEVELS)[number];
export type LevelTable = Level['table'];

export const DAY_MS = 86_400_000;
/** Samples older than this are not taken. */
export const SAMPLE_KEEP_MS = LEVELS[0].keepDays * DAY_MS;
/** Samples further ahead of our clock are not taken. */
export const SAMPLE_AHEAD_MS = 1 * DAY_MS;

export interface Piece {
  /** `sample_20261121`, `rollup_1h_202611` */
  readonly name: string;
  readonly table: LevelTable;
  readonly from: Date;
  readonly to: Date;
}

/** The partition of a level that a moment falls into; UTC. */
export function pieceOf(level: Level, at: Date): Piece {
  const [year, month, day] = [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()];
  const text = at.toISOString();
  if (level.piece === 'day')
    return {
      name: `${level.table}_${text.slice(0, 10).replaceAll('-', '')}`,
      table: level.table,
      from: new Date(Date.UTC(year, month, day)),
      to: new Date(Date.UTC(year, month, day + 1)),
    };
  return {
    name: `${level.table}_${text.slice(0, 7).replace('-', '')}`,
    table: level.table,
    from: new Date(Date.UTC(year, month)),
    to: new Date(Date.UTC(year, month + 1)),
  };
}

/** When everything in a partition, known by its name, is past its time; undefined: not one of ours. */
export function pieceEnd(name: string): { readonly level: Level; readonly to: Date } | undefined {
  for (const level of LEVELS) {
    const match = new RegExp(`^${level.table}_(\\d{4})(\\d{2})(\\d{2})?$`).exec(name);
    if (!match || (match[3] !== undefined) !== (level.piece === 'day')) continue;
    const at = new Date(Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3] ?? '1')));
    return { level, to: pieceOf(level, at).to };
  }
  return undefined;
}
