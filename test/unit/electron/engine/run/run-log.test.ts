import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../../../electron/api/run.ts';
import { pastRunEvents } from '../../../../../electron/engine/run/past-run-events.ts';
import { openRunLog, type RunLog } from '../../../../../electron/engine/run/run-log.ts';
import { createRedactor } from '../../../../../electron/engine/shell/redactor.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

async function newLog(memory?: number): Promise<{ log: RunLog; path: string }> {
  const path = join(temporaryFolder('log'), 'log.jsonl');
  return { log: await openRunLog({ path, redactor: createRedactor(), ...(memory ? { memory } : {}) }), path };
}
const say = (log: RunLog, text: string): RunEvent => log.emit({ type: 'log', host: 'h1', level: 'out', text });
const end = (log: RunLog): RunEvent =>
  log.emit({ type: 'run-finished', outcome: 'done', changed: 0, unchanged: 0, failed: 0, durationMs: 0 });
async function seqs(log: RunLog, after?: number): Promise<readonly number[]> {
  const seen: number[] = [];
  for await (const event of log.events(after)) seen.push(event.seq);
  return seen;
}
const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

describe('run log', () => {
  it('gives every reader every event, whenever it comes and however slow it is', async () => {
    const { log } = await newLog(10);
    const early = seqs(log);
    const slow = (async () => {
      const seen: number[] = [];
      for await (const event of log.events()) {
        if (event.seq % 100 === 0) await pause();
        seen.push(event.seq);
      }
      return seen;
    })();
    for (let index = 0; index < 999; index += 1) {
      say(log, `line ${index} ñ`);
      if (index % 50 === 0) await pause();
    }
    const late = seqs(log);
    const resumed = seqs(log, 640);
    end(log);
    expect(await early).toEqual(range(1, 1000));
    expect(await slow).toEqual(range(1, 1000));
    expect(await late).toEqual(range(1, 1000));
    expect(await resumed).toEqual(range(641, 1000));
    expect(await seqs(log, 1000)).toEqual([]);
    await log.close();
  });

  it('loses no event to a full disk, and leaves no torn line in the middle of its file', async () => {
    const log = await openRunLog({ path: '/dev/full', redactor: createRedactor(), memory: 5 });
    for (let index = 0; index < 300; index += 1) {
      say(log, `line ${index}`);
      if (index % 50 === 0) await pause();
    }
    end(log);
    expect(await seqs(log)).toEqual(range(1, 301));
    await log.close();
  });

  it('keeps all events in its file, also those that memory has let go', async () => {
    const { log, path } = await newLog(5);
    for (let index = 0; index < 600; index += 1) say(log, `ñ ${index}`);
    end(log);
    await log.close();
    const events: RunEvent[] = [];
    for await (const event of pastRunEvents(path, { after: 300 })) events.push(event);
    expect(events.map((event) => event.seq)).toEqual(range(301, 601));
    expect(events[0]).toMatchObject({ text: 'ñ 300' });
    expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(602);
  });

  it('lets a reader go when its signal aborts, and when the log closes without an end', async () => {
    const { log } = await newLog();
    say(log, 'one');
    const controller = new AbortController();
    const aborted = (async () => {
      let count = 0;
      for await (const _ of log.events(0, controller.signal)) count += 1;
      return count;
    })();
    const waiting = seqs(log);
    await pause();
    controller.abort();
    expect(await aborted).toBe(1);
    await log.close();
    expect(await waiting).toEqual([1]);
  });
});
