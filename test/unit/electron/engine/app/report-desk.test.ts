import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SignOff } from '../../../../../electron/api/sign-off.ts';
import { ReportDesk } from '../../../../../electron/engine/app/report-desk.ts';
import type { RunShelf } from '../../../../../electron/engine/app/run-shelf.ts';
import type { ReadySite } from '../../../../../electron/engine/app/site-shelf.ts';
import { openRunStore } from '../../../../../electron/engine/run/run-store.ts';
import { createRedactor } from '../../../../../electron/engine/shell/redactor.ts';
import { parseSite } from '../../../../../electron/engine/site/parse-site.ts';
import { openSiteFolder } from '../../../../../electron/engine/workspace/site-folder.ts';
import { ROOT } from '../../../../support/test-engine.ts';

let root = '';
let ready: ReadySite;
let desk: ReportDesk;
let times = 0;

/** A run of the site, as its journal and log keep it. */
async function addRun(kind: 'apply' | 'smoke'): Promise<string> {
  times += 1;
  const now = () => Date.UTC(2026, 10, 21, 10, times);
  const run = await openRunStore({ folder: ready.folder.runs, redactor: createRedactor(), now }).create();
  const { runId } = run;
  const start = { runId, kind, siteId: ready.site.id, rehearsed: false, appVersion: '0', by: 'tecnico' };
  run.log.emit({ type: 'run-started', ...start });
  await run.journal.append('run-started', start);
  if (kind === 'smoke') {
    const text = { en: 'x', es: 'x' };
    const result = { id: 'smoke.a', title: text, expected: text, outcome: 'passed', seen: ['1'], durationMs: 1 };
    await run.journal.append('check-finished', { result });
  }
  const end = { outcome: 'done', changed: 0, unchanged: 0, failed: 0, durationMs: 1 } as const;
  run.log.emit({ type: 'run-finished', ...end });
  await run.journal.append('run-finished', end);
  await run.close();
  return runId;
}

const by = (as: SignOff['as'], name: string): SignOff => ({
  as,
  name,
  date: '2026-11-21',
  signature: { kind: 'typed' },
});
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: { diagnostics?: { code: string }[] }) => error.diagnostics?.[0]?.code ?? String(error),
  );

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'report-desk-'));
  await cp(join(ROOT, 'examples', 'two-node', 'site.toml'), join(root, 'site.toml'));
  const text = await readFile(join(root, 'site.toml'), 'utf8');
  const { site } = parseSite(text);
  if (!site) throw new Error('the example does not parse');
  ready = { site, folder: await openSiteFolder(root), text };
  const store = openRunStore({ folder: ready.folder.runs, redactor: createRedactor() });
  const runs = { list: () => store.list(), folderOf: () => ready.folder.runs };
  desk = new ReportDesk(runs as unknown as RunShelf);
});
afterAll(() => rm(root, { recursive: true, force: true }));

it('what was signed stays: by both, made again the same, never over another content, put aside whole', async () => {
  const runId = await addRun('apply');
  expect((await desk.preview(ready, runId, 'en')).signed).toEqual({ state: 'none', by: [] });
  expect(await codeOf(desk.setAside(ready, runId, ready.site.name))).toBe('report.not-signed');
  await desk.sign(ready, runId, by('installer', 'R. Ortega'));
  expect(await codeOf(desk.sign(ready, runId, by('installer', 'Someone Else')))).toBe('report.already-signed');
  const signed = await desk.sign(ready, runId, by('customer', 'M. Ríos'));
  expect((await desk.make(ready, runId, undefined)).manifestSha256).toBe(signed.manifestSha256);
  const seen = await desk.preview(ready, runId, 'es');
  expect(seen.signed.state).toBe('as-signed');
  expect(seen.html).toContain('M. Ríos');

  // Smoke tests since then change what the report says.
  await addRun('smoke');
  const since = await desk.preview(ready, runId, 'en');
  expect(since.signed).toMatchObject({ state: 'changed-since', by: [{ name: 'R. Ortega' }, { name: 'M. Ríos' }] });
  expect(since.html).not.toContain('M. Ríos');
  expect(await codeOf(desk.make(ready, runId, undefined))).toBe('report.is-signed');
  expect(await codeOf(desk.sign(ready, runId, by('customer', 'M. Ríos')))).toBe('report.already-signed');
  expect((await desk.verify(signed.folder)).ok).toBe(true);
  const elsewhere = await desk.make(ready, runId, join(root, 'copy'));
  expect(elsewhere.files.map(({ name }) => name)).not.toContain('sign-off.json');

  expect(await codeOf(desk.setAside(ready, runId, 'another'))).toBe('report.not-confirmed');
  const aside = await desk.setAside(ready, runId, ready.site.name);
  expect((await desk.verify(aside)).ok).toBe(true);
  await desk.make(ready, runId, undefined);
  expect((await readdir(ready.folder.reports)).sort()).toEqual([runId, aside.split('/').at(-1)]);
  expect((await desk.preview(ready, runId, 'en')).signed.state).toBe('none');
});
