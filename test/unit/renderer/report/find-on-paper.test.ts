import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placesOf } from '../../../../renderer/report/find-on-paper.ts';

describe('a text on the paper', () => {
  it('is found whatever its case, every time and not within itself', () => {
    expect(placesOf('Nodo pve-node1, NODO pve-node2', 'nodo')).toEqual([0, 16]);
    expect(placesOf('aaaa', 'aa')).toEqual([0, 2]);
    expect(placesOf('nothing', 'x')).toEqual([]);
  });
  it('is marked where it stands, also behind a letter that grows when it is written small', () => {
    expect(placesOf('İstanbul node', 'node')).toEqual([9]);
  });
  it('every place holds it', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1, maxLength: 3 }), (text, word) => {
        const wanted = word.toLowerCase();
        for (const at of placesOf(text, wanted)) expect(text.slice(at, at + wanted.length).toLowerCase()).toBe(wanted);
      }),
    );
  });
});
