import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { RunEvent } from '../../electron/api/run.ts';
import { openTestEngine, ROOT } from '../support/test-engine.ts';

/** The example of the manual for one version, in a folder of its own. */
function exampleFor(folder: string, version: string): string {
  mkdirSync(folder);
  cpSync(join(ROOT, 'examples', 'two-node'), folder, { recursive: true });
  const site = join(folder, 'site.toml');
  writeFileSync(site, readFileSync(site, 'utf8').replace(/^version = "8.4"/m, `version = "${version}"`));
  return site;
}

describe('a rehearsal from the first power button to the running cluster', () => {
  // 8.4 keeps the kernel's names of the ports, 9.2 pins all of them.
  it.each(['8.4', '9.2'])(
    'installs bare machines of %s and builds the cluster on what it installed',
    { timeout: 180_000 },
    async (version) => {
      const { engine, folder, close } = openTestEngine();
      onTestFinished(close);
      const site = exampleFor(join(folder, 'site'), version);
      const client = engine.client('cli');
      const rehearsal = { compression: 400, keep: true, faults: [] };
      const follow = async (runId: string): Promise<readonly RunEvent[]> => {
        const events: RunEvent[] = [];
        for await (const event of await client.runs.events({ runId, after: 0 })) events.push(event);
        return events;
      };
      const arrived = await follow((await client.arrival.watch({ site, rehearsal })).runId);
      expect(arrived.at(-1)).toMatchObject({ type: 'run-finished', outcome: 'done', changed: 3 });
      const applied = await follow((await client.runs.apply({ site, rehearsal })).runId);
      const problems = applied.flatMap((event) => (event.type === 'diagnostic' ? [event.diagnostic] : []));
      expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(applied.at(-1)).toMatchObject({ type: 'run-finished', outcome: 'done' });
    },
  );
});
