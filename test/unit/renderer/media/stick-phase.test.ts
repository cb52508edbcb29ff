import { describe, expect, it } from 'vitest';
import { phaseLeftMs, phasePercent, stickPhase } from '../../../../renderer/media/stick-phase.ts';
import type { ItemProgress, ItemState } from '../../../../renderer/state/run-fold.ts';

function stick(state: ItemState, progress?: Partial<NonNullable<ItemProgress['progress']>>): ItemProgress {
  return {
    item: {
      id: 'media.flash@/dev/sdb',
      stepId: 'media.flash',
      title: { en: '', es: '' },
      phase: 'base',
      target: '/dev/sdb',
      risk: 'destructive',
      action: 'apply',
      changes: [],
      waitsFor: [],
    },
    state,
    changes: [],
    rates: [],
    ...(progress ? { progress: { done: 0, total: 0, unit: 'bytes', ...progress } } : {}),
  };
}
describe('where a stick is', () => {
  it.each([
    ['base-digest', 'check'],
    ['compare', 'check'],
    ['write', 'write'],
    ['verify', 'readBack'],
  ] as const)('%s', (phase, shown) => {
    expect(stickPhase(stick('running', { phase }))).toBe(shown);
  });
  it('before anything is said of it, it is being checked', () => {
    expect([stickPhase(stick('waiting')), stickPhase(stick('running'))]).toEqual(['check', 'check']);
  });
  it.each(['changed', 'failed', 'cancelled'] as const)('%s: it is nowhere any more', (state) => {
    expect(stickPhase(stick(state))).toBeUndefined();
  });
});

describe('how long yet', () => {
  it('what is left at the present rate', () => {
    expect(phaseLeftMs(stick('running', { done: 400, total: 1000, bytesPerSecond: 100 }))).toBe(6000);
  });
  it.each([
    ['no progress', stick('running')],
    ['no rate', stick('running', { done: 1, total: 2 })],
    ['a rate of nothing', stick('running', { done: 1, total: 2, bytesPerSecond: 0 })],
    ['steps, not bytes', stick('running', { done: 1, total: 2, unit: 'steps', bytesPerSecond: 5 })],
  ])('%s: nothing is promised', (_, item) => {
    expect(phaseLeftMs(item)).toBeUndefined();
  });
  it('the share is never rounded up to a full one', () => {
    expect([phasePercent(stick('running', { done: 999, total: 1000 })), phasePercent(stick('running'))]).toEqual([
      99, 0,
    ]);
  });
});
