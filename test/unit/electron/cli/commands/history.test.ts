import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect, it, onTestFinished } from 'vitest';
import { historyCommand } from '../../../../../electron/cli/commands/history.ts';
import type { Session } from '../../../../../electron/cli/session.ts';
import { openJournal } from '../../../../../electron/engine/run/journal.ts';
import { createRedactor } from '../../../../../electron/engine/shell/redactor.ts';
import { openTestEngine, ROOT } from '../../../../support/test-engine.ts';

async function open() {
  const test = openTestEngine();
  onTestFinished(test.close);
  const folder = join(test.folder, 'site');
  mkdirSync(folder);
  const site = join(folder, 'site.toml');
  cpSync(join(ROOT, 'examples', 'two-node', 'site.toml'), site);
  const out = new PassThrough();
  const err = new PassThrough();
  const session: Session = {
    client: test.engine.client('cli'),
    pageFolder: '',
    serve: () => {
      throw new Error('nothing is served here');
    },
    language: 'en',
    out,
    err,
    colour: false,
    onInterrupt: () => () => undefined,
  };
  const run = async (runId: string, outcome: 'changed' | 'failed') => {
    const journal = await openJournal(join(folder, 'runs', runId, 'journal.jsonl'), { redactor: createRedactor() });
    await journal.append('run-started', { kind: 'apply', siteId: 'municipal', rehearsed: false, appVersion: '1.2.3' });
    await journal.append('step-finished', { item: 'storage.pool@pve-node2', outcome, changes: [], durationMs: 5 });
    const failed = outcome === 'failed' ? 1 : 0;
    const counts = { changed: 1 - failed, unchanged: 0, failed };
    await journal.append('run-finished', { outcome: failed ? 'failed' : 'done', ...counts, durationMs: 5 });
    await journal.close();
  };
  return {
    site,
    folder,
    session,
    run,
    said: () => String(out.read() ?? ''),
    complained: () => String(err.read() ?? ''),
  };
}

const [first, second] = ['20260301T090000Z-00000a', '20260302T090000Z-00000b'] as const;

it('lists the runs of a site, and tells what two of them did otherwise by its exit code', async () => {
  const { site, session, run, said } = await open();
  expect(await historyCommand(session, site, [], {})).toBe(0);
  expect(said()).toBe('This site has had no run yet.\n');
  await run(first, 'failed');
  await run(second, 'changed');
  expect(await historyCommand(session, site, [], {})).toBe(0);
  const listed = said();
  expect(listed).toMatch(/Install +real +(Done|Failed) +2026030\dT090000Z-00000[ab]\n/);
  expect(listed).toContain('1.2.3');
  expect(await historyCommand(session, site, [], { json: true, all: true })).toBe(0);
  const lines = said()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { runId: string; failed: number });
  expect(lines.map(({ runId, failed }) => [runId, failed]).sort()).toEqual([
    [first, 1],
    [second, 0],
  ]);

  expect(await historyCommand(session, site, [second, first], {})).toBe(4);
  const compared = said();
  expect(compared).toMatch(new RegExp(`- ${first}[^]*\\+ ${second}`));
  expect(compared).toContain('✔ storage.pool@pve-node2  pve-node2\n      - Failed\n      + Done\n');
  expect(await historyCommand(session, site, [first, first], {})).toBe(0);
  expect(said()).toContain('The two runs did the same.');
});

it('wants two runs or none, and names one that is not there', async () => {
  const { site, session, run, complained } = await open();
  await run(first, 'changed');
  expect(await historyCommand(session, site, [first], {})).toBe(2);
  expect(await historyCommand(session, site, [first, first, first], {})).toBe(2);
  complained();
  await expect(historyCommand(session, site, [first, second], {})).rejects.toMatchObject({
    data: { diagnostics: [{ code: 'run.not-found' }] },
  });
});

it('compares what is left of a journal that was damaged, and says so', async () => {
  const { site, folder, session, run, complained } = await open();
  await run(first, 'changed');
  await run(second, 'changed');
  writeFileSync(join(folder, 'runs', second, 'journal.jsonl'), 'x', { flag: 'a' });
  await historyCommand(session, site, [first, second], {});
  expect(complained()).toContain('run.journal-torn');
});
