import { expect, it } from 'vitest';
import { mayRestart } from '../../../../electron/main/may-restart.ts';

it.each([
  ['one death', [100_000], true],
  ['three in a minute', [80_000, 90_000, 100_000], true],
  ['the fourth in a minute', [70_000, 80_000, 90_000, 100_000], false],
  ['the fourth in an hour', [0, 10_000, 20_000, 100_000], true],
])('an engine is started again after %s: %o', (_, deaths, expected) => {
  expect(mayRestart(deaths, 100_000)).toBe(expected);
});
