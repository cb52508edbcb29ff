import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../installer-assets/stacks/monitoring/db/database.ts';
import { migrate } from '../../../installer-assets/stacks/monitoring/db/migrate.ts';
import { MIGRATIONS } from '../../../installer-assets/stacks/monitoring/db/migrations.ts';
import { rollUp } from '../../../installer-assets/stacks/monitoring/db/rollups.ts';
import type { Batch } from '../../../installer-assets/stacks/monitoring/protocol/batch.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';
import { type WebProgram, webProgram } from '../support/program.ts';
import { batchOf } from '../support/samples.ts';
import { ask, INGEST_TOKEN } from '../support/web.ts';

let postgres: Postgres;
let web: WebProgram;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());
afterEach(() => web.stop());

async function untilHealth(status: number): Promise<void> {
  for (let attempt = 0; attempt < 400; attempt += 1) {
    const answer = await ask(web.port, '/api/health').catch(() => undefined);
    if (answer?.status === status) return;
    await pause(50);
  }
  throw new Error(`web is not ${status}: ${web.output()}`);
}

const healthcheck = () =>
  spawnSync(process.execPath, [join(web.folder, 'healthcheck.cjs')], { env: { ...web.env }, encoding: 'utf8' });

describe('the program of the image', () => {
  it('is one file that needs nothing but Node, and names no place of the machine that built it', async () => {
    web = await webProgram(await postgres.newDatabase());
    for (const name of ['web.cjs', 'healthcheck.cjs']) {
      const text = readFileSync(join(web.folder, name), 'utf8');
      expect(text.startsWith('#!/usr/bin/node\n')).toBe(true);
      const wanted = [...text.matchAll(/\brequire\("([^"]+)"\)/g)].map((match) =>
        (match[1] ?? '').replace('node:', ''),
      );
      const strange = wanted.filter((module) => !builtinModules.includes(module) && module !== 'pg-native');
      expect(strange).toEqual([]);
      expect(text).not.toContain(process.cwd());
    }
  });

  it('starts before its database, becomes healthy with it, and says so to the health check', async () => {
    const url = await postgres.newDatabase();
    await postgres.kill();
    web = await webProgram(url);
    await web.start();
    expect(await ask(web.port, '/api/health')).toMatchObject({
      status: 503,
      text: '{"status":"database-down","version":"1.0.0"}',
    });
    expect((await ask(web.port, '/api/overview')).status).toBe(503);
    expect(healthcheck().status).toBe(1);
    await postgres.start();
    await untilHealth(200);
    expect(healthcheck()).toMatchObject({ status: 0, stdout: '{"status":"ok","version":"1.0.0"}\n' });
  });

  it('is healthy behind its certificate too', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sitewright-tls-'));
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const made = [
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '2',
      '-subj',
      '/CN=dashboard',
      '-keyout',
      key,
      '-out',
      cert,
    ];
    execFileSync('openssl', ['req', ...made], { stdio: 'pipe' });
    web = await webProgram(await postgres.newDatabase(), { TLS_CERTIFICATE_FILE: cert, TLS_KEY_FILE: key });
    await web.start();
    let seen = healthcheck();
    for (let attempt = 0; seen.status !== 0 && attempt < 100; attempt += 1) {
      await pause(50);
      seen = healthcheck();
    }
    expect(seen).toMatchObject({ status: 0, stdout: '{"status":"ok","version":"1.0.0"}\n' });
    rmSync(folder, { recursive: true });
  });

  it('ends well when it is told to, and answers what is under way', async () => {
    web = await webProgram(await postgres.newDatabase());
    await web.start();
    await untilHealth(200);
    const batch = batchOf(new Date(), ['node/n1']);
    const under = send(batch);
    const code = web.end('SIGTERM');
    const answer = await under;
    expect(answer === undefined || answer === 202).toBe(true);
    expect(await code).toBe(0);
    expect(web.output()).toContain('"event":"stopped"');
    expect(healthcheck().status).toBe(1);
  });

  it('ends well too while it waits for its database', async () => {
    web = await webProgram('postgres://monitoring:not-asked-for@127.0.0.1:1/site');
    await web.start();
    expect(await web.end('SIGTERM')).toBe(0);
    expect(web.output()).toContain('"event":"waiting-for-database"');
    expect(web.output()).not.toContain('not-asked-for');
  });

  it('refuses a database of a newer program, with what to do', async () => {
    const url = await postgres.newDatabase();
    const database = openDatabase({ url });
    await migrate(database, [...MIGRATIONS, { version: 99, name: 'later', sql: 'SELECT 1' }]);
    await database.close();
    web = await webProgram(url);
    const { status, stdout } = spawnSync(process.execPath, [join(web.folder, 'web.cjs')], {
      env: { ...web.env },
      encoding: 'utf8',
      timeout: 20_000,
    });
    expect(status).toBe(2);
    expect(stdout).toMatch(/"event":"refused","reason":"The database has schema version 99/);
    expect(stdout).not.toContain('not-asked-for');
  });

  it.each([
    ['SECRET_KEY', ''],
    ['DATABASE_URL', 'mysql://x'],
    ['ADMIN_PASSWORD_HASH', 'scrypt:99999999:8:1:AAAA:BBBB'],
    ['INGEST_TOKEN', 'short'],
    ['TLS_CERTIFICATE_FILE', '/nowhere/cert.pem'],
  ])('refuses %s=%s by its name', async (name, value) => {
    web = await webProgram('postgres://a:b@127.0.0.1:1/c', { [name]: value });
    const { status, stdout } = spawnSync(process.execPath, [join(web.folder, 'web.cjs')], {
      env: { ...web.env },
      encoding: 'utf8',
      timeout: 20_000,
    });
    expect(status).toBe(2);
    expect(stdout).toContain(name);
  });
});

