import { randomUUID } from 'node:crypto';
import { getEventListeners } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readConfiguration } from '../../../installer-assets/stacks/monitoring/data_collector/configuration.ts';
import { type Sender, startSender } from '../../../installer-assets/stacks/monitoring/data_collector/sender.ts';
import { openSpool, type Spool } from '../../../installer-assets/stacks/monitoring/data_collector/spool.ts';
import { webClient } from '../../../installer-assets/stacks/monitoring/data_collector/web-client.ts';
import type { Batch } from '../../../installer-assets/stacks/monitoring/protocol/batch.ts';
import { jsonLog } from '../../../installer-assets/stacks/monitoring/web/log.ts';
import { batchOf } from '../support/samples.ts';
import { type TestWeb, testWeb } from './support/test-web.ts';
import { until } from './support/until.ts';

const TOKEN = 'a'.repeat(64);
let folder: string;
let lines: string;
const log = jsonLog(
  (line) => {
    lines += line;
  },
  { debug: false },
);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sitewright-spool-'));
  lines = '';
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const batch = (index: number): Batch =>
  batchOf(new Date(1_700_000_000_000 + index * 15_000), ['node/a', `qemu/${100 + index}`]);
const files = (): string[] =>
  readdirSync(folder)
    .filter((name) => /^\d.*\.gz$/.test(name))
    .sort();

describe('the spool', () => {
  it('is found again by the next start, in order, whole', async () => {
    const before = await openSpool(folder, 1e9, log);
    const batches = Array.from({ length: 12 }, (_, index) => batch(index));
    for (const each of batches) await before.put(each);
    const after = await openSpool(folder, 1e9, log);
    expect(after.waiting().map(({ batchId }) => batchId)).toEqual(batches.map(({ batchId }) => batchId));
    for (const [index, entry] of after.waiting().entries())
      expect(JSON.parse((await after.read(entry)) ?? '')).toEqual(batches[index]);
    const [first] = after.waiting();
    if (first) await after.remove(first);
    await after.put(batch(13));
    expect((await openSpool(folder, 1e9, log)).waiting()).toEqual(after.waiting());
  });

  it('takes no half-written and no broken file for a batch, and counts what it lost', async () => {
    const before = await openSpool(folder, 1e9, log);
    await before.put(batch(1));
    await before.put(batch(2));
    writeFileSync(join(folder, `.unfinished-000000000009-2-${randomUUID()}.json.gz`), 'x');
    truncateSync(join(folder, files()[0] ?? ''), 20);
    const after = await openSpool(folder, 1e9, log);
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
    const [broken, good] = after.waiting();
    expect(broken && (await after.read(broken))).toBeUndefined();
    expect(good && (await after.read(good))).toContain('qemu/102');
    expect(after.droppedSamples).toBe(2);
    expect(after.waiting()).toHaveLength(1);
  });

  it('stays within its bound by losing the oldest, which it counts and says', async () => {
    const measuring = await openSpool(folder, 1e9, log);
    await measuring.put(batch(0));
    const one = statSync(join(folder, files()[0] ?? '')).size;
    const spool = await openSpool(folder, one * 5.5, log);
    for (let index = 1; index < 20; index += 1) await spool.put(batch(index));
    expect(spool.waiting().length).toBeGreaterThanOrEqual(4);
    expect(files().reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)).toBeLessThanOrEqual(one * 5.5);
    expect(spool.droppedSamples).toBe(2 * (20 - spool.waiting().length));
    expect(await spool.read(spool.waiting().at(-1) as never)).toContain('qemu/119');
    expect(lines).toContain('"why":"spool-full"');
  });

  it('holds batches in memory where its folder is gone, and on the disk again once it is back', async () => {
    const spool = await openSpool(join(folder, 'in'), 1e9, log);
    rmSync(join(folder, 'in'), { recursive: true });
    await spool.put(batch(1));
    expect(await spool.read(spool.waiting()[0] as never)).toContain('qemu/101');
    for (let index = 2; index < 60; index += 1) await spool.put(batch(index));
    expect(spool.waiting()).toHaveLength(40);
    expect(spool.droppedSamples).toBe(2 * 19);
    expect(lines).toContain('"code":"ENOENT"');
    mkdirSync(join(folder, 'in'));
    await spool.put(batch(60));
    expect(readdirSync(join(folder, 'in'))).toHaveLength(1);
  });
});

