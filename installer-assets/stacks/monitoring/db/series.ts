import { FIGURES, type Figure, PEAK_FIGURES, type PeakFigure } from '../protocol/figures.ts';
import { RANGES, type Range, type SeriesAnswer } from '../protocol/series.ts';
import { COLUMNS, peakColumn } from './columns.ts';
import type { Queries } from './database.ts';
import { DAY_MS, LEVELS, type Level } from './retention.ts';

interface Question {
  readonly source: string;
  readonly range: Range;
  readonly until: Date;
  readonly now: Date;
}

interface Span {
  readonly id: number;
  readonly from: Date;
  readonly until: Date;
}

/** Figures of a step that begins at `at` and is summed up to `until`. */
type Row = { readonly at: Date; readonly until: Date; readonly samples: number } & Readonly<
  Record<string, number | null>
>;

/**
 * A chart's columns. Read from the coarsest level that shows every step; what is not summed up yet comes from the
 * samples themselves, so that the last point is never older than the last sample. Undefined: no such source.
 */
export async function readSeries(queries: Queries, question: Question): Promise<SeriesAnswer | undefined> {
  const { source, range, until, now } = question;
  const [known] = await queries.rows<{ id: number }>('SELECT id FROM source WHERE key = $1', [source]);
  if (!known) return undefined;
  const from = new Date(until.getTime() - RANGES[range].seconds * 1000);
  const level = levelFor(range, from, now);
  const step = RANGES[range].stepSeconds;
  const span = { id: known.id, from, until };
  const rows =
    level.seconds > 0 && step > level.seconds
      ? await readSummed(queries, level, step, span)
      : await readLevel(queries, level, span);
  if (level.seconds > 0) {
    const open = Math.max(rows.at(-1)?.until.getTime() ?? 0, until.getTime() - 2 * level.seconds * 1000 - 60_000);
    rows.push(...(await readLevel(queries, LEVELS[0], { ...span, from: new Date(open) })));
  }
  const stepSeconds = Math.max(step, level.seconds, level.seconds === 0 ? spacing(rows) : 0);
  return { source, range, ...columns(rows, from, until, stepSeconds) };
}

function levelFor(range: Range, from: Date, now: Date): Level {
  const step = RANGES[range].stepSeconds;
  const fine = LEVELS.filter(({ seconds }) => seconds <= step).at(-1) ?? LEVELS[0];
  const age = now.getTime() - from.getTime();
  // a day that lies longer back than minutes are kept is shown in quarters
  return LEVELS.slice(LEVELS.indexOf(fine)).find(({ keepDays }) => age <= keepDays * DAY_MS) ?? LEVELS[3];
}

async function readLevel(queries: Queries, level: Level, { id, from, until }: Span): Promise<Row[]> {
  const isRaw = level.seconds === 0;
  const peaks = PEAK_FIGURES.map((figure) =>
    isRaw ? `${COLUMNS[figure]} AS ${peakColumn(figure)}` : peakColumn(figure),
  );
  const rows = await queries.rows<Row>(
    `SELECT ${level.column} AS at, ${level.column} + interval '${level.seconds} seconds' AS until, ${isRaw ? '1' : 'samples'} AS samples,
       ${[...FIGURES.map((figure) => COLUMNS[figure]), ...peaks].join(', ')}
     FROM ${level.table} WHERE source_id = $1 AND ${level.column} >= $2 AND ${level.column} <= $3 ORDER BY ${level.column}`,
    [id, from, until],
  );
  return [...rows];
}

/** A level summed up to wider steps by the database: a year of hours is more than it takes to draw a year of days. */
async function readSummed(queries: Queries, level: Level, step: number, { id, from, until }: Span): Promise<Row[]> {
  const average = (column: string): string =>
    `sum(${column} * samples::float8) / nullif(sum(samples) FILTER (WHERE ${column} IS NOT NULL), 0) AS ${column}`;
  const rows = await queries.rows<Row>(
    `SELECT date_bin(interval '${step} seconds', bucket, timestamptz 'epoch') AS at,
       max(bucket) + interval '${level.seconds} seconds' AS until, sum(samples) AS samples,
       ${[
         ...FIGURES.map((figure) => average(COLUMNS[figure])),
         ...PEAK_FIGURES.map((figure) => `max(${peakColumn(figure)}) AS ${peakColumn(figure)}`),
       ].join(', ')}
     FROM ${level.table} WHERE source_id = $1 AND bucket >= $2 AND bucket <= $3 GROUP BY 1 ORDER BY 1`,
    [id, from, until],
  );
  return [...rows];
}

/** How far apart samples come, in whole quarters of a minute: a site may collect every minute only. */
function spacing(rows: readonly Row[]): number {
  const gaps = rows.slice(1).map(({ at }, index) => at.getTime() - (rows[index]?.at.getTime() ?? 0));
  if (gaps.length < 2) return 0;
  const middle = [...gaps].sort((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 0;
  return Math.round(middle / 15_000) * 15;
}

/** Sorts rows into steps without a hole; several rows of a step are averaged by their number of samples. */
function columns(rows: readonly Row[], from: Date, until: Date, stepSeconds: number) {
  const first = Math.floor(from.getTime() / 1000 / stepSeconds) * stepSeconds;
  const count = Math.max(1, Math.ceil((until.getTime() / 1000 - first) / stepSeconds));
  const times = Array.from({ length: count }, (_, index) => first + index * stepSeconds);
  const bins: Row[][] = times.map(() => []);
  for (const row of rows) bins[Math.floor((row.at.getTime() / 1000 - first) / stepSeconds)]?.push(row);
  const average = Object.fromEntries(
    FIGURES.map((figure) => [figure, bins.map((bin) => averageOf(bin, COLUMNS[figure]))]),
  ) as Record<Figure, (number | null)[]>;
  const peak = Object.fromEntries(
    PEAK_FIGURES.map((figure) => [figure, bins.map((bin) => peakOf(bin, peakColumn(figure)))]),
  ) as Record<PeakFigure, (number | null)[]>;
  return { from: from.toISOString(), until: until.toISOString(), stepSeconds, times, average, peak };
}

function averageOf(bin: readonly Row[], column: string): number | null {
  let [sum, weight] = [0, 0];
  for (const row of bin) {
    const value = row[column];
    if (value == null) continue;
    sum += value * row.samples;
    weight += row.samples;
  }
  return weight === 0 ? null : sum / weight;
}

function peakOf(bin: readonly Row[], column: string): number | null {
  let highest: number | null = null;
  for (const row of bin) {
    const value = row[column];
    if (value != null && (highest === null || value > highest)) highest = value;
  }
  return highest;
}
