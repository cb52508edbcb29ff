import { describe, expect, it } from 'vitest';
import { nextCell } from '../../../../renderer/run/next-cell.ts';

/**
 *      0  1  2
 *  1   a  b  .
 *  2   .  .  c!
 *  4   d  .  e!
 */
const CELLS = [
  { row: 1, column: 0, isProblem: false },
  { row: 1, column: 1, isProblem: false },
  { row: 2, column: 2, isProblem: true },
  { row: 4, column: 0, isProblem: false },
  { row: 4, column: 2, isProblem: true },
];
const NAMES = ['a', 'b', 'c', 'd', 'e'];
const go = (from: string, key: string) => {
  const next = nextCell(CELLS, NAMES.indexOf(from), key);
  return next === undefined ? 'stays' : NAMES[next];
};

describe('the keys of the matrix', () => {
  it.each([
    ['a', 'ArrowRight', 'b'],
    ['b', 'ArrowRight', 'c'],
    ['e', 'ArrowRight', 'stays'],
    ['a', 'ArrowLeft', 'stays'],
    ['d', 'ArrowLeft', 'c'],
    ['a', 'ArrowDown', 'c'],
    ['c', 'ArrowDown', 'e'],
    ['d', 'ArrowDown', 'stays'],
    ['e', 'ArrowUp', 'c'],
    ['c', 'ArrowUp', 'b'],
    ['a', 'ArrowUp', 'stays'],
    ['b', 'End', 'e'],
    ['e', 'Home', 'a'],
    ['a', 'Home', 'stays'],
    ['a', 'Enter', 'stays'],
  ])('%s, %s: %s', (from, key, to) => {
    expect(go(from, key)).toBe(to);
  });
  it('F8 goes from problem to problem and begins anew after the last', () => {
    expect([go('a', 'F8'), go('c', 'F8'), go('e', 'F8')]).toEqual(['c', 'e', 'c']);
  });
  it('F8 works also where no cell has the focus, and stays where the only problem is', () => {
    expect(go('none', 'F8')).toBe('c');
    expect(nextCell(CELLS.slice(0, 3), 2, 'F8')).toBeUndefined();
    expect(nextCell(CELLS.slice(0, 2), 0, 'F8')).toBeUndefined();
  });
  it('without a focus the arrows lead nowhere', () => {
    expect(go('none', 'ArrowDown')).toBe('stays');
  });
});
