import { describe, expect, test } from 'vitest';
import type { Visitor } from '../../../../../electron/api/arrival.ts';
import { parseAnswerRequest } from '../../../../../electron/engine/arrival/answer-request.ts';
import { Visitors } from '../../../../../electron/engine/arrival/visitors.ts';
import { askBody } from './support/install-messages.ts';

function openVisitors() {
  const told: Visitor[] = [];
  const visitors = new Visitors(
    () => Date.parse('2026-11-21T14:00:00.000Z'),
    (visitor) => told.push(visitor),
  );
  const asked = (serial: string) => parseAnswerRequest(askBody({ dmi: { system: { serial } } }));
  return { visitors, told, asked };
}

describe('visitors of one run', () => {
  test('a flood of strangers ends, and takes no room from machines that ask nor from nodes of the plan', () => {
    const { visitors, told, asked } = openVisitors();
    for (let turn = 0; turn < 2_000; turn += 1)
      visitors.show({
        kind: 'wrong-path',
        fromAddress: `10.0.${turn >> 8}.${turn & 255}`,
        why: ['arrival.wrong-path', {}],
      });
    const strangers = told.length;
    expect(strangers).toBeLessThan(2_000);
    for (let turn = 0; turn < 2_000; turn += 1)
      visitors.show({
        kind: 'unknown-machine',
        fromAddress: '10.9.9.9',
        why: ['arrival.unknown-machine', {}],
        asked: asked(`STRANGE-${turn}`),
      });
    expect(told.length).toBeGreaterThan(strangers);
    expect(told.length).toBeLessThan(4_000);
    const why = ['arrival.guarded', { host: 'pve-node1', at: '' }] as const;
    visitors.show({ kind: 'guarded', fromAddress: '10.9.9.9', why, asked: asked('SERIAL-1'), host: 'pve-node1' });
    expect(told.at(-1)).toMatchObject({ kind: 'guarded', host: 'pve-node1' });
    expect(visitors.guardedOf('pve-node1')).toMatchObject([{ systemSerial: 'SERIAL-1' }]);
    expect(visitors.machineOf(told.at(-1)?.id ?? '')).toMatchObject({ systemSerial: 'SERIAL-1' });
  });
});
