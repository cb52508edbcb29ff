import { expect, it } from 'vitest';
import { parseRoute } from '../../../../renderer/app/route.ts';
import { historyHref, parseHistoryRoute } from '../../../../renderer/history/history-route.ts';

const [a, b] = ['20260301T090000Z-00000a', '20260302T090000Z-00000b'];

it.each([
  [historyHref('s'), undefined, undefined],
  [historyHref('s', a), a, undefined],
  [historyHref('a/b c?d', a, b), a, b],
  ['#/sites/s/history?with=x', undefined, undefined],
  ['#/sites/s/history?run=', undefined, undefined],
])('%s is read', (href, runId, otherId) => {
  expect(parseRoute(href).page).toBe('history');
  expect(parseHistoryRoute(href)).toEqual({ runId, otherId });
});
