import type { Role } from '../protocol/account.ts';
import type { Queries } from './database.ts';

export const SESSION_MS = 12 * 3_600_000;
export const SESSION_IDLE_MS = 2 * 3_600_000;
/** Last use is written down no more often than this. */
const TOUCH_MS = 60_000;

export interface Session {
  readonly digest: Uint8Array;
  readonly user: string;
  readonly role: Role;
  readonly expiresAt: Date;
}

export async function openSession(queries: Queries, digest: Uint8Array, user: string, now: Date): Promise<void> {
  await queries.run(
    'INSERT INTO session (digest, user_name, created_at, last_seen_at, expires_at) VALUES ($1, $2, $3, $3, $4)',
    [digest, user, now, new Date(now.getTime() + SESSION_MS)],
  );
}

/** The session that holds now. Each use keeps it from falling asleep. */
export async function touchSession(queries: Queries, digest: Uint8Array, now: Date): Promise<Session | undefined> {
  const [row] = await queries.rows<{ user_name: string; role: Role; expires_at: Date; last_seen_at: Date }>(
    `SELECT user_name, role, expires_at, last_seen_at FROM session JOIN app_user ON app_user.name = user_name
     WHERE digest = $1 AND expires_at > $2 AND last_seen_at > $3`,
    [digest, now, new Date(now.getTime() - SESSION_IDLE_MS)],
  );
  if (!row) return undefined;
  if (now.getTime() - row.last_seen_at.getTime() > TOUCH_MS)
    await queries.run('UPDATE session SET last_seen_at = $2 WHERE digest = $1', [digest, now]);
  return { digest, user: row.user_name, role: row.role, expiresAt: row.expires_at };
}

export async function endSession(queries: Queries, digest: Uint8Array): Promise<void> {
  await queries.run('DELETE FROM session WHERE digest = $1', [digest]);
}

export async function dropEndedSessions(queries: Queries, now: Date): Promise<void> {
  await queries.run('DELETE FROM session WHERE expires_at <= $1 OR last_seen_at <= $2', [
    now,
    new Date(now.getTime() - SESSION_IDLE_MS),
  ]);
}
