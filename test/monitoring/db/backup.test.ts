import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../../installer-assets/stacks/monitoring/db/database.ts';
import { migrate } from '../../../installer-assets/stacks/monitoring/db/migrate.ts';
import { rollUp } from '../../../installer-assets/stacks/monitoring/db/rollups.ts';
import { batchStore } from '../../../installer-assets/stacks/monitoring/db/store-batch.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';
import { batchOf } from '../support/samples.ts';

const STACK = fileURLToPath(new URL('../../../installer-assets/stacks/monitoring', import.meta.url));
const T0 = new Date('2026-11-21T10:00:00.000Z');

let postgres: Postgres;
let database: Database;
let folder: string;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sitewright-backup-'));
  const url = await postgres.newDatabase();
  database = openDatabase({ url });
  await migrate(database);
  // the one word `docker` stands for the engine that is not here; what it would run in the container is the real thing
  writeFileSync(
    join(folder, 'docker'),
    `#!/bin/sh
echo "$@" >>"${folder}/calls"
[ ! -e "${folder}/break-$2" ] || exit 1
[ ! -e "${folder}/signal-$2-$5" ] || kill -TERM "$PPID"
case "$2" in
exec)
  shift 4
  tool=$1
  shift
  [ -e "${folder}/break-$tool-$1" ] && { head -c 3000; exit 1; }
  exec "${join(postgres.program('pg_dump'), '..')}/$tool" "$@" ;;
esac
`,
  );
  chmodSync(join(folder, 'docker'), 0o755);
  const { port, pathname } = new URL(url);
  env = { PATH: `${folder}:${process.env.PATH}`, PGHOST: '127.0.0.1', PGPORT: port, name: pathname.slice(1) };
});
afterEach(async () => {
  await database.close();
  rmSync(folder, { recursive: true });
});

let env: Record<string, string>;

/** Runs one of the two commands; the database of the image is called monitoring, here it has another name. */
function command(name: 'backup' | 'restore', ...args: readonly string[]) {
  const script = readFileSync(join(STACK, name), 'utf8').replaceAll('--dbname monitoring', `--dbname ${env.name}`);
  writeFileSync(join(folder, name), script, { mode: 0o755 });
  return spawnSync(join(folder, name), [...args], { cwd: folder, env, encoding: 'utf8' });
}

async function fill(): Promise<void> {
  const store = batchStore(database);
  for (let seconds = 0; seconds < 180; seconds += 15) {
    const at = new Date(T0.getTime() + seconds * 1000);
    await store.store(batchOf(at, ['node/n1', 'qemu/100']), at);
  }
  await rollUp(database, new Date(T0.getTime() + 300_000));
}

async function counts(): Promise<readonly number[]> {
  const rows: number[] = [];
  for (const table of ['sample', 'rollup_1m', 'batch', 'source', 'schema_version']) {
    const [row] = await database.rows<{ count: number }>(`SELECT count(*) AS count FROM ${table}`);
    rows.push(row?.count ?? -1);
  }
  return rows;
}

it('what was saved comes back, and what came later is gone', async () => {
  await fill();
  const before = await counts();
  expect(command('backup', 'saved.dump')).toMatchObject({ status: 0, stdout: 'saved: saved.dump\n' });
  expect(statSync(join(folder, 'saved.dump')).mode & 0o777).toBe(0o600);
  // a later day, with a partition that the backup does not know
  const later = new Date(T0.getTime() + 2 * 86_400_000);
  await batchStore(database).store(batchOf(later, ['node/n9']), later);
  const restored = command('restore', 'saved.dump');
  expect(restored).toMatchObject({ status: 0 });
  expect(restored.stdout).toContain('restored: saved.dump');
  expect(await counts()).toEqual(before);
  // and the system goes on with it
  expect(await migrate(database)).toEqual([]);
  expect(await batchStore(database).store(batchOf(later, ['node/n9']), later)).toMatchObject({ accepted: 1 });
  expect(readFileSync(join(folder, 'calls'), 'utf8')).toMatch(
    /compose stop web data_collector\n[\s\S]*compose start web/,
  );
});

