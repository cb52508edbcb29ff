import { describe, expect, it } from 'vitest';
import type { Change } from '../../../../electron/api/plan.ts';
import type { RunEvent } from '../../../../electron/api/run.ts';
import { modesFor, serviceAfter } from '../../../../renderer/smoke/node-service.ts';

const AT = '2026-11-21T18:00:00.000Z';
const ITEM = 'availability.maintenance@pve1';
const on: Change = { what: 'pve1: HA', before: 'online', after: 'maintenance' };
const off: Change = { what: 'pve1: HA', before: 'maintenance', after: 'online' };

/** The events of one run of maintenance of pve1. */
function runOf(
  mode: 'on' | 'off',
  outcome: 'done' | 'failed' | 'cancelled',
  { hasBegun = true, rehearsed = false } = {},
): readonly RunEvent[] {
  const changes = hasBegun ? [mode === 'on' ? on : off] : [];
  const bodies: readonly Omit<RunEvent, 'seq' | 'at'>[] = [
    {
      type: 'run-started',
      runId: 'r',
      kind: 'maintenance',
      siteId: 's',
      rehearsed,
      appVersion: '0',
      by: 'ana',
      asked: { maintenance: { node: 'pve1', mode } },
    } as Omit<RunEvent, 'seq' | 'at'>,
    {
      type: 'plan',
      items: [
        {
          id: ITEM,
          stepId: 'availability.maintenance',
          title: { en: '', es: '' },
          phase: 'availability',
          target: 'pve1',
          risk: 'disruptive',
          action: changes.length > 0 ? 'apply' : 'skip',
          changes,
          waitsFor: [],
        },
      ],
    } as Omit<RunEvent, 'seq' | 'at'>,
    ...(hasBegun ? [{ type: 'step-started', itemId: ITEM } as Omit<RunEvent, 'seq' | 'at'>] : []),
    { type: 'run-finished', outcome, changed: 0, unchanged: 0, failed: 0, durationMs: 1 } as Omit<
      RunEvent,
      'seq' | 'at'
    >,
  ];
  return bodies.map((body, index) => ({ ...body, seq: index + 1, at: AT }) as RunEvent);
}

describe('how a run of maintenance left its node', () => {
  it.each([
    ['taken out', runOf('on', 'done'), 'out'],
    ['brought back', runOf('off', 'done'), 'in'],
    ['broken off while the cluster had been asked', runOf('on', 'failed'), 'unclear'],
    ['stopped while the cluster had been asked', runOf('off', 'cancelled'), 'unclear'],
    ['refused before anything was asked', runOf('on', 'failed', { hasBegun: false }), undefined],
  ] as const)('%s', (_, events, state) => {
    expect(serviceAfter(events)?.state).toBe(state);
  });

  it('is known where nothing was left to change too, and not where nobody was asked for', () => {
    const events = runOf('on', 'done', { hasBegun: false });
    expect(serviceAfter(events)).toEqual({ node: 'pve1', state: 'out', rehearsed: false, at: AT });
    const old = events.map((event) => (event.type === 'run-started' ? { ...event, asked: undefined } : event));
    expect(serviceAfter(old as readonly RunEvent[])).toBeUndefined();
  });

  it('is told apart for the simulated node of that name', () => {
    expect(serviceAfter(runOf('on', 'done', { rehearsed: true }))?.rehearsed).toBe(true);
  });
});

describe('what may be asked of a node', () => {
  it.each([
    ['never asked: both, first to take it out', [], ['on', 'off']],
    ['out: to bring it back', ['out'], ['off']],
    ['in service: to take it out', ['in'], ['on']],
    ['the real one out, the simulated one in: both', ['out', 'in'], ['off', 'on']],
    ['unclear: both, first to bring it back', ['unclear'], ['off', 'on']],
  ] as const)('%s', (_, states, modes) => {
    expect(modesFor(states.map((state) => ({ state })))).toEqual(modes);
  });
});
