/** The schema version that this program writes and understands. */
export const CURRENT_SCHEMA_VERSION = 1;

/** One step from a version to the next, as a pure function on the raw table of the file. */
export interface SiteMigration {
  readonly from: number;
  readonly to: number;
  readonly migrate: (table: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
}

/** All steps, oldest first. Version 1 is the first, so there is none yet. */
export const siteMigrations: readonly SiteMigration[] = [];

export type MigrationResult =
  | {
      readonly state: 'current' | 'migrated';
      readonly table: Readonly<Record<string, unknown>>;
      readonly found: number;
    }
  | { readonly state: 'newer'; readonly found: number }
  | { readonly state: 'no-version' };

/** Brings a raw table to the current version. The file itself is never rewritten by reading it. */
export function migrateSite(
  table: Readonly<Record<string, unknown>>,
  steps: readonly SiteMigration[] = siteMigrations,
  current: number = CURRENT_SCHEMA_VERSION,
): MigrationResult {
  const found = table.schemaVersion;
  if (typeof found !== 'number' || !Number.isInteger(found) || found < 0) return { state: 'no-version' };
  if (found > current) return { state: 'newer', found };
  let version = found;
  let result = table;
  while (version < current) {
    const step = steps.find((entry) => entry.from === version);
    if (!step) return { state: 'no-version' };
    result = { ...step.migrate(result), schemaVersion: step.to };
    version = step.to;
  }
  return { state: version === found ? 'current' : 'migrated', table: result, found };
}
