import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseWindowState, placedWindow, SMALLEST, type WorkArea } from '../../../../electron/main/window-state.ts';

const laptop: WorkArea = { x: 0, y: 27, width: 1920, height: 1053 };
const beside: WorkArea = { x: 1920, y: 0, width: 2560, height: 1440 };
const small: WorkArea = { x: 0, y: 0, width: 1280, height: 680 };

describe('where the window opens', () => {
  it('is the middle of the first display in its usual size, the first time', () => {
    expect(placedWindow(undefined, [laptop, beside])).toEqual({
      x: 240,
      y: 104,
      width: 1440,
      height: 900,
      isMaximised: false,
    });
    expect(placedWindow(undefined, [small])).toEqual({ x: 0, y: 0, width: 1280, height: 680, isMaximised: false });
  });

  it('is where it stood', () => {
    const kept = { x: 2100, y: 80, width: 1600, height: 1000, isMaximised: true };
    expect(placedWindow(kept, [laptop, beside])).toEqual(kept);
  });

  it('is the middle of the first display where the other one is gone', () => {
    const kept = { x: 2100, y: 80, width: 1600, height: 1000, isMaximised: true };
    expect(placedWindow(kept, [laptop])).toEqual({ x: 160, y: 54, width: 1600, height: 1000, isMaximised: true });
  });

  it('is made smaller for a smaller display', () => {
    const kept = { x: 100, y: 100, width: 1800, height: 1000, isMaximised: false };
    expect(placedWindow(kept, [small])).toEqual({ x: 0, y: 0, width: 1280, height: 680, isMaximised: false });
  });

  it('is moved back where only a corner of it was left on the screen', () => {
    const kept = { x: 1900, y: 1000, width: 1200, height: 800, isMaximised: false };
    expect(placedWindow(kept, [laptop])).toEqual({ ...kept, x: 720, y: 280 });
  });

  it('is what was kept where no display is known', () => {
    expect(placedWindow(undefined, [])).toBeUndefined();
  });

  it('lies wholly on one display that is there and can hold it, and is the same when asked again', () => {
    const area = fc.record({
      x: fc.integer({ min: -5000, max: 5000 }),
      y: fc.integer({ min: -3000, max: 3000 }),
      width: fc.integer({ min: 800, max: 5120 }),
      height: fc.integer({ min: 600, max: 2880 }),
    });
    const state = fc.record({
      x: fc.integer({ min: -9000, max: 9000 }),
      y: fc.integer({ min: -9000, max: 9000 }),
      width: fc.integer({ min: 1, max: 9000 }),
      height: fc.integer({ min: 1, max: 9000 }),
      isMaximised: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.option(state, { nil: undefined }),
        fc.array(area, { minLength: 1, maxLength: 3 }),
        (kept, areas) => {
          const placed = placedWindow(kept, areas);
          expect(placed).toBeDefined();
          if (!placed) return;
          expect(placed.width).toBeGreaterThanOrEqual(SMALLEST.width);
          expect(placed.height).toBeGreaterThanOrEqual(SMALLEST.height);
          const holds = (on: WorkArea) => {
            const isAcross = placed.x >= on.x && (placed.x + placed.width <= on.x + on.width || placed.x === on.x);
            const isDown = placed.y >= on.y && (placed.y + placed.height <= on.y + on.height || placed.y === on.y);
            return isAcross && isDown;
          };
          expect(areas.some(holds)).toBe(true);
          if (kept) expect(placed.isMaximised).toBe(kept.isMaximised);
        },
      ),
    );
  });
});

describe('a kept place', () => {
  it('is read back as it was written', () => {
    const state = { x: -1200, y: 12, width: 1440, height: 900, isMaximised: true };
    expect(parseWindowState(JSON.stringify(state))).toEqual(state);
  });

  it.each([
    '',
    '{',
    'null',
    '[]',
    '{"x":1}',
    '{"x":"1","y":1,"width":1,"height":1}',
    '{"x":1,"y":1,"width":0,"height":9}',
    '{"x":1,"y":1,"width":-5,"height":9}',
    '{"x":1e9,"y":1,"width":5,"height":9}',
  ])('that is no such thing is none: %s', (text) => {
    expect(parseWindowState(text)).toBeUndefined();
  });
});
