import { FIGURES } from '../protocol/figures.ts';
import type { Sample, StoredSample } from '../protocol/sample.ts';
import { COLUMNS } from './columns.ts';
import type { Queries } from './database.ts';

type Row = { readonly key: string; readonly taken_at: Date } & Readonly<Record<string, number | null>>;

const COLUMN_LIST = FIGURES.map((figure) => `given.${COLUMNS[figure]}`).join(', ');

/** A newest sample counts as the present so long. */
const PRESENT_MS = 300_000;

/** Samples that were received later than `since`, in the order in which they came; at most `limit`. */
export async function readSamplesSince(queries: Queries, since: Date, limit: number): Promise<readonly StoredSample[]> {
  const found: StoredSample[] = [];
  let after = 0;
  while (found.length < limit) {
    const batches = await queries.rows<{ seq: number; received_at: Date; first: Date; last: Date }>(
      `SELECT seq, received_at, first_taken_at AS first, last_taken_at AS last FROM batch
       WHERE received_at > $1 AND seq > $2 AND samples > 0 ORDER BY seq LIMIT 20`,
      [since, after],
    );
    for (const batch of batches) {
      const rows = await queries.rows<Row>(
        `SELECT source.key, given.taken_at, ${COLUMN_LIST} FROM source CROSS JOIN LATERAL (
           SELECT * FROM sample WHERE source_id = source.id AND taken_at BETWEEN $1 AND $2 AND batch_seq = $3
         ) given ORDER BY given.taken_at, source.id LIMIT $4`,
        [batch.first, batch.last, batch.seq, limit - found.length],
      );
      found.push(...rows.map((row) => ({ ...asSample(row), receivedAt: batch.received_at.toISOString() })));
      if (found.length >= limit) break;
    }
    const last = batches.at(-1);
    if (!last) break;
    after = last.seq;
  }
  return found;
}

/** The newest sample of every source that had one of late. */
export async function readLatest(queries: Queries, now: Date): Promise<ReadonlyMap<string, Sample>> {
  const rows = await queries.rows<Row>(
    `SELECT source.key, given.taken_at, ${COLUMN_LIST} FROM source CROSS JOIN LATERAL (
       SELECT * FROM sample WHERE source_id = source.id AND taken_at BETWEEN $1 AND $2 ORDER BY taken_at DESC LIMIT 1
     ) given`,
    [new Date(now.getTime() - PRESENT_MS), new Date(now.getTime() + PRESENT_MS)],
  );
  return new Map(rows.map((row) => [row.key, asSample(row)]));
}

function asSample(row: Row): Sample {
  const figures = Object.fromEntries(FIGURES.map((figure) => [figure, row[COLUMNS[figure]] ?? null]));
  return { takenAt: row.taken_at.toISOString(), source: row.key, ...figures } as Sample;
}
