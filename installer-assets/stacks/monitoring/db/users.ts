import type { Role, User } from '../protocol/account.ts';
import type { Database, Queries } from './database.ts';

export interface StoredUser {
  readonly name: string;
  readonly role: Role;
  readonly passwordHash: string;
}

/** Held while the number of administrators may change. */
const USERS_LOCK = 7_483_003;

export async function findUser(queries: Queries, name: string): Promise<StoredUser | undefined> {
  const [row] = await queries.rows<{ name: string; role: Role; password_hash: string }>(
    'SELECT name, role, password_hash FROM app_user WHERE name = $1',
    [name],
  );
  return row && { name: row.name, role: row.role, passwordHash: row.password_hash };
}

export async function listUsers(queries: Queries): Promise<readonly User[]> {
  const rows = await queries.rows<{ name: string; role: Role; created_at: Date }>(
    'SELECT name, role, created_at FROM app_user ORDER BY name',
  );
  return rows.map(({ name, role, created_at }) => ({ name, role, createdAt: created_at.toISOString() }));
}

/** @returns false: there is one of that name */
export async function addUser(queries: Queries, user: StoredUser, now: Date): Promise<boolean> {
  const added = await queries.run(
    'INSERT INTO app_user (name, role, password_hash, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
    [user.name, user.role, user.passwordHash, now],
  );
  return added === 1;
}

export type UserOutcome = 'done' | 'absent' | 'last-admin';

/** Changes role or password and ends the user's sessions, but for the one that is spared. */
export function changeUser(
  database: Database,
  name: string,
  change: { readonly role?: Role; readonly passwordHash?: string },
  spare?: Uint8Array,
): Promise<UserOutcome> {
  return withAdmins(database, name, change.role === 'viewer', async (queries) => {
    await queries.run(
      'UPDATE app_user SET role = coalesce($2::text, role), password_hash = coalesce($3::text, password_hash) WHERE name = $1',
      [name, change.role ?? null, change.passwordHash ?? null],
    );
    await queries.run('DELETE FROM session WHERE user_name = $1 AND ($2::bytea IS NULL OR digest <> $2::bytea)', [
      name,
      spare ?? null,
    ]);
  });
}

export function removeUser(database: Database, name: string): Promise<UserOutcome> {
  return withAdmins(database, name, true, async (queries) => {
    await queries.run('DELETE FROM app_user WHERE name = $1', [name]);
  });
}

/** Two requests at once must not take away the last two administrators. */
function withAdmins(
  database: Database,
  name: string,
  losesAdmin: boolean,
  work: (queries: Queries) => Promise<void>,
): Promise<UserOutcome> {
  return database.transaction(async (queries) => {
    await queries.run('SELECT pg_advisory_xact_lock($1)', [USERS_LOCK]);
    const user = await findUser(queries, name);
    if (!user) return 'absent';
    if (losesAdmin && user.role === 'admin') {
      const [row] = await queries.rows<{ count: number }>(
        `SELECT count(*) AS count FROM app_user WHERE role = 'admin' AND name <> $1`,
        [name],
      );
      if (!row?.count) return 'last-admin';
    }
    await work(queries);
    return 'done';
  });
}

/**
 * The administrator of `.env`: made at the first start; a hash that differs from the one applied last sets that password
 * again and ends the user's sessions. A password changed in the dashboard stays otherwise.
 * @returns whether something changed
 */
export function applyEnvironmentAdmin(database: Database, name: string, hash: string, now: Date): Promise<boolean> {
  return database.transaction(async (queries) => {
    await queries.run('SELECT pg_advisory_xact_lock($1)', [USERS_LOCK]);
    const changed = await queries.run(
      `INSERT INTO app_user (name, role, password_hash, created_at, environment_hash) VALUES ($1, 'admin', $2, $3, $2)
       ON CONFLICT (name) DO UPDATE SET role = 'admin', password_hash = $2, environment_hash = $2
       WHERE app_user.environment_hash IS DISTINCT FROM $2`,
      [name, hash, now],
    );
    if (changed > 0) await queries.run('DELETE FROM session WHERE user_name = $1', [name]);
    return changed > 0;
  });
}
