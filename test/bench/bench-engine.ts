import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDesks } from '../../electron/engine/app/desks.ts';
import { createRouter } from '../../electron/engine/router.ts';
import { inProcessClient } from '../../electron/engine/serve/in-process.ts';
import { nodeHttpHandler } from '../../electron/engine/serve/node-http.ts';
import type { Step } from '../../electron/engine/steps/step.ts';
import { startLoopbackServer } from '../../electron/server/loopback-server.ts';

declare const SITEWRIGHT_ROOT: string;

/** The engine as `sitewright serve` has it, with a run that the bench made up: its steps go the way of every step. */
export interface BenchEngine {
  /** Of the page, token included. */
  readonly url: string;
  /** Opens the example and starts its rehearsal with these steps; gives the run's id. */
  rehearse(steps: readonly Step[]): Promise<string>;
  /** Stops what runs. */
  close(): Promise<void>;
}

export interface BenchEngineOptions {
  /** Below `examples/`. */
  readonly example: string;
  /** Default: the built page. */
  readonly pageFolder?: string;
  /** The state folder of its user; default: one of its own. */
  readonly state?: string;
  /** Items of a run that are worked on at the same time. */
  readonly concurrency?: number;
  /** The simulated site of another process. */
  readonly networkFile?: string;
}

export async function startBenchEngine(options: BenchEngineOptions): Promise<BenchEngine> {
  const folder = mkdtempSync(join(tmpdir(), 'sitewright-bench-'));
  const { example, networkFile, concurrency } = options;
  const desks = createDesks({
    appVersion: 'bench',
    shippedRoot: SITEWRIGHT_ROOT,
    examplesRoot: join(SITEWRIGHT_ROOT, 'examples'),
    flasherPath: '',
    temporaryRoot: folder,
    env: {
      XDG_STATE_HOME: options.state ?? join(folder, 'state'),
      ...(networkFile ? { SITEWRIGHT_REHEARSAL_NETWORK: networkFile } : {}),
    },
    by: 'bench',
    ...(concurrency ? { concurrency } : {}),
  });
  const router = createRouter(desks);
  const server = await startLoopbackServer({
    handleRpc: nodeHttpHandler(router, 'http'),
    pageFolder: options.pageFolder ?? join(SITEWRIGHT_ROOT, 'dist', 'renderer'),
  });
  const site = join(SITEWRIGHT_ROOT, 'examples', example, 'site.toml');
  await inProcessClient(router, 'cli').sites.open({ path: site });
  return {
    url: server.url,
    async rehearse(steps) {
      const ready = await desks.shelf.ready(site, 'cli');
      return desks.runs.apply({ ready, rehearsal: { faults: [], keep: false, compression: 400 }, steps });
    },
    async close() {
      await server.close();
      await desks.runs.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
