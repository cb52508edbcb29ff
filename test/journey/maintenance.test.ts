import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Site } from '../../electron/api/site.ts';
import { parseSite } from '../../electron/engine/site/parse-site.ts';
import { openTestEngine, ROOT } from '../support/test-engine.ts';
import { type ServedSite, serveSite } from './support/served-site.ts';

/** Not more: what a step gives two minutes must not be late for lack of this machine's time. */
const COMPRESSION = 60;
const SITE_FILE = join(ROOT, 'examples', 'two-node', 'site.toml');
const folder = mkdtempSync(join(tmpdir(), 'sitewright-maintenance-'));
const site = parseSite(readFileSync(SITE_FILE, 'utf8')).site as Site;
const [one, two] = site.hosts.filter((host) => host.os === 'pve').map((host) => host.name) as [string, string];
const rehearsal = { faults: [], keep: true, compression: COMPRESSION };

afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Work = 'apply' | { readonly node: string; readonly mode: 'on' | 'off' };

/** One run in an engine of its own; gives what ended, and the codes of what was told. */
async function run(served: ServedSite, work: Work): Promise<readonly string[]> {
  const { engine, close } = openTestEngine({
    env: { XDG_STATE_HOME: served.state, SITEWRIGHT_REHEARSAL_NETWORK: served.networkFile },
  });
  const client = engine.client('cli');
  const told: string[] = [];
  try {
    const { runId } =
      work === 'apply'
        ? await client.runs.apply({ site: SITE_FILE, rehearsal })
        : await client.runs.maintenance({ site: SITE_FILE, rehearsal, ...work });
    for await (const event of await client.runs.events({ runId, after: 0 })) {
      if (event.type === 'step-finished' && event.outcome !== 'unchanged')
        told.push(`${event.itemId} ${event.outcome} ${event.diagnostic?.code ?? ''}`.trim());
      if (event.type === 'run-started')
        expect(event.asked).toEqual(work === 'apply' ? undefined : { maintenance: work });
      if (event.type === 'run-started' || event.type === 'run-finished')
        told.push(event.type === 'run-started' ? event.kind : event.outcome);
    }
  } finally {
    await close();
  }
  return told;
}

function ownerOf(served: ServedSite): string {
  const conf = (name: string) =>
    served.world.hosts.get(name)?.files.read(`/etc/pve/nodes/${name}/qemu-server/100.conf`) !== undefined;
  return [one, two].filter(conf).join();
}

test('a node is emptied before it is worked on and gets its machine back; asked again nothing happens; it is refused while it would cost quorum', async () => {
  const served = await serveSite(site, mkdtempSync(join(folder, 'site-')), { compression: COMPRESSION });
  const item = `availability.maintenance@${one}`;
  try {
    expect((await run(served, 'apply')).filter((told) => / (failed|skipped|cancelled)/.test(told))).toEqual([]);
    expect(ownerOf(served)).toBe(one);
    expect(await run(served, { node: one, mode: 'on' })).toEqual(['maintenance', `${item} changed`, 'done']);
    expect(ownerOf(served)).toBe(two);
    expect(await run(served, { node: one, mode: 'on' })).toEqual(['maintenance', 'done']);
    // the site is still as described, although its machine is elsewhere
    expect(await run(served, 'apply')).toEqual(['apply', 'done']);

    expect(await run(served, { node: one, mode: 'off' })).toEqual(['maintenance', `${item} changed`, 'done']);
    await served.world.sleep(120);
    expect(ownerOf(served)).toBe(one);

    const witness = served.world.hosts.get(site.cluster?.witness ?? '');
    if (!witness) throw new Error('the example has a witness');
    served.world.setPower(witness, false);
    await served.world.sleep(60);
    expect(await run(served, { node: one, mode: 'on' })).toEqual([
      'maintenance',
      `${item} failed availability.quorum-at-risk`,
      'failed',
    ]);
    expect(ownerOf(served)).toBe(one);
    await expect(run(served, { node: 'pve-node7', mode: 'on' })).rejects.toThrow();
    expect(served.world.defects).toEqual([]);
  } finally {
    await served.close();
  }
}, 240_000);
