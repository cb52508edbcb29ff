import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { buildMonitoring } from '../../../build/lib/monitoring.mjs';
import { freePort } from './postgres.ts';
import { ADMIN_HASH, ask, INGEST_TOKEN, SECRET_KEY } from './web.ts';

/** The program of the image, as a process of its own. */
export interface WebProgram {
  readonly port: number;
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** What it wrote so far, all starts together. */
  readonly output: () => string;
  /** With a certificate it is only started: its health check says when it listens. */
  start(): Promise<void>;
  /** @returns the exit code, null where a signal ended it */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null>;
  stop(): Promise<void>;
}

export async function webProgram(
  databaseUrl: string,
  change: Readonly<Record<string, string>> = {},
): Promise<WebProgram> {
  const folder = mkdtempSync(join(tmpdir(), 'sitewright-web-'));
  await buildMonitoring(folder);
  const port = await freePort();
  const env = {
    SECRET_KEY,
    DEBUG: 'False',
    DATABASE_URL: databaseUrl,
    ALLOWED_HOSTS: 'localhost',
    ADMIN_USER: 'admin',
    ADMIN_PASSWORD_HASH: ADMIN_HASH,
    INGEST_TOKEN,
    LISTEN_PORT: String(port),
    ...change,
  };
  let child: ChildProcess | undefined;
  let output = '';

  async function end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    const running = child;
    if (!running) return null;
    const over = new Promise<number | null>((resolve) => running.once('close', (code) => resolve(code)));
    if (running.exitCode === null && running.signalCode === null) running.kill(signal);
    else return running.exitCode;
    child = undefined;
    return over;
  }

  return {
    port,
    folder,
    env,
    output: () => output,
    end,
    async start() {
      child = spawn(process.execPath, [join(folder, 'web.cjs')], {
        env,
        cwd: folder,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      for (const stream of [child.stdout, child.stderr])
        stream?.on('data', (chunk: Buffer) => {
          output += chunk.toString('utf8');
        });
      if ('TLS_CERTIFICATE_FILE' in env) return;
      for (let attempt = 0; attempt < 300; attempt += 1) {
        if (child.exitCode !== null) throw new Error(`web ended: ${output}`);
        const answer = await ask(port, '/api/health').catch(() => undefined);
        if (answer) return;
        await pause(50);
      }
      throw new Error(`web does not listen: ${output}`);
    },
    async stop() {
      await end('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
