import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeDiagnostic } from '../../electron/api/diagnostic.ts';
import type { RunEvent } from '../../electron/api/run.ts';
import { buildCli, eventsOf, runCli } from './support/cli.ts';
import { type SizedSite, sizedSite } from './support/sized-site.ts';

const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILu7n9u9mN7CsD/J/IfX7KWOc4EFwP6DhCUifn2TYvkC sized';
const isFull = process.env.SITEWRIGHT_FULL === '1';
type Case = Omit<SizedSite, 'key'>;

/** Every version in small; the whole product, and the largest cluster, in a full run. */
const SOME: readonly Case[] = [
  { nodes: 1, version: '8.4' },
  { nodes: 2, version: '9.2' },
  { nodes: 4, version: '9.1', witness: true },
];
const ALL: readonly Case[] = [
  ...[1, 2, 3, 4, 16].flatMap((nodes) => (['8.4', '9.1', '9.2'] as const).map((version) => ({ nodes, version }))),
  { nodes: 2, version: '8.4', witness: true },
  { nodes: 3, version: '9.1', witness: true },
  { nodes: 16, version: '9.2', witness: true },
  { nodes: 32, version: '9.2' },
];

const folder = mkdtempSync(join(tmpdir(), 'sitewright-sizes-'));
beforeAll(() => buildCli(), 180_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each((isFull ? ALL : SOME).map((entry) => [titleOf(entry), entry] as const))(
  '%s: built in one run, with nothing to change after it',
  async (_, entry) => {
    const own = mkdtempSync(join(folder, 'site-'));
    const site = join(own, 'site.toml');
    writeFileSync(site, sizedSite({ ...entry, key: KEY }));
    const built = await runCli(['rehearse', site, '--keep', '--json', '--speed', speedFor(entry)], { state: own });
    expect(troubleOf(eventsOf(built)), built.stderr).toEqual([]);
    expect(built.stderr).not.toContain('Warning');
    expect(eventsOf(built).at(-1)).toMatchObject({ type: 'run-finished', outcome: 'done', failed: 0 });
    const plan = await runCli(['plan', site, '--rehearsal'], { state: own });
    expect({ code: plan.code, err: plan.stderr }, plan.stdout).toEqual({ code: 0, err: '' });
  },
  isFull ? 900_000 : 180_000,
);

/** Large sites keep a busy machine from keeping up with the clock of their hosts: their time limits are real ones, in simulated seconds. */
function speedFor({ nodes }: Case): string {
  return nodes > 4 ? '100' : '500';
}

function titleOf({ nodes, version, witness }: Case): string {
  return `${version}, ${nodes} ${nodes === 1 ? 'node' : 'nodes'}${witness ? ' and a witness' : ''}`;
}

/** What failed or was told of, in words. */
function troubleOf(events: readonly RunEvent[]): readonly string[] {
  return events.flatMap((event) =>
    event.type === 'step-finished' && event.outcome !== 'changed' && event.outcome !== 'unchanged'
      ? [`${event.itemId}: ${event.diagnostic ? describeDiagnostic(event.diagnostic, 'en').summary : event.outcome}`]
      : [],
  );
}
