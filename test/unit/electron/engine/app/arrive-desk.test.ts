import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { RunEvent } from '../../../../../electron/api/run.ts';
import { makeStandIn } from '../../../../support/iso/stand-in-iso.ts';
import { openTestEngine, ROOT } from '../../../../support/test-engine.ts';

/** The example with images made from a stand-in base; the client of the command line. */
async function siteWithImages() {
  const test = openTestEngine();
  onTestFinished(() => test.close());
  const folder = join(test.folder, 'site');
  mkdirSync(folder);
  cpSync(join(ROOT, 'examples', 'two-node'), folder, { recursive: true });
  const base = join(test.folder, 'base.iso');
  makeStandIn('proxmox', base);
  const client = test.engine.client('cli');
  const site = join(folder, 'site.toml');
  // A base that was written this moment is not remembered by its digest.
  await new Promise((resolve) => setTimeout(resolve, 2_100));
  const { sha256 } = await client.images.inspectBase({ base });
  await client.images.make({ site, base, acceptBase: sha256 });
  return { client, site };
}

describe('a rehearsed arrival', () => {
  test('goes from bare machines to all nodes answering, with a stick each', async () => {
    const { client, site } = await siteWithImages();
    const { runId } = await client.arrival.watch({ site, rehearsal: { compression: 600 } });
    const events: RunEvent[] = [];
    for await (const event of await client.runs.events({ runId })) {
      events.push(event);
    }
    expect(events.at(-1)).toMatchObject({ type: 'run-finished', outcome: 'done', changed: 3 });
  }, 120_000);
});
