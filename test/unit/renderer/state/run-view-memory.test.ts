import { expect, it } from 'vitest';
import { rememberedView, rememberView } from '../../../../renderer/state/run-view-memory.ts';

function storage(first?: string) {
  const held = new Map<string, string>(first === undefined ? [] : [['sitewright.run-views', first]]);
  return {
    getItem: (key: string) => held.get(key) ?? null,
    setItem: (key: string, value: string) => void held.set(key, value),
  };
}

it('each run has its own view, and a change leaves the rest of it', () => {
  const place = storage();
  const log = { isWhole: true, host: 'pve-node1', kind: 'errors' };
  rememberView('a', { itemId: 'x@y' }, place);
  rememberView('a', { log }, place);
  rememberView('b', { itemId: 'z@y' }, place);
  expect(rememberedView('a', place)).toEqual({ itemId: 'x@y', log });
  expect(rememberedView('b', place)).toEqual({ itemId: 'z@y' });
  expect(rememberedView('c', place)).toEqual({});
  expect(rememberedView(undefined, place)).toEqual({});
});

it('the oldest ones are forgotten', () => {
  const place = storage();
  for (let run = 0; run < 60; run += 1) rememberView(`run-${run}`, { itemId: `${run}` }, place);
  rememberView('run-30', { itemId: 'again' }, place);
  rememberView('run-60', { itemId: '60' }, place);
  expect(rememberedView('run-19', place)).toEqual({});
  expect(rememberedView('run-20', place)).toEqual({});
  expect(rememberedView('run-21', place)).toEqual({ itemId: '21' });
  expect(rememberedView('run-30', place)).toEqual({ itemId: 'again' });
});

it.each(['', 'no json', '{}', '[null,1,"a",["a"],["a",null],[1,{}]]', '[["a",{"itemId":1,"log":{"isWhole":"x"}}]]'])(
  'what lies there and is none of ours, %s, is nothing',
  (found) => {
    const place = storage(found);
    expect(rememberedView('a', place)).toEqual({});
    rememberView('a', { itemId: 'x' }, place);
    expect(rememberedView('a', place)).toEqual({ itemId: 'x' });
  },
);
