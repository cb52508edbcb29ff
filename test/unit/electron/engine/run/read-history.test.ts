import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openJournal } from '../../../../../electron/engine/run/journal.ts';
import { journalEnds } from '../../../../../electron/engine/run/journal-ends.ts';
import { readHistory, runPlaces } from '../../../../../electron/engine/run/read-history.ts';
import { createRedactor } from '../../../../../electron/engine/shell/redactor.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

const redactor = createRedactor();
const idOf = (number: number) =>
  `${new Date(Date.UTC(2026, 0, 1) + number * 60_000).toISOString().replace(/[-:]|\.\d+/g, '')}-00000a`;
const start = (more: object = {}) => ({ kind: 'apply', siteId: 'toy', rehearsed: false, appVersion: '1', ...more });
const end = { outcome: 'done', changed: 2, unchanged: 3, failed: 0, durationMs: 9, diagnostics: [] };

async function journal(folder: string, runId: string, records: readonly (readonly [string, object])[]) {
  const path = join(folder, runId, 'journal.jsonl');
  const at = Date.parse(runId.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z.*/, '$1-$2-$3T$4:$5:$6Z'));
  const open = await openJournal(path, { redactor, now: () => at });
  for (const [type, fields] of records) await open.append(type, { ...fields });
  await open.close();
  return path;
}

const all = (order: Partial<Parameters<typeof readHistory>[1]> = {}) => ({
  filter: {},
  limit: 50,
  isLive: () => false,
  ...order,
});

describe('the history of a site', () => {
  it('tells of a run by the ends of its journal, whatever lies between them', async () => {
    const folder = temporaryFolder('history');
    const runId = idOf(1);
    const digests = [{ name: 'site.toml', sha256: 'ab', sizeBytes: 1, source: 'site-folder' }];
    const long = Array.from({ length: 400 }, (_, n) => ({ name: `images/${n}`, sha256: 'c'.repeat(64), sizeBytes: 1 }));
    const path = await journal(folder, runId, [
      ['run-started', start({ by: 'ana' })],
      ['used', { digests: [...digests, ...long] }],
      ['step-finished', { item: 'a@b', text: 'x'.repeat(300_000) }],
      ['run-finished', end],
    ]);
    // not read: a byte there is another one, and nothing is told of it
    const bytes = readFileSync(path);
    bytes.write('~~~~', 200_000);
    writeFileSync(path, bytes);
    const { runs, next } = await readHistory(await runPlaces([folder]), all());
    expect(next).toBeUndefined();
    expect(runs).toEqual([
      {
        runId,
        kind: 'apply',
        siteId: 'toy',
        rehearsed: false,
        startedAt: '2026-01-01T00:01:00.000Z',
        finishedAt: '2026-01-01T00:01:00.000Z',
        outcome: 'done',
        appVersion: '1',
        by: 'ana',
        siteSha256: 'ab',
        changed: 2,
        unchanged: 3,
        failed: 0,
      },
    ]);
  });

  it('tells until when a run that broke off was at work, and does not stumble over half a record', async () => {
    const folder = temporaryFolder('history');
    const path = await journal(folder, idOf(2), [
      ['run-started', start()],
      ['step-started', { item: 'a@b' }],
    ]);
    appendFileSync(path, '{"n":3,"at":"2026-01-0');
    const [run] = (await readHistory(await runPlaces([folder]), all())).runs;
    expect(run).toMatchObject({ outcome: 'interrupted', lastAt: '2026-01-01T00:02:00.000Z' });
    expect(run).not.toHaveProperty('changed');
    const [live] = (await readHistory(await runPlaces([folder]), all({ isLive: () => true }))).runs;
    expect(live?.outcome).toBe('running');
  });

  it('passes over what is no run', async () => {
    const folder = temporaryFolder('history');
    mkdirSync(join(folder, idOf(3)), { recursive: true });
    mkdirSync(join(folder, 'notes'));
    await journal(folder, idOf(4), [['run-started', start({ kind: 'something-else' })]]);
    writeFileSync(await journal(folder, idOf(5), []), 'no journal\n');
    expect(await readHistory(await runPlaces([folder]), all())).toEqual({ runs: [] });
    expect(await runPlaces([join(folder, 'nowhere')])).toEqual([]);
    expect(await journalEnds(join(folder, 'nowhere'))).toBeUndefined();
  });

  it('gives a thousand runs of three folders by the page, each once, newest first', async () => {
    const folders = ['real', 'rehearsed', 'laptop'].map((name) => temporaryFolder(`history-${name}`));
    for (let number = 0; number < 1000; number += 1) {
      const rehearsed = number % 3 === 1;
      const lines = [
        { n: 1, at: new Date(number).toISOString(), prev: '0', type: 'run-started', ...start({ rehearsed }) },
        { n: 2, at: new Date(number).toISOString(), prev: '0', type: 'run-finished', ...end },
      ];
      const place = join(folders[number % 3] as string, idOf(number));
      mkdirSync(place, { recursive: true });
      writeFileSync(join(place, 'journal.jsonl'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    }
    const places = await runPlaces(folders);
    const seen: string[] = [];
    for (let before: string | undefined; ; ) {
      const page = await readHistory(places, all({ before, limit: 150 }));
      seen.push(...page.runs.map(({ runId }) => runId));
      before = page.next;
      if (before === undefined) break;
    }
    expect(seen).toEqual(Array.from({ length: 1000 }, (_, number) => idOf(999 - number)));
    const some = await readHistory(places, all({ filter: { rehearsed: true }, limit: 20 }));
    expect(some.runs.map(({ runId }) => runId)).toEqual(Array.from({ length: 20 }, (_, n) => idOf(997 - 3 * n)));
    expect(some.next).toBe(some.runs.at(-1)?.runId);
    const none = await readHistory(places, all({ filter: { kinds: ['drill'] } }));
    expect(none).toEqual({ runs: [] });
  });
});
