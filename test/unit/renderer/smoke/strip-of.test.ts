import { describe, expect, it } from 'vitest';
import type { DrillView } from '../../../../electron/api/drill.ts';
import { axisStep, stripOf } from '../../../../renderer/smoke/strip-of.ts';

const text = { en: 'x', es: 'x' };
const view = (
  figures: readonly (readonly [string, number, 'seconds' | 'times'])[],
  seconds: readonly number[],
): Pick<DrillView, 'figures' | 'moments'> => ({
  figures: figures.map(([id, value, unit]) => ({ id, value, unit, title: text })),
  moments: seconds.map((after) => ({ at: '2026-11-21T10:00:00.000Z', afterMs: after * 1000, kind: 'note', text })),
});

describe('the strip of a drill', () => {
  it('spans from the cut to the last moment, with the machine away as long as was measured', () => {
    expect(stripOf(view([['away', 211, 'seconds']], [-4, 0, 126, 214]))).toEqual({
      awayS: 211,
      lastS: 214,
      momentsS: [0, 126, 214],
    });
  });
  it('never ends before the machine answered', () => {
    expect(stripOf(view([['away', 211, 'seconds']], [0]))?.lastS).toBe(211);
  });
  it('is not drawn where no machine was measured', () => {
    expect(stripOf(view([['quorate-looks', 90, 'times']], [0, 60]))).toBeUndefined();
  });
  it.each([
    [45, 10],
    [214, 60],
    [700, 120],
    [9000, 1800],
  ])('%d s have a mark every %d s', (last, step) => expect(axisStep(last)).toBe(step));
});
