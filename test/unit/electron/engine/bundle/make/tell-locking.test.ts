import { expect, it } from 'vitest';
import { type LockStanding, LockTally } from '../../../../../../electron/engine/bundle/make/tell-locking.ts';

it('the steps of all kinds add up, never go back, and say what is being done in both languages', () => {
  const told: LockStanding[] = [];
  const tally = new LockTally(
    new Map([
      ['file', 2],
      ['deb', 1],
    ]),
    (standing) => told.push(standing),
  );
  tally.told('file', { subject: 'cloud-images/a', doing: 'asking', done: 1, total: 2 });
  tally.finished('file');
  tally.told('deb', {
    subject: 'debian trixie',
    doing: 'fetching',
    done: 0,
    total: 7,
    bytes: 8_640_000,
    totalBytes: 13e6,
  });
  tally.told('deb', { subject: 'debs/guest', doing: 'choosing', done: 9, total: 7, bytes: 0 });
  expect(told.map(({ done, total }) => `${done}/${total}`)).toEqual(['1/3', '2/9', '9/9']);
  expect(told.map(({ text }) => text.en)).toEqual([
    'cloud-images/a: asking',
    'debian trixie: fetching the index, 8.6 / 13 MB',
    'debs/guest: choosing the packages',
  ]);
  expect(told[1]?.text.es).toBe('debian trixie: descargando el índice, 8,6 / 13 MB');
});
