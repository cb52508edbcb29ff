import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { makeStandInBundle } from '../../electron/engine/rehearsal/bundle/stand-in-bundle.ts';
import { writeStandInBundle } from '../../electron/engine/rehearsal/bundle/write-stand-in-bundle.ts';
import { parseSite } from '../../electron/engine/site/parse-site.ts';
import { folderAssets } from '../../electron/engine/stacks/asset-store.ts';
import { stacks } from '../../electron/engine/stacks/index.ts';
import { ROOT } from '../support/test-engine.ts';
import { buildCli, eventsOf, runCli } from './support/cli.ts';

/** A rehearsal from the site's own bundle alone: the simulated site has no way out, and nothing stands in for what lacks. */
vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });
const folder = mkdtempSync(join(tmpdir(), 'sitewright-bundle-alone-'));
const site = join(folder, 'site', 'site.toml');

beforeAll(async () => {
  cpSync(join(ROOT, 'examples/two-node'), join(folder, 'site'), { recursive: true });
  const read = parseSite(readFileSync(site, 'utf8')).site;
  if (!read) throw new Error('the example is broken');
  const assets = folderAssets(ROOT);
  const images = read.stacks.flatMap(
    (instance) => stacks.stackOf(instance).compose?.(read, instance, assets).images ?? [],
  );
  await writeStandInBundle(join(folder, 'site', 'bundle'), makeStandInBundle(read, { paths: [] }, images));
  await buildCli();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const rehearse = () =>
  runCli(['rehearse', site, '--bundle-alone', '--json'], { state: mkdtempSync(join(folder, 'state-')) });

test('with a whole bundle the journey comes to its end', async () => {
  expect(eventsOf(await rehearse()).at(-1)).toMatchObject({ type: 'run-finished', outcome: 'done', failed: 0 });
});

test('without one image it stops there and names it', async () => {
  const index = join(folder, 'site/bundle/images/index.json');
  const { manifests, ...rest } = JSON.parse(readFileSync(index, 'utf8')) as { readonly manifests: readonly object[] };
  const left = manifests.filter((each) => !JSON.stringify(each).includes('library/postgres:16'));
  expect(left).toHaveLength(manifests.length - 1);
  writeFileSync(index, JSON.stringify({ ...rest, manifests: left }));
  const lacking = await rehearse();
  expect(lacking.code).toBe(1);
  const told = eventsOf(lacking).flatMap((event) =>
    event.type === 'step-finished' && event.diagnostic ? [JSON.stringify(event.diagnostic)] : [],
  );
  expect(told.join('\n')).toContain('postgres:16');
});

test('a folder is no site to rehearse, and a bundle without a lock is not rehearsed', async () => {
  const state = mkdtempSync(join(folder, 'state-'));
  const ofFolder = await runCli(['bundle', 'verify', join(folder, 'site/bundle'), '--rehearse'], { state });
  expect([ofFolder.code, ofFolder.stderr]).toEqual([2, expect.stringContaining('--rehearse rehearses a site')]);
  const unmade = await runCli(['bundle', 'verify', site, '--rehearse'], { state });
  expect(unmade.code).not.toBe(0);
  expect(unmade.stderr).toContain('bundle.lock.toml');
});
