import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildMonitoring } from '../../../../build/lib/monitoring.mjs';

/** The program of the image, as a process of its own. */
export interface CollectorProgram {
  readonly folder: string;
  /** What it wrote so far, all starts together. */
  readonly output: () => string;
  /** Ids of the batches that it said to have kept. */
  kept(): readonly string[];
  start(change?: Readonly<Record<string, string>>): void;
  /** @returns the exit code, null where a signal ended it */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null>;
  healthcheck(): { readonly status: number | null; readonly stdout: string };
  stop(): Promise<void>;
}

/** Builds the programs of the images once, for as many processes of them as a file starts. */
export async function builtPrograms(): Promise<{ readonly folder: string; remove(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'sitewright-collector-program-'));
  await buildMonitoring(folder);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A collector of its own out of such a folder. */
export function collectorProgram(folder: string, env: Readonly<Record<string, string>>): CollectorProgram {
  let child: ChildProcess | undefined;
  let output = '';
  const end = (signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> => {
    const running = child;
    child = undefined;
    if (!running) return Promise.resolve(null);
    if (running.exitCode !== null) return Promise.resolve(running.exitCode);
    const over = new Promise<number | null>((resolve) => running.once('close', (code) => resolve(code)));
    running.kill(signal);
    return over;
  };
  return {
    folder,
    output: () => output,
    kept: () => [...output.matchAll(/"event":"kept","batchId":"([^"]+)"/g)].map((match) => match[1] ?? ''),
    start(change = {}) {
      child = spawn(process.execPath, [join(folder, 'collector.cjs')], {
        env: { ...env, DEBUG: 'True', ...change },
        cwd: folder,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      for (const stream of [child.stdout, child.stderr])
        stream?.on('data', (chunk: Buffer) => {
          output += chunk.toString('utf8');
        });
    },
    end,
    healthcheck: () =>
      spawnSync(process.execPath, [join(folder, 'collector-healthcheck.cjs')], { env: { ...env }, encoding: 'utf8' }),
    async stop() {
      await end('SIGKILL');
    },
  };
}
