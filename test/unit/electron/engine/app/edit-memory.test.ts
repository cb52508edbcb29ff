import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DiagnosticError } from '../../../../../electron/api/diagnostic.ts';
import type { SiteDocument } from '../../../../../electron/api/sites.ts';
import { openTestEngine, ROOT, type TestEngine } from '../../../../support/test-engine.ts';

let folder: string;
let file: string;
let test: TestEngine;
let example: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sitewright-edits-'));
  file = join(folder, 'site.toml');
  example = await readFile(join(ROOT, 'examples/two-node/site.toml'), 'utf8');
  await writeFile(file, example);
  test = openTestEngine();
});
afterEach(async () => {
  await test.close();
  await rm(folder, { recursive: true, force: true });
});

const client = () => test.engine.client('cli');
const read = () => client().sites.read({ site: file });
const set = (document: SiteDocument, path: string, value: string) =>
  client().sites.edit({ site: file, baseText: document.text, edits: [{ op: 'set', path, value }] });
const step = (document: SiteDocument, direction: 'undo' | 'redo') =>
  client().edits[direction]({ site: file, baseText: document.text });
async function codeOf(work: Promise<unknown>): Promise<string | undefined> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof DiagnosticError) return error.diagnostics[0].code;
  const data = (error as { data?: { diagnostics?: { code: string }[] } } | undefined)?.data;
  return data?.diagnostics?.[0]?.code;
}

it('edits of any page are put back byte for byte, also by another engine, and never over a hand edit', async () => {
  const first = await read();
  expect(first.history).toEqual({});
  const one = await set(first, 'hosts[1].address', '192.168.1.13');
  const two = await set(one, 'name', 'Another name');
  expect(two.history.undo).toMatchObject({ fields: ['name'], count: 1 });
  expect((await step(two, 'undo')).text).toBe(one.text);
  // A later start of the app: the history is in the state folder.
  const { steps } = await stored();
  expect(steps).toHaveLength(2);
  const again = await read();
  expect(again.history).toMatchObject({ undo: { fields: ['hosts[1].address'] }, redo: { fields: ['name'] } });
  const back = await step(again, 'undo');
  expect(await readFile(file, 'utf8')).toBe(example);
  expect(back.history.undo).toBeUndefined();
  expect(await codeOf(step(back, 'undo'))).toBe('site.undo-nothing');
  const redone = await step(back, 'redo');
  expect(redone.text).toBe(one.text);

  await writeFile(file, `${redone.text}# by hand\n`);
  expect(await codeOf(step(redone, 'undo'))).toBe('workspace.changed-meanwhile');
  expect(await codeOf(step(await read(), 'undo'))).toBe('site.undo-other-text');
  expect(await readFile(file, 'utf8')).toBe(`${redone.text}# by hand\n`);
});

it('a state folder that cannot be written costs the way back, not the edit', async () => {
  const state = join(stateFolder(), 'edits');
  await rm(state, { recursive: true, force: true });
  await mkdir(stateFolder(), { recursive: true });
  await writeFile(state, 'a file where the folder should be');
  const next = await set(await read(), 'name', 'Another name');
  expect(next.site?.name).toBe('Another name');
  expect(next.history).toEqual({});
  await rm(state);
});

it('what is typed is kept until it is written or given up; a password never', async () => {
  const keep = (path: string, text?: string) => client().edits.keepDraft({ site: file, path, text });
  expect(await keep('hosts[1].address', '192.168.1.1')).toEqual({ isKept: true });
  expect(await keep('hosts[1].address', '192.168.1.13')).toEqual({ isKept: true });
  expect(await keep('name', 'Mun')).toEqual({ isKept: true });
  expect(await keep('hosts[0].install.rootPassword', 'hunter2')).toEqual({ isKept: false });
  expect(await keep('hosts[0].install.rootPassword', 'secret:ro')).toEqual({ isKept: true });
  const shown = (document: SiteDocument) => document.drafts.map(({ path, text }) => `${path}=${text}`);
  const document = await read();
  expect(shown(document)).toEqual([
    'hosts[1].address=192.168.1.13',
    'name=Mun',
    'hosts[0].install.rootPassword=secret:ro',
  ]);
  const all = await Promise.all(
    (await readdir(join(stateFolder(), 'drafts'))).map((name) => readFile(join(stateFolder(), 'drafts', name), 'utf8')),
  );
  expect(all.join()).not.toContain('hunter2');
  await keep('name');
  expect(shown(await set(document, 'hosts[1].address', '192.168.1.13'))).toEqual([
    'hosts[0].install.rootPassword=secret:ro',
  ]);
  await keep('hosts[0].install.rootPassword');
});

const stateFolder = () => join(test.folder, 'state', 'sitewright');
async function stored(): Promise<{ steps: unknown[] }> {
  const [name = ''] = await readdir(join(stateFolder(), 'edits'));
  return JSON.parse(await readFile(join(stateFolder(), 'edits', name), 'utf8')) as { steps: unknown[] };
}
