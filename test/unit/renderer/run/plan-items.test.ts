import { describe, expect, it } from 'vitest';
import { diagnostic } from '../../../../electron/api/diagnostic.ts';
import type { Plan, PlanItem } from '../../../../electron/api/plan.ts';
import {
  cellState,
  closedPhases,
  countPlan,
  isProblem,
  partsOf,
  planItems,
} from '../../../../renderer/run/plan-items.ts';
import type { ItemProgress } from '../../../../renderer/state/run-fold.ts';

const item = (id: string, more: Partial<PlanItem> = {}): PlanItem => ({
  id,
  stepId: id.split('@')[0] ?? '',
  title: { en: id, es: id },
  phase: 'cluster',
  target: id.split('@')[1] ?? 'site',
  risk: 'safe',
  action: 'apply',
  changes: [],
  waitsFor: [],
  ...more,
});
const blocked = { action: 'blocked', diagnostic: diagnostic('selection.needs-unselected', {}) } as const;
const away = {
  action: 'blocked',
  diagnostic: diagnostic('step.host-away', { params: { host: 'b' }, subject: { host: 'b' } }),
} as const;
const drift = { drift: { since: '2026-11-20T06:00:00.000Z', runId: 'r' } } as const;
const ITEMS: readonly PlanItem[] = [
  item('true@a', { action: 'skip', phase: 'base' }),
  item('changes@a'),
  item('later@a', { action: 'later' }),
  item('blocked@a', blocked),
  item('drifted@a', drift),
  item('away@b', away),
  item('away@a', away),
  item('left@a', { leftOut: true }),
  item('left-blocked@a', { ...blocked, leftOut: true }),
  item('left-away@a', { ...away, leftOut: true }),
];
const plan: Plan = { siteId: 's', madeAt: '', fingerprint: '', items: ITEMS, orphans: [], diagnostics: [] };
const shown = planItems(plan);

describe('a plan on the screen', () => {
  it('counts what it would do, and leaves out what is left undone', () => {
    expect(countPlan(plan)).toEqual({ changing: 3, blocked: 1, unknown: 2, away: ['b'], drifted: 1, leftOut: 3 });
  });
  it('says of each cell what is planned', () => {
    expect(shown.map((entry) => [entry.item.id, cellState(entry, true)[1]])).toEqual([
      ['true@a', 'state.noChange'],
      ['changes@a', 'state.changes'],
      ['later@a', 'state.later'],
      ['blocked@a', 'state.blocked'],
      ['drifted@a', 'state.drift'],
      ['away@b', 'state.notKnown'],
      ['away@a', 'state.notKnown'],
      ['left@a', 'state.leftOut'],
      ['left-blocked@a', 'state.leftOut'],
      ['left-away@a', 'state.leftOut'],
    ]);
  });
  it('shows what blocks an item beside it', () => {
    expect(shown.map((entry) => entry.diagnostic?.code)).toContain('selection.needs-unselected');
  });
  it('leads F8 to what is blocked or drifted, not to what was left out or waits for a host that is away', () => {
    expect(shown.filter(isProblem).map((entry) => entry.item.id)).toEqual(['blocked@a', 'drifted@a']);
  });
  it('closes the phases that change nothing', () => {
    expect([...closedPhases(shown, true)]).toEqual(['base']);
    expect([...closedPhases(shown.slice(0, 1), true)]).toEqual(['base']);
  });
});

describe('a run on the same matrix', () => {
  const as = (state: ItemProgress['state'], more: Partial<PlanItem> = {}): ItemProgress => ({
    item: item('x@a', more),
    state,
    changes: [],
    rates: [],
  });
  it.each([
    [as('running', { drift: drift.drift }), 'state.running'],
    [as('changed'), 'state.done'],
    [as('waiting', blocked), 'state.blocked'],
    [as('failed', blocked), 'state.failed'],
    [as('skipped'), 'state.notRun'],
    [as('skipped', { leftOut: true }), 'state.leftOut'],
    [as('changed', { leftOut: true }), 'state.done'],
  ] as const)('%# says %s', (entry, word) => {
    expect(cellState(entry, false)[1]).toBe(word);
  });
  it('closes the phases that are done while another one is not', () => {
    const entries = [as('changed', { phase: 'base' }), as('unchanged', { phase: 'base' }), as('running')];
    expect([...closedPhases(entries, false)]).toEqual(['base']);
    expect([...closedPhases(entries.slice(0, 2), false)]).toEqual([]);
  });
});

describe('the parts that a step leads to', () => {
  it('a step on one machine', () => {
    expect(partsOf(item('machines.clone@vm-1'))).toEqual({
      step: { only: ['machines.clone'] },
      here: { only: ['machines.clone'], nodes: ['vm-1'] },
      from: { from: 'machines.clone' },
      host: { nodes: ['vm-1'] },
    });
  });
  it('a step of the whole site has no machine', () => {
    const { step, here, host } = partsOf(item('cluster.links@site', { target: 'site' }));
    expect([step, here, host]).toEqual([{ only: ['cluster.links'] }, undefined, undefined]);
  });
  it('a removal is asked for by its name alone', () => {
    expect(Object.values(partsOf(item('removal.storage@isos', { phase: 'removal' })))).toEqual(
      Array(4).fill(undefined),
    );
  });
});
