import type { Database } from './database.ts';

/** Numbers of sources, remembered. A number never changes, so what was read once holds as long as the database does. */
export class SourceIds {
  readonly #known = new Map<string, number>();
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** The numbers of all these sources; new ones get one. */
  async of(keys: Iterable<string>, now: Date): Promise<ReadonlyMap<string, number>> {
    const wanted = new Set(keys);
    const strange = [...wanted].filter((key) => !this.#known.has(key));
    if (strange.length > 0) {
      await this.#database.run(
        `INSERT INTO source (key, first_seen_at) SELECT key, $2 FROM unnest($1::text[]) AS key
         ON CONFLICT (key) DO NOTHING`,
        [strange, now],
      );
      const rows = await this.#database.rows<{ id: number; key: string }>(
        'SELECT id, key FROM source WHERE key = ANY($1)',
        [strange],
      );
      for (const { id, key } of rows) this.#known.set(key, id);
    }
    return new Map([...wanted].map((key) => [key, this.#known.get(key) ?? 0]));
  }
}
