import { randomUUID } from 'node:crypto';
import type { Batch, BatchAnswer } from '../protocol/batch.ts';
import { FIGURES, type Figure } from '../protocol/figures.ts';
import type { Sample } from '../protocol/sample.ts';
import { COLUMNS } from './columns.ts';
import type { Database, Queries } from './database.ts';
import { ensurePiece, piecesOf } from './partitions.ts';
import { DAY_MS, LEVELS, SAMPLE_AHEAD_MS, SAMPLE_KEEP_MS } from './retention.ts';
import { SourceIds } from './source-ids.ts';
import { storeContact, storeStates } from './states.ts';

/** Held by whoever writes samples or sums them up: one after the other, so that no step is summed up while samples come in. */
export const WRITER_LOCK = 7_483_002;

const MINUTE_MS = 60_000;

export interface BatchStore {
  /** Stores a batch for good, or not at all. Throws DatabaseDown. */
  store(batch: Batch, now: Date): Promise<BatchAnswer>;
  /** Samples without a batch's name (version 1 of the protocol). */
  storeSamples(samples: readonly Sample[], now: Date): Promise<number>;
}

export function batchStore(database: Database): BatchStore {
  const sources = new SourceIds(database);
  const daysReady = new Set<string>();

  async function prepare(samples: readonly Sample[]): Promise<void> {
    const moments = samples.map(({ takenAt }) => new Date(takenAt));
    for (const piece of piecesOf(LEVELS[0], moments)) {
      if (daysReady.has(piece.name)) continue;
      await ensurePiece(database, piece);
      daysReady.add(piece.name);
    }
    // a year's worth of names at most: what was dropped meanwhile is never asked for again
    if (daysReady.size > 400) daysReady.clear();
  }

  async function storeBatch(batch: Batch, now: Date): Promise<BatchAnswer> {
    const { kept, rejected } = sift(batch.samples, now);
    await prepare(kept);
    const ids = await sources.of(
      kept.map(({ source }) => source),
      now,
    );
    return database.transaction(async (queries) => {
      await queries.run('SELECT pg_advisory_xact_lock($1)', [WRITER_LOCK]);
      const times = kept.map(({ takenAt }) => Date.parse(takenAt));
      const [row] = await queries.rows<{ seq: number }>(
        `INSERT INTO batch (batch_id, received_at, samples, first_taken_at, last_taken_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (batch_id) DO NOTHING RETURNING seq`,
        [batch.batchId, now, kept.length, ...(times.length > 0 ? [least(times), most(times)] : [null, null])],
      );
      if (!row) return { accepted: kept.length, duplicate: true, rejected };
      await insertSamples(queries, row.seq, kept, ids);
      await markDue(queries, times);
      await storeStates(queries, batch, now);
      await storeContact(queries, now, batch.errors.at(-1) ?? null, new Date(batch.takenAt));
      return { accepted: kept.length, duplicate: false, rejected };
    });
  }

  return {
    store: storeBatch,
    async storeSamples(samples, now) {
      const { kept } = sift(samples, now);
      await prepare(kept);
      const ids = await sources.of(
        kept.map(({ source }) => source),
        now,
      );
      await database.transaction(async (queries) => {
        await queries.run('SELECT pg_advisory_xact_lock($1)', [WRITER_LOCK]);
        const times = kept.map(({ takenAt }) => Date.parse(takenAt));
        if (times.length === 0) return;
        const [row] = await queries.rows<{ seq: number }>(
          `INSERT INTO batch (batch_id, received_at, samples, first_taken_at, last_taken_at)
           VALUES ($1, $2, $3, $4, $5) RETURNING seq`,
          [randomUUID(), now, kept.length, least(times), most(times)],
        );
        await insertSamples(queries, row?.seq ?? 0, kept, ids);
        await markDue(queries, times);
      });
      return kept.length;
    },
  };
}

function sift(samples: readonly Sample[], now: Date) {
  // the partition of the oldest day that is kept is dropped as a whole
  const oldest = Math.floor((now.getTime() - SAMPLE_KEEP_MS) / DAY_MS) * DAY_MS;
  const newest = now.getTime() + SAMPLE_AHEAD_MS;
  const kept: Sample[] = [];
  const rejected = { tooOld: 0, inFuture: 0 };
  for (const sample of samples) {
    const at = Date.parse(sample.takenAt);
    if (at < oldest) rejected.tooOld += 1;
    else if (at > newest) rejected.inFuture += 1;
    else kept.push(sample);
  }
  return { kept, rejected };
}

const COLUMN_LIST = FIGURES.map((figure) => COLUMNS[figure]).join(', ');
const INSERT = `INSERT INTO sample (source_id, taken_at, batch_seq, ${COLUMN_LIST})
  SELECT id, at, $3::int, ${COLUMN_LIST} FROM unnest($1::int[], $2::timestamptz[], ${FIGURES.map((figure, index) => `$${index + 4}::${figure.endsWith('Bytes') ? 'bigint' : 'real'}[]`).join(', ')})
  AS given (id, at, ${COLUMN_LIST})
  ON CONFLICT (source_id, taken_at) DO NOTHING`;

async function insertSamples(
  queries: Queries,
  seq: number,
  samples: readonly Sample[],
  ids: ReadonlyMap<string, number>,
): Promise<void> {
  if (samples.length === 0) return;
  await queries.run(INSERT, [
    samples.map(({ source }) => ids.get(source)),
    samples.map(({ takenAt }) => takenAt),
    seq,
    ...FIGURES.map((figure) => samples.map((sample) => asColumn(figure, sample[figure]))),
  ]);
}

/** A column of single precision refuses what is too small for it instead of taking it as 0. */
function asColumn(figure: Figure, value: number | null): number | null {
  return value === null || figure.endsWith('Bytes') ? value : Math.fround(value);
}

/** The minutes of these samples are to be summed up (again). */
async function markDue(queries: Queries, times: readonly number[]): Promise<void> {
  const minutes = [...new Set(times.map((at) => Math.floor(at / MINUTE_MS) * MINUTE_MS))].map((at) => new Date(at));
  if (minutes.length === 0) return;
  await queries.run(
    `INSERT INTO rollup_due (seconds, bucket) SELECT 60, bucket FROM unnest($1::timestamptz[]) AS bucket
     ON CONFLICT DO NOTHING`,
    [minutes],
  );
}

function least(times: readonly number[]): Date {
  return new Date(times.reduce((a, b) => Math.min(a, b)));
}

function most(times: readonly number[]): Date {
  return new Date(times.reduce((a, b) => Math.max(a, b)));
}
