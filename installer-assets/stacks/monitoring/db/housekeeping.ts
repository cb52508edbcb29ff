import type { Database } from './database.ts';
import { dropOldFailures } from './login-failures.ts';
import { dropOldPieces, prepareDays } from './partitions.ts';
import { DAY_MS, SAMPLE_KEEP_MS } from './retention.ts';
import { dropEndedSessions } from './sessions.ts';
import { readSetting, writeSetting } from './settings.ts';

const KEEP_RECORDS_MS = 400 * DAY_MS;
const CLOCK = 'housekeeping-clock';

export interface Housekept {
  readonly dropped: readonly string[];
  /** The clock is not where it was expected: nothing is dropped until it has kept its course for a day. */
  readonly clockJumped: boolean;
}

/** Makes the partitions of the coming days and drops what is past its time. To be called about every hour. */
export async function keepHouse(database: Database, now: Date): Promise<Housekept> {
  await prepareDays(database, now);
  await dropEndedSessions(database, now);
  await dropOldFailures(database, now);
  const clockJumped = await clockIsStrange(database, now);
  if (clockJumped) return { dropped: [], clockJumped };
  const before = (ms: number): Date => new Date(now.getTime() - ms);
  const dropped = await dropOldPieces(database, now);
  await database.run('DELETE FROM batch WHERE received_at < $1', [before(SAMPLE_KEEP_MS + 2 * DAY_MS)]);
  await database.run('DELETE FROM backup_result WHERE ended_at < $1', [before(KEEP_RECORDS_MS)]);
  await database.run('DELETE FROM alert WHERE closed_at < $1', [before(KEEP_RECORDS_MS)]);
  await database.run('DELETE FROM message WHERE coalesce(sent_at, given_up_at) < $1', [before(31 * DAY_MS)]);
  return { dropped, clockJumped };
}

/**
 * A machine without a clock battery may wake up years ahead for a minute; a year of figures must not go by that. After a
 * jump of more than two days, either way, dropping waits until a day has passed by the new clock.
 */
async function clockIsStrange(database: Database, now: Date): Promise<boolean> {
  const value = (await readSetting(database, CLOCK)) as { seenAt: number; dropFrom: number } | undefined;
  const jumped = value !== undefined && Math.abs(now.getTime() - value.seenAt) > 2 * DAY_MS;
  const dropFrom = jumped ? now.getTime() + DAY_MS : (value?.dropFrom ?? 0);
  // after a jump back the wait would last for years
  const due = Math.min(dropFrom, now.getTime() + DAY_MS);
  await writeSetting(database, CLOCK, { seenAt: now.getTime(), dropFrom: due });
  return due > now.getTime();
}
