import { type Database, SCHEMA } from './database.ts';
import { MIGRATIONS, type Migration, migrationDigest } from './migrations.ts';

/** The database cannot be used by this program; the message is for whoever looks after it. */
export class SchemaRefused extends Error {}

/** Any number that is ours: two programs that start at once go one after the other. */
const LOCK = 7_483_001;

/**
 * Brings the schema up to the newest version, all or nothing.
 * @returns the versions that were applied
 * Throws SchemaRefused for a schema of a newer program, or one whose history is not ours.
 */
export function migrate(database: Database, migrations: readonly Migration[] = MIGRATIONS): Promise<readonly number[]> {
  return database.transaction(async (queries) => {
    await queries.run('SELECT pg_advisory_xact_lock($1)', [LOCK]);
    // a table may be large: no time limit for this transaction
    await queries.run('SET LOCAL statement_timeout = 0');
    await queries.run(`CREATE SCHEMA IF NOT EXISTS ${SCHEMA}`);
    await queries.run(
      `CREATE TABLE IF NOT EXISTS schema_version (
        version integer PRIMARY KEY, name text NOT NULL, sha256 text NOT NULL, applied_at timestamptz NOT NULL
      )`,
    );
    const done = await queries.rows<{ version: number; sha256: string }>(
      'SELECT version, sha256 FROM schema_version ORDER BY version',
    );
    refuseStrange(done, migrations);
    const at = done.at(-1)?.version ?? 0;
    const due = migrations.filter(({ version }) => version > at);
    for (const migration of due) {
      await queries.run(migration.sql);
      await queries.run('INSERT INTO schema_version VALUES ($1, $2, $3, now())', [
        migration.version,
        migration.name,
        migrationDigest(migration),
      ]);
    }
    return due.map(({ version }) => version);
  });
}

function refuseStrange(
  done: readonly { readonly version: number; readonly sha256: string }[],
  migrations: readonly Migration[],
): void {
  const newest = migrations.at(-1)?.version ?? 0;
  const at = done.at(-1)?.version ?? 0;
  if (at > newest)
    throw new SchemaRefused(
      `The database has schema version ${at}, this program knows versions up to ${newest}: a newer one wrote it. Install that one again, or restore a backup that was made before it.`,
    );
  for (const { version, sha256 } of done) {
    const own = migrations.find((migration) => migration.version === version);
    if (own && migrationDigest(own) !== sha256)
      throw new SchemaRefused(
        `Schema version ${version} of the database was made by another program than this one. Restore a backup of this system, or start with an empty database.`,
      );
  }
}
