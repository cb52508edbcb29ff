import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogFilter, LogTail } from '../../../../../electron/api/run-lines.ts';
import { openLogFile } from '../../../../../electron/engine/run/log-file.ts';
import { findInLog, logPage, tailLog } from '../../../../../electron/engine/run/read-log.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

const AT = '2026-03-01T10:00:00.000Z';
interface Said {
  readonly host?: string;
  readonly itemId?: string;
  readonly level?: 'look' | 'out' | 'err' | 'note';
  readonly text: string;
}

function written(lines: readonly Said[], firstSeq = 1): string {
  return lines
    .map(({ host = 'h1', itemId, level = 'out', text }, index) =>
      JSON.stringify({ seq: firstSeq + index, at: AT, type: 'log', host, itemId, level, text }),
    )
    .map((line) => `${line}\n`)
    .join('');
}
function fileOf(lines: readonly Said[]) {
  const path = join(temporaryFolder('log'), 'log.jsonl');
  writeFileSync(path, written(lines));
  return { path, file: openLogFile(path) };
}
const many = (count: number): readonly Said[] =>
  Array.from({ length: count }, (_, index) => ({
    text: `line ${index + 1} ñ`,
    itemId: index % 3 === 0 ? 'a@h1' : 'b@h1',
    level: index % 7 === 0 ? 'err' : 'out',
  }));

describe('a window of a log', () => {
  it('gives the lines before and after any of them, whatever the filter, as a plain list would', async () => {
    const lines = many(5000);
    const { file } = fileOf(lines);
    const filters: readonly LogFilter[] = [{}, { itemId: 'a@h1' }, { levels: ['err'] }, { host: 'nobody' }];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...filters),
        fc.integer({ min: 1, max: 5200 }),
        fc.constantFrom('older' as const, 'newer' as const),
        fc.integer({ min: 1, max: 300 }),
        async (filter, from, towards, limit) => {
          const passing = lines
            .map((line, index) => ({ ...line, seq: index + 1 }))
            .filter(
              (line) =>
                (filter.itemId === undefined || line.itemId === filter.itemId) &&
                (filter.host === undefined || filter.host === 'h1') &&
                (filter.levels === undefined || line.level === 'err'),
            );
          const side = passing.filter(({ seq }) => (towards === 'newer' ? seq >= from : seq < from));
          const wanted = towards === 'newer' ? side.slice(0, limit) : side.slice(-limit);
          const page = await logPage(file, { filter, from, towards, limit });
          expect(page.lines.map(({ seq }) => seq)).toEqual(wanted.map(({ seq }) => seq));
          expect(page.isEnd).toBe(side.length <= limit);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('is not taken in by output that looks like a field of ours', async () => {
    const { file } = fileOf([
      { text: '"itemId":"a@h1" "level":"err" "type":"log"', itemId: 'b@h1' },
      { text: 'true one', itemId: 'a@h1' },
    ]);
    const of = async (filter: LogFilter) =>
      (await logPage(file, { filter, from: 1, towards: 'newer', limit: 10 })).lines.map(({ seq }) => seq);
    expect(await of({ itemId: 'a@h1' })).toEqual([2]);
    expect(await of({ levels: ['err'] })).toEqual([]);
  });

  it('leaves out other events, and a last line that is not whole', async () => {
    const { path, file } = fileOf([{ text: 'one' }]);
    appendFileSync(
      path,
      `{"seq":2,"at":"${AT}","type":"step-started","itemId":"a@h1"}\n{"seq":3,"at":"${AT}","type":"lo`,
    );
    const page = await logPage(file, { filter: {}, from: 1, towards: 'newer', limit: 10 });
    expect(page).toEqual({ lines: [{ seq: 1, at: AT, host: 'h1', level: 'out', text: 'one' }], isEnd: true });
  });
});

describe('finding in a log', () => {
  it('counts every line that holds the text, and goes round: first and last of many are found', async () => {
    const { file } = fileOf([{ text: 'The "First" one\\' }, ...many(6000), { text: 'the last ONE' }]);
    const find = (query: string, towards: 'older' | 'newer', from?: number) =>
      findInLog(file, { filter: {}, query, towards, from });
    expect(await find('"first" ONE\\', 'newer')).toEqual({ count: 1, found: { seq: 1, place: 1 } });
    expect(await find('one', 'newer', 1)).toEqual({ count: 2, found: { seq: 6002, place: 2 } });
    expect(await find('one', 'newer', 6002)).toEqual({ count: 2, found: { seq: 1, place: 1 } });
    expect(await find('one', 'older', 1)).toEqual({ count: 2, found: { seq: 6002, place: 2 } });
    // only in the fields around the text
    expect(await find('itemId', 'newer')).toEqual({ count: 0 });
  });
});

describe('the tail of a log', () => {
  it('tells the newest lines of the filter and how many there are, and ends with the run', async () => {
    const { path, file } = fileOf(many(3000));
    let isLive = true;
    const told: LogTail[] = [];
    for await (const tail of tailLog(file, {
      filter: { itemId: 'a@h1' },
      limit: 2,
      isLive: () => isLive,
      signal: undefined,
      everyMs: 1,
    })) {
      told.push(tail);
      if (told.length === 1) appendFileSync(path, written([{ text: 'new', itemId: 'a@h1' }], 3001));
      else isLive = false;
    }
    expect(told.map(({ total, lines }) => [total, lines.map(({ text }) => text)])).toEqual([
      [1000, ['line 2995 ñ', 'line 2998 ñ']],
      [1001, ['line 2998 ñ', 'new']],
    ]);
  });

  it('tells that there is nothing', async () => {
    const { file } = fileOf([]);
    const told: LogTail[] = [];
    for await (const tail of tailLog(file, { filter: {}, limit: 5, isLive: () => false, signal: undefined }))
      told.push(tail);
    expect(told).toEqual([{ total: 0, lines: [] }]);
  });
});
