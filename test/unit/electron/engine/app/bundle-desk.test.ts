import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BundleWorkView } from '../../../../../electron/api/bundle.ts';
import type { RunEvent } from '../../../../../electron/api/run.ts';
import { requireLock, writeLock } from '../../../../../electron/engine/bundle/lock/lock-file.ts';
import { openTestEngine, ROOT, type TestEngine } from '../../../../support/test-engine.ts';

let bench: TestEngine;
let folder: string;
beforeEach(() => {
  bench = openTestEngine();
  folder = join(bench.folder, 'site');
  mkdirSync(join(folder, 'bundle', 'files'), { recursive: true });
  const text = readFileSync(join(ROOT, 'examples/two-node-no-witness/site.toml'), 'utf8');
  const tables = text.split(/^(?=\[)/m).filter((table) => !/^\[+(templates|machines|stacks)[\].]/.test(table));
  writeFileSync(join(folder, 'site.toml'), tables.join(''));
  const content = 'a file of the office\n';
  writeFileSync(join(folder, 'bundle', 'files', 'mine.txt'), content);
  const digest = createHash('sha256').update(content).digest('hex');
  writeFileSync(
    join(folder, 'sources.toml'),
    `schemaVersion = 1\n[[files]]\npath = "files/mine.txt"\ndigest = "sha256:${digest}"\n`,
  );
});
afterEach(() => bench.close());

const client = () => bench.engine.client('cli');
const site = () => join(folder, 'site.toml');

async function eventsOf(begun: PromiseLike<{ readonly runId: string }>): Promise<readonly RunEvent[]> {
  const { runId } = await begun;
  const events: RunEvent[] = [];
  for await (const event of await client().runs.events({ runId, after: 0 })) events.push(event);
  return events;
}
const make = () => eventsOf(client().bundle.make({ site: site() }));
/** What work on a bundle came to. */
async function cameTo(begun: PromiseLike<{ readonly runId: string }>): Promise<BundleWorkView | undefined> {
  return (await eventsOf(begun)).findLast((event) => event.type === 'bundle')?.bundle;
}
const verdict = async () => (await cameTo(client().bundle.verify({ site: site() })))?.verdict;
const told = (events: readonly RunEvent[]) =>
  events.flatMap((event) => (event.type === 'diagnostic' ? [event.diagnostic.code] : []));

describe('the bundle of a site, made by the engine', () => {
  it('without a vault it is made unsigned, and that is said', async () => {
    const events = await make();
    expect(events.at(-1)).toMatchObject({ type: 'run-finished', outcome: 'done', failed: 0 });
    expect(told(events)).toEqual(['bundle.unsigned']);
    expect(existsSync(join(folder, 'bundle-key.pub'))).toBe(false);
    expect(await verdict()).toMatchObject({ ok: true, items: 1 });
  });

  it('with a vault the first making makes the key, and every later one signs with it', async () => {
    // the example's vault has a passphrase that everybody knows
    for (const name of ['secrets.age', 'THROW-AWAY-PASSPHRASE.txt'])
      cpSync(join(ROOT, 'examples/two-node-no-witness', name), join(folder, name));
    expect(told(await make())).toEqual([]);
    const pinned = readFileSync(join(folder, 'bundle-key.pub'), 'utf8');
    const checked = await verdict();
    expect([checked?.ok, checked?.signedBy?.startsWith('SHA256:')]).toEqual([true, true]);
    rmSync(join(folder, 'bundle', 'bundle.lock.toml'));
    await make();
    expect(readFileSync(join(folder, 'bundle-key.pub'), 'utf8')).toBe(pinned);
    expect((await verdict())?.signedBy).toBe(checked?.signedBy);
    expect(readFileSync(join(folder, 'secrets.age'), 'utf8')).toContain('bundle-signing-key');
    // a file that was spoilt is not one that was never there
    writeFileSync(join(folder, 'bundle-key.pub'), pinned.slice(0, 20));
    await expect(client().bundle.verify({ site: site() })).rejects.toMatchObject({
      data: { diagnostics: [{ code: 'bundle.pinned-key-broken' }] },
    });
    await make();
    expect(readFileSync(join(folder, 'bundle-key.pub'), 'utf8')).toBe(pinned);
  });

  it('the stages are told in order, each once, and a bundle is no install of the site', async () => {
    const events = await make();
    const ended = events.flatMap((event) =>
      event.type === 'step-finished' ? [`${event.itemId} ${event.outcome}`] : [],
    );
    expect(ended).toEqual([
      'bundle.lock changed',
      'bundle.look unchanged',
      'bundle.fetch unchanged',
      'bundle.bind changed',
      'bundle.sign changed',
    ]);
    await client().sites.read({ site: site() });
    const listed = (await client().sites.list()).find((entry) => entry.folder === folder);
    expect(listed?.state).toBe('planned');
    expect((await client().runs.list({ site: site() }))[0]).toMatchObject({ kind: 'bundle', outcome: 'done' });
  });

  it('what cannot be had fails the stage that asks for it, with all of it told', async () => {
    writeFileSync(
      join(folder, 'sources.toml'),
      'schemaVersion = 1\n[[files]]\npath = "files/a"\n[[files]]\npath = "files/b"\n',
    );
    const events = await make();
    const failed = events.find((event) => event.type === 'step-finished' && event.outcome === 'failed');
    expect(failed).toMatchObject({
      itemId: 'bundle.lock',
      diagnostic: { code: 'bundle.no-digest', params: { path: 'files/a' } },
    });
    expect(told(events)).toEqual(['bundle.unsigned', 'bundle.no-digest']);
    expect(events.at(-1)).toMatchObject({ outcome: 'failed', failed: 1 });
  });

  it('reading a bundle is a run: an altered file is told with its path, the run fails, and making again mends it', async () => {
    await make();
    writeFileSync(join(folder, 'bundle', 'files', 'mine.txt'), 'a file of the offise\n');
    const events = await eventsOf(client().bundle.verify({ site: site() }));
    const told = events.findLast((event) => event.type === 'bundle')?.bundle;
    expect(told).toMatchObject({ work: 'verify', verdict: { ok: false } });
    expect(told?.verdict?.diagnostics.map(({ code, subject }) => [code, subject.file])).toContainEqual([
      'bundle.file-altered',
      'files/mine.txt',
    ]);
    expect(events.at(-1)).toMatchObject({ type: 'run-finished', outcome: 'failed' });
    expect(existsSync(join(folder, 'runs'))).toBe(true);
    const looked = async () => (await client().bundle.look({ site: site() })).checked?.ok;
    expect(await looked()).toBe(false);
    await eventsOf(client().bundle.update({ site: site() }));
    expect(await looked(), 'what was found broken stays so').toBe(false);
    // it changes nothing of the site, and is remembered all the same
    expect((await client().runs.list({ site: site() })).map(({ kind, outcome }) => [kind, outcome])).toEqual([
      ['bundle', 'failed'],
      ['bundle', 'failed'],
      ['bundle', 'done'],
    ]);
    writeFileSync(join(folder, 'bundle', 'files', 'mine.txt'), 'a file of the office\n');
    await make();
    expect((await verdict())?.ok).toBe(true);
    expect(await looked()).toBe(true);
  });

  it('a look at a lock that cannot be read names it', async () => {
    const file = join(folder, 'bundle', 'bundle.lock.toml');
    writeFileSync(file, 'no toml');
    const look = await client().bundle.look({ site: site() });
    expect(look).toMatchObject({ state: 'none', diagnostics: [{ code: 'bundle.lock-broken', subject: { file } }] });
  });

  it('a look says what there is without reading it: state, signature, items with their place, where they come from', async () => {
    const before = await client().bundle.look({ site: site() });
    expect(before).toMatchObject({ state: 'none', items: [], sources: { isChosen: false, files: 1 } });
    await make();
    const after = await client().bundle.look({ site: site() });
    expect(after).toMatchObject({ state: 'made', signature: 'none', lacking: [], filesThere: after.files });
    expect(after.items).toMatchObject([{ kind: 'file', name: 'files/mine.txt', present: true, files: 1 }]);
    rmSync(join(folder, 'bundle', 'files', 'mine.txt'));
    expect(await client().bundle.look({ site: site() })).toMatchObject({
      state: 'begun',
      filesThere: after.files - 1,
      items: [{ present: false }],
    });
    writeFileSync(join(folder, 'sources.toml'), 'schemaVersion = 2\n');
    const { diagnostics } = await client().bundle.look({ site: site() });
    expect(diagnostics.map(({ code }) => code)).toEqual(['bundle.sources-broken']);
  });

  it('a page carries bundles by handles: it is given none for what is not there, and a folder that is filled is refused', async () => {
    await make();
    await client().sites.read({ site: site() });
    const page = bench.engine.client('http');
    const list = await page.sites.list();
    const ref = list.find((entry) => entry.folder === folder)?.ref ?? '';
    const place = async (path: string, kind: 'file' | 'folder' = 'folder') =>
      (await page.bundle.place({ path, kind })).handle;
    const codeOf = async (work: PromiseLike<unknown>) =>
      Promise.resolve(work).then(
        () => 'done',
        (error) => (error as { data?: { diagnostics?: { code: string }[] } }).data?.diagnostics?.[0]?.code,
      );
    for (const path of ['bundle', '//server/share', join(bench.folder, 'a', 'b')])
      expect(await codeOf(page.bundle.place({ path, kind: 'folder' })), path).toBe('bundle.no-place');
    expect(await codeOf(page.bundle.place({ path: folder, kind: 'file' }))).toBe('bundle.no-place');
    expect(await codeOf(page.bundle.split({ site: ref, outDir: join(bench.folder, 'v'), volumeBytes: 1e6 }))).toBe(
      'app.unknown-handle',
    );
    const volumes = await place(join(bench.folder, 'volumes'));
    const cut = await cameTo(page.bundle.split({ site: ref, outDir: volumes, volumeBytes: 1_000_000 }));
    expect(cut).toMatchObject({ work: 'split', carried: { files: 1 } });
    expect(await codeOf(page.bundle.split({ site: ref, outDir: volumes, volumeBytes: 1_000_000 }))).toBe(
      'bundle.out-not-empty',
    );
    const joined = await place(join(bench.folder, 'joined'));
    expect(await cameTo(page.bundle.join({ site: ref, folders: [volumes], outDir: joined }))).toMatchObject({
      carried: { folder: join(bench.folder, 'joined') },
    });
    expect(await page.bundle.diff({ site: ref, before: joined })).toMatchObject({ moves: [], newFiles: 0 });
    expect((await cameTo(page.bundle.verify({ site: ref, folder: joined })))?.verdict?.ok).toBe(true);
  });

  it('carrying that fails leaves the folder empty, so that it can be tried again', async () => {
    await make();
    rmSync(join(folder, 'bundle', 'files', 'mine.txt'));
    const out = join(bench.folder, 'delta');
    const { lock } = await requireLock(join(folder, 'bundle'));
    await writeLock(join(bench.folder, 'empty'), { ...lock, items: [], made: [] });
    const events = await eventsOf(
      client().bundle.delta({ before: join(bench.folder, 'empty'), after: join(folder, 'bundle'), outDir: out }),
    );
    expect(events.at(-1)).toMatchObject({ outcome: 'failed' });
    expect(readdirSync(out)).toEqual([]);
  });
});
