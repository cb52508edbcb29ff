import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../../installer-assets/stacks/monitoring/db/database.ts';
import { forgiveAttempts, takeAttempt } from '../../../installer-assets/stacks/monitoring/db/login-failures.ts';
import { migrate } from '../../../installer-assets/stacks/monitoring/db/migrate.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';

const T0 = new Date('2026-11-21T10:00:00.000Z');
const limit = (key: string, most: number) => ({ key: Buffer.from(key), most });

let postgres: Postgres;
let database: Database;
beforeAll(async () => {
  postgres = await startPostgres();
  database = openDatabase({ url: await postgres.newDatabase() });
  await migrate(database);
});
afterAll(async () => {
  await database.close();
  await postgres.stop();
});

it('one address that tries many names is stopped by its own budget', async () => {
  const waits: (number | undefined)[] = [];
  for (let name = 0; name < 5; name += 1)
    waits.push(await takeAttempt(database, [limit(`pair ${name}`, 8), limit('address', 3)], T0));
  expect(waits).toEqual([undefined, undefined, undefined, 900, 900]);
});

it('whoever is stopped by a narrow budget uses up none of the wider ones', async () => {
  for (let attempt = 0; attempt < 20; attempt += 1)
    await takeAttempt(database, [limit('narrow', 2), limit('wide', 3)], T0);
  expect(await takeAttempt(database, [limit('other', 2), limit('wide', 3)], T0)).toBeUndefined();
});

it('a good login gives back what it took from wide budgets, and forgets its own failures', async () => {
  const [own, wide] = [limit('own', 3), limit('shared', 3)];
  for (let round = 0; round < 10; round += 1) {
    expect(await takeAttempt(database, [own, wide], T0)).toBeUndefined();
    await forgiveAttempts(database, [own], [wide]);
  }
});

it('failures are forgotten after a quarter of an hour', async () => {
  const own = limit('old', 1);
  await takeAttempt(database, [own], T0);
  expect(await takeAttempt(database, [own], T0)).toBe(900);
  expect(await takeAttempt(database, [own], new Date(T0.getTime() + 901_000))).toBeUndefined();
});
