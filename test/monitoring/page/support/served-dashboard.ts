import { type ChildProcess, spawn } from 'node:child_process';
import { scryptSync } from 'node:crypto';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { freePort, type Postgres, startPostgres } from '../../support/postgres.ts';
import { logIn } from './log-in.ts';

const ROOT = resolve(__dirname, '../../../..');
const INGEST_TOKEN = 'b'.repeat(64);
export const ADMIN = { name: 'admin', password: 'a horse, a battery, a staple' } as const;

/** The built web with its page, over a PostgreSQL of its own. */
export interface ServedDashboard {
  readonly url: string;
  /** As the collector sends it. Throws where it is not taken. */
  ingest(batch: unknown): Promise<void>;
  logIn(page: Page, name?: string, password?: string): Promise<void>;
  /** Ends web; `start` brings it back on the same port. */
  end(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** @param root the folder that holds `dist` */
export async function serveDashboard(root = ROOT): Promise<ServedDashboard> {
  const postgres: Postgres = await startPostgres();
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const env = {
    SECRET_KEY: 'the key of the tests of the page, long enough',
    DEBUG: 'False',
    DATABASE_URL: await postgres.newDatabase(),
    ALLOWED_HOSTS: 'localhost',
    TIME_ZONE: 'Europe/Madrid',
    ADMIN_USER: ADMIN.name,
    ADMIN_PASSWORD_HASH: hashOf(ADMIN.password),
    INGEST_TOKEN,
    LISTEN_PORT: String(port),
  };
  let child: ChildProcess | undefined;

  async function start(): Promise<void> {
    const started = spawn(process.execPath, [join(root, 'dist/monitoring/web.cjs')], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    child = started;
    let said = '';
    started.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8');
    });
    for (let attempt = 0; attempt < 600; attempt += 1) {
      if (started.exitCode !== null) throw new Error(`web ended: ${said}`);
      const answer = await fetch(`${url}/api/health`).catch(() => undefined);
      if (answer?.ok) return;
      await pause(50);
    }
    throw new Error(`web is not ready: ${said}`);
  }

  async function end(): Promise<void> {
    const running = child;
    child = undefined;
    if (!running || running.exitCode !== null) return;
    const over = new Promise((done) => running.once('exit', done));
    running.kill('SIGKILL');
    await over;
  }

  await start();
  return {
    url,
    start,
    end,
    async ingest(batch) {
      const answer = await fetch(`${url}/api/batches`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${INGEST_TOKEN}` },
        body: JSON.stringify(batch),
      });
      if (answer.status !== 202) throw new Error(`the batch is not taken: ${answer.status} ${await answer.text()}`);
    },
    logIn: (page, name = ADMIN.name, password = ADMIN.password) => logIn(page, url, name, password),
    async stop() {
      await end();
      await postgres.stop();
    },
  };
}

/** As PROTOCOL.md has it. */
function hashOf(password: string): string {
  const salt = Buffer.alloc(16, 3);
  const hash = scryptSync(password, salt, 32, { N: 16_384, r: 8, p: 1 });
  return `scrypt:16384:8:1:${salt.toString('base64url')}:${hash.toString('base64url')}`;
}
