import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { waitingSince } from '../../../../../electron/engine/arrival/arrival-state.ts';
import { NO_ARRIVALS, openArrivalStore } from '../../../../../electron/engine/arrival/arrival-store.ts';
import { refusalOf } from '../../../../../electron/engine/arrival/guard.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

const AT = '2026-11-21T14:00:00.000Z';
const MACHINE = { systemSerial: 'SERIAL-1', macs: ['02:00:00:00:01:01'] };

describe('what is known of arrivals', () => {
  test('is there again after a restart, readable by its owner alone', async () => {
    const path = join(temporaryFolder('arrivals'), 'arrivals.json');
    const store = await openArrivalStore(path);
    expect(store.value()).toEqual(NO_ARRIVALS);
    store.update((value) => ({
      ...value,
      guards: { a: { machines: [{ machine: MACHINE, answers: [AT], installed: { at: AT, by: 'webhook' } }] } },
      states: { a: waitingSince(AT) },
      learnt: { installing: { ms: 300_000, learntFrom: 'a' } },
    }));
    await store.settled();
    expect((await openArrivalStore(path)).value()).toEqual(store.value());
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test('many changes at once end as the last one, whole, with nothing left beside it', async () => {
    const folder = temporaryFolder('arrivals');
    const path = join(folder, 'arrivals.json');
    const store = await openArrivalStore(path);
    for (let turn = 1; turn <= 50; turn += 1)
      store.update((value) => ({
        ...value,
        guards: { ...value.guards, [`n${turn}`]: { machines: [{ answers: [AT] }] } },
      }));
    await store.settled();
    expect(Object.keys(JSON.parse(readFileSync(path, 'utf8')).guards)).toHaveLength(50);
    expect(readdirSync(folder)).toEqual(['arrivals.json']);
  });

  test('from before guards knew machines still guards every node', async () => {
    const path = join(temporaryFolder('arrivals'), 'arrivals.json');
    const guards = { a: { answers: [AT], installed: { at: AT, by: 'webhook' } }, b: { answers: [], released: AT } };
    writeFileSync(path, JSON.stringify({ ...NO_ARRIVALS, version: 1, guards }));
    const kept = (await openArrivalStore(path)).value();
    expect(refusalOf(kept.guards, 'a', MACHINE)).toMatchObject({ why: 'this-machine', by: 'webhook' });
    expect(kept.guards.b?.release).toEqual({ at: AT });
  });

  test.each([
    ['no JSON', '{'],
    ['another version', '{"version":3}'],
    [
      'a guard that says something else',
      '{"version":2,"guards":{"a":{"machines":"x"}},"assignments":[],"states":{},"learnt":{}}',
    ],
  ])('that is %s is not taken for nothing: the guard would be lost', async (_what, text) => {
    const path = join(temporaryFolder('arrivals'), 'arrivals.json');
    writeFileSync(path, text);
    await expect(openArrivalStore(path)).rejects.toThrow(/arrival.file-unreadable/);
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  test('a folder that cannot be written to is told when it is waited for', async () => {
    const folder = temporaryFolder('arrivals');
    writeFileSync(join(folder, 'file'), '');
    const store = await openArrivalStore(join(folder, 'other', 'arrivals.json'));
    writeFileSync(join(folder, 'other'), '');
    store.update((value) => ({ ...value, guards: { a: { machines: [{ answers: [AT] }] } } }));
    await expect(store.settled()).rejects.toThrow(/workspace.not-writable/);
  });
});