/** What the collector does: undefined where there was no answer. */
async function send(batch: Batch): Promise<number | undefined> {
  const asking = { method: 'POST', json: batch, headers: { authorization: `Bearer ${INGEST_TOKEN}` } };
  return (await ask(web.port, '/api/batches', asking).catch(() => undefined))?.status;
}

it('kill -9 of web and of the database under load loses nothing and stores nothing twice', async () => {
  const url = await postgres.newDatabase();
  web = await webProgram(url);
  await web.start();
  await untilHealth(200);
  const sources = Array.from({ length: 60 }, (_, index) => `qemu/${100 + index}`);
  const begin = Math.floor(Date.now() / 60_000) * 60_000 - 3_600_000;
  const rounds = 200;
  const acknowledged: string[] = [];
  let resent = 0;
  let isOver = false;

  const collector = async (from: number): Promise<void> => {
    for (let round = from; round < rounds; round += 4) {
      const batch = batchOf(new Date(begin + round * 15_000), sources);
      for (let _attempt = 0; ; _attempt += 1) {
        const status = await send(batch);
        if (status === 202) break;
        if (status !== undefined && status !== 503) throw new Error(`web answers ${status}`);
        resent += 1;
        await pause(20);
      }
      acknowledged.push(batch.batchId);
      // slow enough for every blow to fall into it
      await pause(30);
    }
  };
  const blows = async (): Promise<number> => {
    let count = 0;
    while (!isOver) {
      await pause(250 + 50 * (count % 3));
      if (isOver) break;
      if (count % 2 === 0) {
        await web.end('SIGKILL');
        await web.start();
      } else {
        await postgres.kill();
        await postgres.start();
      }
      await untilHealth(200);
      count += 1;
    }
    return count;
  };
  const beaten = blows();
  await Promise.all([0, 1, 2, 3].map(collector)).finally(() => {
    isOver = true;
  });
  const count = await beaten;
  expect(count).toBeGreaterThan(3);
  expect(resent).toBeGreaterThan(0);

  await web.end('SIGKILL');
  const database = openDatabase({ url });
  const [row] = await database.rows<{ samples: number; batches: number; keys: number }>(
    `SELECT (SELECT count(*) FROM sample) AS samples, (SELECT count(*) FROM batch) AS batches,
       (SELECT count(DISTINCT (source_id, taken_at)) FROM sample) AS keys`,
  );
  expect(row).toEqual({ samples: rounds * sources.length, batches: rounds, keys: rounds * sources.length });
  expect(new Set(acknowledged).size).toBe(rounds);
  while ((await rollUp(database, new Date())) > 0);
  const [summed] = await database.rows<{ sum: number }>('SELECT sum(samples) AS sum FROM rollup_1m');
  expect(summed?.sum).toBe(rounds * sources.length);
  await database.close();
}, 120_000);
