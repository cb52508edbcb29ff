import type { Queries } from './database.ts';

/** How full a disk was, by the hour. */
export interface DiskHistory {
  readonly source: string;
  readonly points: readonly { readonly at: Date; readonly usedBytes: number; readonly totalBytes: number }[];
}

/** The last days of every node's and storage's disk, from steps of an hour. */
export async function readDiskHistory(queries: Queries, from: Date): Promise<readonly DiskHistory[]> {
  const rows = await queries.rows<{ key: string; at: Date[]; used: number[]; total: number[] }>(
    `SELECT source.key, history.at, history.used, history.total
     FROM source CROSS JOIN LATERAL (
       SELECT array_agg(bucket ORDER BY bucket) AS at, array_agg(disk_used::float8 ORDER BY bucket) AS used,
         array_agg(disk_total::float8 ORDER BY bucket) AS total
       FROM rollup_1h
       WHERE source_id = source.id AND bucket >= $1 AND disk_used IS NOT NULL AND disk_total > 0
     ) history
     WHERE (key LIKE 'node/%' OR key LIKE 'storage/%') AND history.at IS NOT NULL`,
    [from],
  );
  return rows.map(({ key, at, used, total }) => ({
    source: key,
    points: at.map((moment, index) => ({
      at: moment,
      usedBytes: used[index] ?? 0,
      totalBytes: total[index] ?? 0,
    })),
  }));
}
