import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunEvent } from '../../electron/api/run.ts';
import { createEngine, type EngineClient } from '../../electron/engine/engine.ts';

declare const SITEWRIGHT_ROOT: string;

const ROUNDS = 5;

/**
 * A second `apply` on the rehearsed two-node site, with the delays that real nodes showed (no time compression): wall
 * seconds of the run and SSH round trips a host.
 */
export async function run(): Promise<Readonly<Record<string, unknown>>> {
  const folder = mkdtempSync(join(tmpdir(), 'sitewright-bench-'));
  const engine = createEngine({
    appVersion: 'bench',
    shippedRoot: SITEWRIGHT_ROOT,
    examplesRoot: join(SITEWRIGHT_ROOT, 'examples'),
    flasherPath: '',
    temporaryRoot: folder,
    env: { XDG_STATE_HOME: folder },
    by: 'bench',
  });
  try {
    const client = engine.client('cli');
    const site = join(SITEWRIGHT_ROOT, 'examples', 'two-node', 'site.toml');
    const first = await follow(
      client,
      (await client.runs.rehearse({ site, rehearsal: { faults: [], keep: true, compression: 200 } })).runId,
    );
    const seconds: number[] = [];
    let last = first;
    for (let round = 0; round < ROUNDS; round += 1) {
      const startedAt = performance.now();
      last = await follow(
        client,
        (await client.runs.apply({ site, rehearsal: { faults: [], keep: true, compression: 1 } })).runId,
      );
      seconds.push((performance.now() - startedAt) / 1000);
    }
    seconds.sort((a, b) => a - b);
    const end = last.find((event) => event.type === 'run-finished');
    const note = last.findLast((event) => event.type === 'log' && event.text.startsWith('round trips: '));
    return {
      site: 'two-node',
      rounds: ROUNDS,
      medianSeconds: seconds[Math.floor(ROUNDS / 2)],
      seconds,
      changed: end?.type === 'run-finished' ? end.changed : undefined,
      roundTrips: note?.type === 'log' ? note.text : undefined,
    };
  } finally {
    await engine.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function follow(client: EngineClient, runId: string): Promise<readonly RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const event of await client.runs.events({ runId, after: 0 })) events.push(event);
  const end = events.at(-1);
  if (end?.type !== 'run-finished' || end.outcome !== 'done')
    throw new Error(`the run did not end well: ${JSON.stringify(end)}`);
  return events;
}
