import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT } from '../support/test-engine.ts';
import { buildCli, eventsOf, runCli } from './support/cli.ts';

/** A part of a site on the command line: the words, the exit codes, and the same in Spanish. */
const SITE = join(ROOT, 'examples', 'two-node', 'site.toml');
const folder = mkdtempSync(join(tmpdir(), 'sitewright-part-'));
const state = join(folder, 'state');
const cli = (...args: string[]) => runCli(args, { state });

beforeAll(async () => {
  await buildCli();
  // the look before the first change comes first; what it measured stays true
  expect((await cli('apply', SITE, '--rehearsal', '--only', 'preflight')).code).toBe(0);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a dry run shows host by host what would change, ends with 4, and changes nothing', async () => {
  const end = await cli('apply', SITE, '--rehearsal', '--dry-run', '--only', 'base.time-zone,base.hosts-file');
  expect(end.code).toBe(4);
  expect(end.stdout).toContain('pve-node2');
  expect(end.stdout).toMatch(/would change\n {6}\S.* → /);
  expect(end.stdout).not.toContain('Virtual machine');
  expect(end.stdout).toMatch(/Steps that would change something: \d+\.\n$/);
  const spanish = await cli('plan', SITE, '--rehearsal', '--only', 'base', '--lang', 'es');
  expect(spanish.code).toBe(4);
  expect(spanish.stdout).toContain('cambiaría');
}, 180_000);

test('a part is applied alone; what needs more than that is blocked and says what', async () => {
  const part = await cli('apply', SITE, '--rehearsal', '--json', '--only', 'base.hosts-file', '--node', 'pve-node2');
  expect(part.code).toBe(0);
  expect(eventsOf(part).flatMap((event) => (event.type === 'step-finished' ? [event.itemId] : []))).toEqual([
    'base.hosts-file@pve-node2',
  ]);
  const blocked = await cli('apply', SITE, '--rehearsal', '--only', 'cluster.create');
  expect(blocked.code).toBe(1);
  expect(blocked.stdout + blocked.stderr).toMatch(
    /cluster\.create@pve-node1 needs base\..*, which is not true yet and not selected\./,
  );
}, 180_000);

test.each([
  [
    ['apply', SITE, '--rehearsal', '--only', 'cluster.jion-node'],
    'There is no step or phase "cluster.jion-node".',
    'cluster.join-node',
  ],
  [['plan', SITE, '--rehearsal', '--node', 'pve-nod2'], 'The site has no host or machine "pve-nod2".', 'pve-node2'],
  [
    ['apply', SITE, '--rehearsal', '--skip', 'cluster.create@pve-node1'],
    'cluster.create@pve-node1 cannot be skipped: what comes after it relies on it.',
    'stack.up@',
  ],
  [
    ['apply', SITE, '--rehearsal', '--confirm', 'x'],
    'The option --confirm names what is to be removed, and --prune is not given.',
    '--prune',
  ],
  [
    ['apply', SITE, '--rehearsal', '--wipe', 'S6PUNX0T7O0398'],
    'No storage of the site names a disk S6PUNX0T7O0398; nothing was wiped.',
    '',
  ],
  [
    ['plan', SITE, '--rehearsal', '--prune', '--confirm', 'vm-dashboard'],
    '"vm-dashboard" is not among what is ours and no longer in the site file.',
    '',
  ],
])(
  '%j is bad input, told with what is known',
  async (args, sentence, known) => {
    const end = await cli(...args);
    expect(end.code).toBe(2);
    expect(end.stdout + end.stderr).toContain(sentence);
    expect(end.stdout + end.stderr).toContain(known);
  },
  180_000,
);
