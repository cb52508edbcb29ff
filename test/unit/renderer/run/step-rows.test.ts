import { describe, expect, it } from 'vitest';
import type { Phase, PlanItem } from '../../../../electron/api/plan.ts';
import type { Site } from '../../../../electron/api/site.ts';
import { stepRows } from '../../../../renderer/run/step-rows.ts';
import type { ItemProgress } from '../../../../renderer/state/run-fold.ts';

const site = { hosts: [{ name: 'pve1' }, { name: 'pve2' }], machines: [{ name: 'vm1' }] } as unknown as Site;
const entry = (stepId: string, target: string, phase: Phase = 'base'): ItemProgress => ({
  item: {
    id: `${stepId}@${target}`,
    stepId,
    target,
    phase,
    title: { en: stepId, es: stepId },
    risk: 'safe',
    action: 'apply',
    changes: [],
    waitsFor: [],
  } as PlanItem,
  state: 'waiting',
  changes: [],
  rates: [],
});
const drawn = (items: readonly ItemProgress[]) => {
  const { columns, phases } = stepRows(site, items);
  return {
    columns,
    rows: phases.flatMap(({ phase, rows }) =>
      rows.map(({ key, cells }) => `${phase} ${key}: ${cells.map((cell) => cell?.item.target ?? '-').join(' ')}`),
    ),
  };
};

describe('the rows of the matrix', () => {
  it('have a cell a machine, in the order of the site and of the phases, and no column without steps', () => {
    const items = [entry('c.x', 'site', 'cluster'), entry('b.a', 'pve2'), entry('b.a', 'pve1'), entry('b.b', 'pve2')];
    expect(drawn(items)).toEqual({
      columns: ['site', 'pve1', 'pve2'],
      rows: ['base b.a: - pve1 pve2', 'base b.b: - - pve2', 'cluster c.x: site - -'],
    });
  });

  it('give what is no longer in the site file the column of the site, and each removal a row of its own', () => {
    const items = [entry('r.remove', 'gone1', 'removal'), entry('r.remove', 'gone2', 'removal'), entry('b.a', 'vm1')];
    expect(drawn(items).columns).toEqual(['site', 'vm1']);
    expect(drawn(items).rows.filter((row) => row.startsWith('removal'))).toHaveLength(2);
  });

  it('keep the very entries, so that a row that did not change is known as the same', () => {
    const items = [entry('b.a', 'pve1'), entry('b.b', 'pve1')];
    const next = [items[0] as ItemProgress, { ...(items[1] as ItemProgress), state: 'running' as const }];
    const cellsOf = (list: readonly ItemProgress[]) => stepRows(site, list).phases[0]?.rows.map(({ cells }) => cells);
    expect(cellsOf(next)?.[0]?.[0]).toBe(cellsOf(items)?.[0]?.[0]);
    expect(cellsOf(next)?.[1]?.[0]).not.toBe(cellsOf(items)?.[1]?.[0]);
  });
});