it('a backup without samples holds everything else', async () => {
  await fill();
  const [, ...others] = await counts();
  expect(command('backup', '--without-samples', 'small.dump').status).toBe(0);
  expect(command('restore', 'small.dump').status).toBe(0);
  expect(await counts()).toEqual([0, ...others]);
});

it('a backup that fails leaves no file behind, and an older one as it was', async () => {
  await fill();
  writeFileSync(join(folder, 'saved.dump'), 'older');
  writeFileSync(join(folder, 'break-pg_dump---username'), '');
  expect(command('backup', 'saved.dump').status).not.toBe(0);
  expect(readFileSync(join(folder, 'saved.dump'), 'utf8')).toBe('older');
  expect(readdirSync(folder)).not.toContain('saved.dump.part');
});

it('a backup that is told to end leaves no half of a file', async () => {
  writeFileSync(join(folder, 'signal-exec-pg_dump'), '');
  expect(command('backup', 'saved.dump').status).toBe(1);
  expect(readdirSync(folder)).not.toContain('saved.dump.part');
  expect(readdirSync(folder)).not.toContain('saved.dump');
});

it('a restore that is told to end while services stop starts them again', async () => {
  await fill();
  const before = await counts();
  command('backup', 'saved.dump');
  writeFileSync(join(folder, 'signal-stop-'), '');
  expect(command('restore', 'saved.dump').status).toBe(1);
  expect(readFileSync(join(folder, 'calls'), 'utf8')).toMatch(
    /compose stop web data_collector\ncompose start web data_collector\n$/,
  );
  expect(await counts()).toEqual(before);
});

it.each([
  ['is none', (path: string) => writeFileSync(path, 'no backup at all')],
  ['was cut off', (path: string) => truncateSync(path, Math.floor(statSync(path).size * 0.7))],
])('a file that %s is refused, and the database stays as it was', async (_, damage) => {
  await fill();
  const before = await counts();
  command('backup', 'saved.dump');
  damage(join(folder, 'saved.dump'));
  const restored = command('restore', 'saved.dump');
  expect(restored.status).toBe(1);
  expect(restored.stderr).toMatch(/is no backup of this database|was not restored; the database is as it was before/);
  expect(await counts()).toEqual(before);
});

it('a backup that ends in the middle of being read changes nothing', async () => {
  await fill();
  const before = await counts();
  command('backup', 'saved.dump');
  writeFileSync(join(folder, 'break-pg_restore---no-owner'), '');
  const restored = command('restore', 'saved.dump');
  expect(restored.status).toBe(1);
  expect(await counts()).toEqual(before);
  expect(existsSync(join(folder, 'saved.dump'))).toBe(true);
});

it('looking tells size and form of the data, and saves nothing', async () => {
  await fill();
  const looked = command('backup', '--look');
  expect(looked).toMatchObject({ status: 0, stdout: expect.stringMatching(/^bytes \d{6,}\nschema [1-9]\d*\n$/) });
  expect(readdirSync(folder).sort()).toEqual(['backup', 'calls', 'docker']);
});

it('data that came back count as restored, also where a service does not start on them', async () => {
  await fill();
  const before = await counts();
  command('backup', 'saved.dump');
  const later = new Date(T0.getTime() + 2 * 86_400_000);
  await batchStore(database).store(batchOf(later, ['node/n9']), later);
  writeFileSync(join(folder, 'break-start'), '');
  expect(command('restore', 'saved.dump')).toMatchObject({
    status: 0,
    stdout: 'restored: saved.dump\n',
    stderr: expect.stringContaining('did not start again'),
  });
  expect(await counts()).toEqual(before);
  // and one that did not come back fails as before
  truncateSync(join(folder, 'saved.dump'), Math.floor(statSync(join(folder, 'saved.dump')).size * 0.7));
  expect(command('restore', 'saved.dump').status).toBe(1);
});

it('what is restored under other versions starts nothing by itself', async () => {
  await fill();
  command('backup', 'saved.dump');
  expect(command('restore', '--leave-stopped', 'saved.dump').status).toBe(0);
  const calls = readFileSync(join(folder, 'calls'), 'utf8');
  expect(calls).toContain('compose stop web data_collector\n');
  expect(calls).not.toContain('compose start');
});
