import type { Database, Queries } from './database.ts';
import { DAY_MS, LEVELS, type Level, type Piece, pieceEnd, pieceOf } from './retention.ts';

/** Makes the partition where it is absent. Names and bounds are our own: nothing in them comes from outside. */
export async function ensurePiece(queries: Queries, piece: Piece): Promise<void> {
  await queries.run(
    `CREATE TABLE IF NOT EXISTS ${piece.name} PARTITION OF ${piece.table}
     FOR VALUES FROM ('${piece.from.toISOString()}') TO ('${piece.to.toISOString()}')`,
  );
}

/** The partitions that the moments fall into, each once. */
export function piecesOf(level: Level, moments: readonly Date[]): readonly Piece[] {
  return [...new Map(moments.map((at) => pieceOf(level, at)).map((piece) => [piece.name, piece])).values()];
}

/** Makes what the next two days need, so that no batch has to wait for it. */
export async function prepareDays(database: Database, now: Date): Promise<void> {
  const moments = [0, 1, 2].map((days) => new Date(now.getTime() + days * DAY_MS));
  for (const level of LEVELS) for (const piece of piecesOf(level, moments)) await ensurePiece(database, piece);
}

/**
 * Drops partitions whose time is over.
 * @returns their names
 */
export async function dropOldPieces(database: Database, now: Date): Promise<readonly string[]> {
  const tables = await database.rows<{ name: string }>(
    `SELECT child.relname AS name FROM pg_inherits
     JOIN pg_class child ON child.oid = inhrelid JOIN pg_class parent ON parent.oid = inhparent
     WHERE parent.relnamespace = 'monitoring'::regnamespace AND parent.relkind = 'p'`,
  );
  const dropped: string[] = [];
  for (const { name } of tables) {
    const end = pieceEnd(name);
    if (!end || end.to.getTime() > now.getTime() - end.level.keepDays * DAY_MS) continue;
    await database.run(`DROP TABLE IF EXISTS ${name}`);
    dropped.push(name);
  }
  return dropped.sort();
}
