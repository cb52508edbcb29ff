import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT } from '../support/test-engine.ts';
import { buildCli, eventsOf, runCli } from './support/cli.ts';

const isFull = process.env.SITEWRIGHT_FULL === '1';
const EXAMPLES = ['two-node', 'two-node-no-witness', 'three-node-dhcp', 'sixteen-node', 'bring-your-own'] as const;
const VERSIONS = ['8.4', '9.1', '9.2'] as const;
type Case = readonly [example: (typeof EXAMPLES)[number], version: (typeof VERSIONS)[number]];

/** In a full run each example on each version; else the smaller ones on one each. */
const CASES: readonly Case[] = isFull
  ? EXAMPLES.flatMap((example) => VERSIONS.map((version): Case => [example, version]))
  : [
      ['two-node', '9.1'],
      ['two-node-no-witness', '9.2'],
      ['three-node-dhcp', '8.4'],
      ['bring-your-own', '9.2'],
    ];

const folder = mkdtempSync(join(tmpdir(), 'sitewright-examples-'));
beforeAll(() => buildCli(), 180_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(CASES)(
  '%s on %s: rehearsed to the end, its smoke tests right, and then a plan without anything to change',
  async (example, version) => {
    const own = mkdtempSync(join(folder, 'site-'));
    const site = join(own, 'site.toml');
    const brought = join(ROOT, 'examples', example, 'stacks');
    if (existsSync(brought)) cpSync(brought, join(own, 'stacks'), { recursive: true });
    const text = readFileSync(join(ROOT, 'examples', example, 'site.toml'), 'utf8');
    writeFileSync(site, text.replace(/^version = "[\d.]+"/m, `version = "${version}"`));
    const built = await runCli(['rehearse', site, '--keep', '--json', '--speed', '300'], { state: own });
    const events = eventsOf(built);
    const bad = events.filter(
      (event) =>
        (event.type === 'step-finished' && event.outcome !== 'changed' && event.outcome !== 'unchanged') ||
        (event.type === 'check-finished' && event.result.outcome === 'failed'),
    );
    expect(bad, built.stderr).toEqual([]);
    expect(events.find((event) => event.type === 'run-started')).toMatchObject({ rehearsed: true });
    expect(events.at(-1)).toMatchObject({ type: 'run-finished', outcome: 'done', failed: 0 });
    const plan = await runCli(['plan', site, '--rehearsal'], { state: own });
    expect({ code: plan.code, err: plan.stderr }, plan.stdout).toEqual({ code: 0, err: '' });
    const again = await runCli(['apply', site, '--rehearsal', '--json'], { state: own });
    expect(eventsOf(again).at(-1)).toMatchObject({ type: 'run-finished', outcome: 'done', changed: 0 });
  },
  isFull ? 900_000 : 180_000,
);
