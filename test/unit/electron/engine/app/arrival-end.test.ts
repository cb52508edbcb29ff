import { expect, test } from 'vitest';
import type { NodeArrival } from '../../../../../electron/api/arrival.ts';
import { diagnostic } from '../../../../../electron/api/diagnostic.ts';
import { deadEnd } from '../../../../../electron/engine/app/arrival-end.ts';

const START = Date.parse('2026-11-21T14:00:00.000Z');
const MINUTE_MS = 60_000;
const compare = diagnostic('arrival.compare-key', {
  params: { host: 'pve-node1', address: '192.168.1.11', fingerprint: 'x' },
});
const view = (state: 'seen' | 'different'): NodeArrival => ({
  host: 'pve-node1',
  address: '192.168.1.11',
  os: 'pve',
  origin: 'installed',
  phase: 'ssh',
  segments: [],
  hostKey: { fingerprint: `SHA256:${'a'.repeat(43)}`, state, at: new Date(START).toISOString() },
  diagnostics: [compare],
});
const stopped = diagnostic('arrival.technician-stopped', { params: { host: 'pve-node2', screen: '' } });
const technician = (found?: typeof stopped) => ({ stopped: () => found, failure: () => undefined });

test('a key that nobody compares ends a rehearsal, but not before its technician had the time to', () => {
  const end = (minutes: number) => deadEnd([view('seen')], technician(), START + minutes * MINUTE_MS);
  expect([end(1), end(20), end(29)]).toEqual([undefined, undefined, undefined]);
  expect(end(31)).toBe(compare);
});

test('a technician who stopped at one machine still has the keys of the others to compare', () => {
  const end = (minutes: number) => deadEnd([view('seen')], technician(stopped), START + minutes * MINUTE_MS);
  expect(end(1)).toBeUndefined();
  expect(end(31)).toBe(stopped);
});

test('a key that is another ends it after ten minutes, and on a real site never', () => {
  const end = (minutes: number) => deadEnd([view('different')], technician(), START + minutes * MINUTE_MS);
  expect(end(9)).toBeUndefined();
  expect(end(11)).toBe(compare);
  expect(deadEnd([view('different')], undefined, START + 100 * MINUTE_MS)).toBeUndefined();
});
