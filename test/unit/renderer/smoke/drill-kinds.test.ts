import { describe, expect, it } from 'vitest';
import { diagnostic } from '../../../../electron/api/diagnostic.ts';
import type { DrillKind, DrillOffer, DrillView } from '../../../../electron/api/drill.ts';
import { byKind, chosenOffer, isOver } from '../../../../renderer/smoke/drill-kinds.ts';

const offer = (kind: DrillKind, confirm: string, isRefused = false): DrillOffer => ({
  order: { kind },
  title: { en: '', es: '' },
  warning: { en: '', es: '' },
  confirm,
  lastsSeconds: 60,
  ...(isRefused ? { refused: diagnostic('drill.no-ha', {}) } : {}),
});

describe('the drills of a site', () => {
  it('are listed by kind, in the order of the engine', () => {
    const offers = [offer('failover', 'vm'), offer('link', 'b'), offer('restore', 'vm'), offer('link', 'a')];
    expect(byKind(offers).map(([kind, list]) => [kind, list.map(({ confirm }) => confirm)])).toEqual([
      ['failover', ['vm']],
      ['link', ['b', 'a']],
      ['restore', ['vm']],
    ]);
  });
  it('of a kind the first that the site bears is chosen, until a person picks another', () => {
    const offers = [offer('link', 'a', true), offer('link', 'b'), offer('link', 'c')];
    expect(chosenOffer(offers, undefined)?.confirm).toBe('b');
    expect(chosenOffer(offers, 2)?.confirm).toBe('c');
    expect(chosenOffer(offers, 0)?.confirm).toBe('a');
    expect(chosenOffer(offers.slice(0, 1), undefined)?.confirm).toBe('a');
    expect(chosenOffer([], undefined)).toBeUndefined();
  });
  it.each([
    ['running', false],
    ['putting-back', false],
    ['passed', true],
    ['rehearsed', true],
    ['failed', true],
    ['stopped', true],
  ] as const)('%s: over is %s', (state, over) => {
    expect(isOver({ state } as DrillView)).toBe(over);
  });
});
