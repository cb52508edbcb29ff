import fc from 'fast-check';
import { expect, it } from 'vitest';
import { digestList, readDigestList } from '../../../../../electron/engine/handover/digest-list.ts';

const listed = fc.record({
  path: fc.stringMatching(/^[a-z][A-Za-z0-9_.-]{0,20}(\/[a-z][A-Za-z0-9_.-]{0,20}){0,3}$/),
  sha256: fc.stringMatching(/^[0-9a-f]{64}$/),
});

it('reads what it wrote, whatever the order, and says the same of the same files', () => {
  fc.assert(
    fc.property(fc.uniqueArray(listed, { selector: ({ path }) => path }), (files) => {
      const text = digestList(files);
      expect(digestList([...files].reverse())).toBe(text);
      const byPath = (a: { path: string }, b: { path: string }) => (a.path < b.path ? -1 : 1);
      expect([...readDigestList(text)].sort(byPath)).toEqual([...files].sort(byPath));
      expect(digestList(readDigestList(text))).toBe(text);
    }),
  );
});

it('takes nothing from what is no line of it', () => {
  expect(readDigestList('not a list\n\n0123  short\n')).toEqual([]);
  expect(readDigestList(`${'a'.repeat(64)} *binary\r\n`)).toEqual([{ path: 'binary', sha256: 'a'.repeat(64) }]);
});
