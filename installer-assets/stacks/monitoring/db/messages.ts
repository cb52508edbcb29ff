import type { Channel } from '../protocol/settings.ts';
import type { Queries } from './database.ts';

/** Tried again for a day. */
const GIVE_UP_MS = 24 * 3_600_000;
/** Longest pause between two attempts. */
const LONGEST_PAUSE_MS = 30 * 60_000;

export interface DueMessage {
  readonly id: number;
  readonly alertId: number;
  readonly event: 'opened' | 'closed';
  readonly channel: Channel;
  readonly createdAt: Date;
  readonly attempts: number;
}

export async function readDueMessages(queries: Queries, now: Date): Promise<readonly DueMessage[]> {
  const rows = await queries.rows<{
    id: number;
    alert_id: number;
    event: 'opened' | 'closed';
    channel: Channel;
    created_at: Date;
    attempts: number;
  }>(
    `SELECT id, alert_id, event, channel, created_at, attempts FROM message
     WHERE sent_at IS NULL AND given_up_at IS NULL AND next_at <= $1 ORDER BY id LIMIT 20`,
    [now],
  );
  return rows.map(({ alert_id, created_at, ...row }) => ({ ...row, alertId: alert_id, createdAt: created_at }));
}

export async function markSent(queries: Queries, id: number, now: Date): Promise<void> {
  await queries.run('UPDATE message SET sent_at = $2, attempts = attempts + 1, last_error = NULL WHERE id = $1', [
    id,
    now,
  ]);
}

/** @returns whether it will be tried again */
export async function markFailed(queries: Queries, message: DueMessage, why: string, now: Date): Promise<boolean> {
  const pauseMs = Math.min(15_000 * 2 ** message.attempts, LONGEST_PAUSE_MS);
  const again = now.getTime() - message.createdAt.getTime() < GIVE_UP_MS;
  await queries.run(
    `UPDATE message SET attempts = attempts + 1, last_error = $2, next_at = $3, given_up_at = $4 WHERE id = $1`,
    [message.id, why.slice(0, 500), new Date(now.getTime() + pauseMs), again ? null : now],
  );
  return again;
}
