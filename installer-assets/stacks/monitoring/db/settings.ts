import type { Queries } from './database.ts';

export async function readSetting(queries: Queries, key: string): Promise<unknown> {
  const [row] = await queries.rows<{ value: unknown }>('SELECT value FROM setting WHERE key = $1', [key]);
  return row?.value;
}

export async function writeSetting(queries: Queries, key: string, value: unknown): Promise<void> {
  await queries.run(
    'INSERT INTO setting (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    [key, JSON.stringify(value)],
  );
}
