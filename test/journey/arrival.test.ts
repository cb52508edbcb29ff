import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makeEd25519 } from '../../electron/engine/shell/ssh-keys.ts';
import { openTestEngine, type TestEngine } from '../support/test-engine.ts';
import { generatedSite } from './support/generated-site.ts';

const SIZES = [2, 16] as const;
const KEY = makeEd25519('journey', 'arrival-journey').publicLine;

describe('an arrival rehearsed without any download', () => {
  const opened: TestEngine[] = [];
  afterAll(async () => {
    for (const engine of opened) await engine.close();
  });

  it.each(
    SIZES.flatMap((nodes) =>
      (['stick-each', 'one-stick', 'one-image'] as const).map((media) => [nodes, media] as const),
    ),
  )(
    'a site of %i bare nodes goes from base ISO to all nodes answering, with %s',
    async (nodes, media) => {
      const one = openTestEngine();
      opened.push(one);
      const site = join(one.folder, 'site.toml');
      writeFileSync(site, generatedSite({ nodes, key: KEY, dhcp: media === 'one-image' }));
      const client = one.engine.client('cli');
      const { runId } = await client.arrival.watch({
        site,
        rehearsal: { compression: media === 'one-stick' ? 800 : 400 },
        rehearsedMedia: media,
      });
      let last: unknown;
      for await (const event of await client.runs.events({ runId })) last = event;
      expect(last).toMatchObject({ type: 'run-finished', outcome: 'done', changed: nodes });
    },
    120_000,
  );
});
