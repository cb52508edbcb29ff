import type { Queries } from './database.ts';

/** Failures older than this no longer count. */
const WINDOW_MS = 15 * 60_000;

export interface LoginLimit {
  readonly key: Uint8Array;
  /** So many failures within the window, then nothing more is tried. */
  readonly most: number;
}

/**
 * Takes an attempt from each budget before the password is looked at, so that attempts made at once count too. The first
 * that is used up ends it: who is stopped by a narrow budget does not use up the wider ones of others.
 * @returns seconds to wait where a budget is used up; undefined: go on
 */
export async function takeAttempt(
  queries: Queries,
  limits: readonly LoginLimit[],
  now: Date,
): Promise<number | undefined> {
  for (const { key, most } of limits) {
    const [row] = await queries.rows<{ failures: number; since: Date }>(
      `INSERT INTO login_failure (key, failures, since) VALUES ($1, 1, $2)
       ON CONFLICT (key) DO UPDATE SET
         failures = CASE WHEN login_failure.since <= $3 THEN 1 ELSE least(login_failure.failures + 1, 1000000) END,
         since = CASE WHEN login_failure.since <= $3 THEN $2 ELSE login_failure.since END
       RETURNING failures, since`,
      [key, now, new Date(now.getTime() - WINDOW_MS)],
    );
    if (row && row.failures > most)
      return Math.max(1, Math.ceil((row.since.getTime() + WINDOW_MS - now.getTime()) / 1000));
  }
  return undefined;
}

/** A login that went well gives back what it took, and forgets the failures of that name from that address. */
export async function forgiveAttempts(
  queries: Queries,
  forget: readonly LoginLimit[],
  giveBack: readonly LoginLimit[],
): Promise<void> {
  await queries.run('DELETE FROM login_failure WHERE key = ANY($1)', [forget.map(({ key }) => key)]);
  await queries.run('UPDATE login_failure SET failures = greatest(failures - 1, 0) WHERE key = ANY($1)', [
    giveBack.map(({ key }) => key),
  ]);
}

export async function dropOldFailures(queries: Queries, now: Date): Promise<void> {
  await queries.run('DELETE FROM login_failure WHERE since <= $1', [new Date(now.getTime() - WINDOW_MS)]);
}