describe('sending', () => {
  let web: TestWeb;
  let spool: Spool;
  let sender: Sender | undefined;
  const open = (): void => {
    const configuration = readConfiguration({
      PVE_URLS: 'https://127.0.0.1:1',
      PVE_NODES: 'a',
      PVE_TOKEN_ID: 'a@pve!b',
      PVE_TOKEN_SECRET: 'c',
      PVE_CA_FILE: '/ca.pem',
      INGEST_URL: `http://127.0.0.1:${web.port}`,
      INGEST_TOKEN: TOKEN,
    });
    sender = startSender(spool, webClient(configuration), log, { firstMs: 5, mostMs: 20 });
  };
  beforeEach(async () => {
    web = await testWeb(TOKEN);
    spool = await openSpool(folder, 1e9, log);
  });
  afterEach(async () => {
    await sender?.stop(100);
    await web.close();
  });
  const fill = async (count: number): Promise<readonly string[]> => {
    const batches = Array.from({ length: count }, (_, index) => batch(index));
    for (const each of batches) await spool.put(each);
    return batches.map(({ batchId }) => batchId);
  };
  const empty = (): Promise<void> =>
    until(
      'the spool is empty',
      () => spool.waiting().length === 0,
      () => lines,
    );

  it('brings the newest first, then the rest from the oldest', async () => {
    const ids = await fill(5);
    open();
    await empty();
    expect([...web.stored.keys()]).toEqual([ids[4], ids[0], ids[1], ids[2], ids[3]]);
    expect(files()).toEqual([]);
  });

  it.each(['fails', 'database-down', 'login-page', 'unauthorised'] as const)(
    'keeps everything while web is in the mood %s, and brings it once after that',
    async (mood) => {
      web.mood = mood;
      const ids = await fill(3);
      open();
      await until('it was told', () => /web-does-not-take|web-unauthorised/.test(lines));
      expect(sender?.refusedSince !== undefined).toBe(mood === 'unauthorised');
      expect(spool.waiting()).toHaveLength(3);
      web.mood = 'well';
      await empty();
      expect([...web.stored.keys()].sort()).toEqual([...ids].sort());
      expect(spool.droppedSamples).toBe(0);
      expect(sender?.refusedSince).toBeUndefined();
      expect(lines).not.toContain(TOKEN);
    },
  );

  it('sends a batch whose answer was lost once more, under the same id', async () => {
    web.mood = 'answer-lost';
    const ids = await fill(2);
    open();
    await until('both came', () => web.stored.size > 0 && web.seen.length > 3);
    web.mood = 'well';
    await empty();
    expect([...web.stored.keys()].sort()).toEqual([...ids].sort());
    expect(web.seen.length).toBeGreaterThan(ids.length);
  });

  it('keeps everything while web is not there at all', async () => {
    await web.close();
    const ids = await fill(2);
    open();
    await until('it was told', () => lines.includes('ECONNREFUSED'));
    expect(spool.waiting()).toHaveLength(2);
    await web.listen();
    await empty();
    expect(web.stored.size).toBe(ids.length);
  });

  it('drops what web says no resend helps for, and counts it', async () => {
    web.mood = 'refuses';
    await fill(3);
    open();
    await empty();
    expect(spool.droppedSamples).toBe(6);
    expect(lines).toContain('"why":"refused-400"');
  });

  it('leaves nothing behind of a round that went well, however many there are', async () => {
    const listening = vi.spyOn(EventTarget.prototype, 'addEventListener');
    open();
    for (let round = 0; round < 12; round += 1) {
      await spool.put(batch(round));
      sender?.wake();
      await empty();
    }
    const signals = new Set(listening.mock.contexts.filter((target) => target instanceof AbortSignal));
    listening.mockRestore();
    for (const signal of signals) expect(getEventListeners(signal, 'abort').length).toBeLessThan(4);
  });

  it('ends at once while there is nothing to send', async () => {
    open();
    await expect(sender?.stop(100)).resolves.toBeUndefined();
  });

  it('ends within its grace while web holds an answer back, and keeps the batch', async () => {
    web.mood = 'silent';
    await fill(1);
    open();
    await until('it came', () => web.seen.length === 1);
    await sender?.stop(50);
    expect((await openSpool(folder, 1e9, log)).waiting()).toHaveLength(1);
  });
});
