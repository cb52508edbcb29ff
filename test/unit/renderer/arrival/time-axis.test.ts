import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timeAxis } from '../../../../renderer/arrival/time-axis.ts';

const AT = Date.parse('2026-11-21T14:00:00Z');
const clock = (ms: number) => new Date(ms).toISOString().slice(11, 19);

describe('the time axis', () => {
  it('22 minutes on 950 pixels: a line every two minutes', () => {
    const axis = timeAxis(AT, AT + 22 * 60_000, 950);
    expect(axis.ticks.map(clock)).toEqual(
      ['00', '02', '04', '06', '08', '10', '12', '14', '16', '18', '20', '22'].map((minute) => `14:${minute}:00`),
    );
    expect(axis.withSeconds).toBe(false);
  });
  it('a rehearsal of 40 seconds has seconds in its labels', () => {
    const axis = timeAxis(AT, AT + 40_000, 500);
    expect(axis.ticks.map(clock)).toEqual(['14:00:00', '14:00:10', '14:00:20', '14:00:30', '14:00:40']);
    expect(axis.withSeconds).toBe(true);
  });
  it('a stretch that has just begun is drawn 20 seconds long', () => {
    const axis = timeAxis(AT, AT, 400);
    expect(axis.toMs - axis.fromMs).toBe(20_000);
    expect(axis.x(AT + 10_000)).toBe(200);
  });
  it('whatever the stretch and the width: labels have room, and every moment inside lies on the drawing', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 40 * 3_600_000 }),
        fc.integer({ min: 200, max: 3000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (spanMs, widthPx, share) => {
          const axis = timeAxis(AT, AT + spanMs, widthPx);
          const gaps = axis.ticks.slice(1).map((tick, index) => axis.x(tick) - axis.x(axis.ticks[index] ?? 0));
          expect(gaps.every((gap) => gap >= 77)).toBe(true);
          const x = axis.x(AT + spanMs * share);
          expect(x).toBeGreaterThanOrEqual(0);
          expect(x).toBeLessThanOrEqual(widthPx + 1e-6);
        },
      ),
    );
  });
});
