import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { HandoverForm } from '../../../../../electron/api/handover.ts';
import { openRunStore } from '../../../../../electron/engine/run/run-store.ts';
import { createRedactor } from '../../../../../electron/engine/shell/redactor.ts';
import { openTestEngine, type TestEngine } from '../../../../support/test-engine.ts';

const KEY = 'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p';
let test: TestEngine;
let root: string;
beforeEach(() => {
  test = openTestEngine();
  root = join(test.folder, 'site');
  mkdirSync(root);
  for (const name of ['site.toml', 'secrets.age', 'THROW-AWAY-PASSPHRASE.txt'])
    cpSync(join('examples/two-node', name), join(root, name));
});
afterEach(() => test.close());

async function pastRun(rehearsed: boolean): Promise<string> {
  const store = openRunStore({ folder: join(root, 'runs'), redactor: createRedactor() });
  const run = await store.create();
  const start = { runId: run.runId, kind: 'apply', siteId: 'municipal', rehearsed } as const;
  run.log.emit({ type: 'run-started', ...start, appVersion: '0', by: 'tecnico' });
  await run.journal.append('run-started', start);
  run.log.emit({ type: 'run-finished', outcome: 'done', changed: 1, unchanged: 0, failed: 0, durationMs: 9 });
  await run.journal.append('run-finished', { outcome: 'done' });
  await run.close();
  return run.runId;
}

it('tells what stands of report, bundle, vault and what was given, and only looks', async () => {
  const { handover, report } = test.engine.client('cli');
  const site = join(root, 'site.toml');
  const before = readdirSync(root);
  expect(await handover.look({ site })).toEqual({ vault: 'throw-away', bundle: 'none', notes: [] });
  expect(readdirSync(root)).toEqual(before);

  const runId = await pastRun(false);
  expect((await handover.look({ site })).report).toMatchObject({ runId, rehearsed: false, isWritten: false });
  const signature = { kind: 'typed' } as const;
  await report.sign({ site, runId, signOff: { as: 'installer', name: 'R. Ortega', date: '2026-03-02', signature } });
  const by = [{ as: 'installer', name: 'R. Ortega', date: '2026-03-02' }];
  const signed = (await handover.look({ site })).report;
  expect(signed).toMatchObject({ isWritten: true, signed: { state: 'as-signed', by } });

  mkdirSync(join(root, 'bundle'));
  writeFileSync(join(root, 'bundle', 'bundle.lock.toml'), 'not a lock');
  const outDir = join(test.folder, 'out');
  const made = await handover.secrets({ site, form: { kind: 'recipients', recipients: [KEY] }, outDir });
  const { bundle, notes } = await handover.look({ site });
  expect(bundle).toBe('unreadable');
  expect(notes.at(-1)).toMatchObject({
    kind: 'secrets',
    form: 'recipients',
    by: 'test',
    count: made.handed.length,
    files: made.files.map(({ name, sha256 }) => ({ name, sha256 })),
  });
});

it('a page names a place by its handle and nothing else, and gets one value when it asks for one', async () => {
  const page = test.engine.client('http');
  await test.engine.client('cli').sites.open({ path: join(root, 'site.toml') });
  const ref = (await page.sites.list()).find(({ folder }) => folder === root)?.ref ?? '';
  const form: HandoverForm = { kind: 'recipients', recipients: [KEY] };
  await expect(page.handover.secrets({ site: ref, form, outDir: join(test.folder, 'out') })).rejects.toMatchObject({
    data: { diagnostics: [{ code: 'app.unknown-handle' }] },
  });
  const { handle } = await page.bundle.place({ path: join(test.folder, 'out'), kind: 'folder' });
  expect((await page.handover.secrets({ site: ref, form, outDir: handle })).files).toHaveLength(1);
  const [kept] = (await page.secrets.look({ site: ref })).secrets.filter(({ state }) => state === 'kept');
  expect((await page.secrets.reveal({ site: ref, name: kept?.name ?? '' })).value).not.toBe('');
});
