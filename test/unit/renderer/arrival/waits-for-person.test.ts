import { expect, it } from 'vitest';
import type { Visitor } from '../../../../electron/api/arrival.ts';
import { waitsForPerson } from '../../../../renderer/arrival/waits-for-person.ts';

it.each([
  ['unknown-machine', undefined, true],
  ['unknown-machine', 'pve1', false],
  ['guarded', 'pve1', true],
  ['wrong-path', undefined, false],
  ['wrong-secret', undefined, false],
  ['unreadable', undefined, false],
] as const)('a visitor of kind %s with node %s waits for a person: %s', (kind, host, waits) => {
  const visitor: Visitor = {
    id: 'v',
    at: '2026-11-21T06:00:00.000Z',
    kind,
    fromAddress: '192.168.1.77',
    diagnostics: [],
    ...(host ? { host } : {}),
  };
  expect(waitsForPerson(visitor)).toBe(waits);
});
