import { FIGURES, PEAK_FIGURES } from '../protocol/figures.ts';
import { COLUMNS, peakColumn } from './columns.ts';
import type { Database, Queries } from './database.ts';
import { ensurePiece } from './partitions.ts';
import { LEVELS, type Level, pieceOf } from './retention.ts';
import { WRITER_LOCK } from './store-batch.ts';

/** A step is summed up so long after its end; later samples make it due again. */
const GRACE_MS = 20_000;

const STEPS = LEVELS.slice(1).map((level, index) => ({
  level,
  // LEVELS[index] is the next finer one
  statement: statement(level, LEVELS[index] as Level),
  above: LEVELS[index + 2],
}));

/**
 * Sums up steps that are due, the oldest first, one transaction each: whoever stops in between loses nothing.
 * @returns how many were done; fewer than `limit`: nothing is due any more
 */
export async function rollUp(database: Database, now: Date, limit = 200): Promise<number> {
  let done = 0;
  for (const step of STEPS) {
    const { seconds } = step.level;
    const rows = await database.rows<{ bucket: Date }>(
      'SELECT bucket FROM rollup_due WHERE seconds = $1 AND bucket <= $2 ORDER BY bucket LIMIT $3',
      [seconds, new Date(now.getTime() - seconds * 1000 - GRACE_MS), limit - done],
    );
    for (const { bucket } of rows) {
      await ensurePiece(database, pieceOf(step.level, bucket));
      await database.transaction((queries) => sumUp(queries, step, bucket));
    }
    done += rows.length;
    if (done >= limit) break;
  }
  return done;
}

async function sumUp(queries: Queries, { level, statement: text, above }: (typeof STEPS)[number], bucket: Date) {
  await queries.run('SELECT pg_advisory_xact_lock($1)', [WRITER_LOCK]);
  const [start, end] = [bucket, new Date(bucket.getTime() + level.seconds * 1000)];
  await queries.run(text, [start, end]);
  await queries.run('DELETE FROM rollup_due WHERE seconds = $1 AND bucket = $2', [level.seconds, bucket]);
  if (!above) return;
  const wide = above.seconds * 1000;
  await queries.run('INSERT INTO rollup_due (seconds, bucket) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
    above.seconds,
    new Date(Math.floor(bucket.getTime() / wide) * wide),
  ]);
}

/** Asks source by source, as the key is ordered that way: 600 short walks of an index instead of one through a day. */
function statement(level: Level, finer: Level): string {
  const isRaw = finer.seconds === 0;
  const average = (column: string): string =>
    isRaw
      ? `avg(${column})`
      : `sum(${column} * samples::float8) / nullif(sum(samples) FILTER (WHERE ${column} IS NOT NULL), 0)`;
  const columns = [...FIGURES.map((figure) => COLUMNS[figure]), ...PEAK_FIGURES.map(peakColumn)];
  const values = [
    ...FIGURES.map((figure) => `${average(COLUMNS[figure])} AS ${COLUMNS[figure]}`),
    ...PEAK_FIGURES.map((figure) => `max(${isRaw ? COLUMNS[figure] : peakColumn(figure)}) AS ${peakColumn(figure)}`),
  ];
  return `INSERT INTO ${level.table} (bucket, source_id, samples, ${columns.join(', ')})
    SELECT $1::timestamptz, source.id, summed.samples, ${columns.map((column) => `summed.${column}`).join(', ')}
    FROM source CROSS JOIN LATERAL (
      SELECT ${isRaw ? 'count(*)' : 'sum(samples)'} AS samples, ${values.join(', ')}
      FROM ${finer.table} WHERE source_id = source.id AND ${finer.column} >= $1::timestamptz AND ${finer.column} < $2::timestamptz
    ) summed
    WHERE summed.samples > 0
    ON CONFLICT (source_id, bucket) DO UPDATE SET samples = excluded.samples,
      ${columns.map((column) => `${column} = excluded.${column}`).join(', ')}`;
}
