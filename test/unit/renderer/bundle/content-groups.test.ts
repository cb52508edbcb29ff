import { describe, expect, it } from 'vitest';
import type { BundleItem } from '../../../../electron/api/bundle.ts';
import { contentGroups, matching, shortDigest } from '../../../../renderer/bundle/content-groups.ts';

const item = (part: Partial<BundleItem>): BundleItem => ({
  kind: 'deb',
  name: 'debs/pve/a',
  group: 'debs/pve',
  source: 'https://deb.example.org/a.deb',
  digest: `sha256:${'0'.repeat(64)}`,
  licence: 'MIT',
  why: { en: 'the third vote', es: 'el tercer voto' },
  files: 1,
  sizeBytes: 10,
  present: true,
  ...part,
});

describe('what lies in a bundle, as the page groups it', () => {
  it('is grouped by kind in the order of the lock, packages of one release beside each other', () => {
    const groups = contentGroups([
      item({ kind: 'file', name: 'files/z', group: 'files/z' }),
      item({ name: 'debs/pve/b', sizeBytes: 5, present: false }),
      item({ name: 'debs/guest/c', group: 'debs/guest' }),
      item({ name: 'debs/pve/a' }),
    ]);
    expect(groups.map(({ kind, sizeBytes, missing }) => [kind, sizeBytes, missing])).toEqual([
      ['file', 10, 0],
      ['deb', 25, 1],
    ]);
    expect(groups[1]?.items.map(({ name }) => name)).toEqual(['debs/guest/c', 'debs/pve/a', 'debs/pve/b']);
  });

  it('is found by every word that was typed, in whatever part of it, in both languages', () => {
    const items = [item({ name: 'debs/pve/corosync-qdevice', version: '3.0.1' }), item({ licence: 'GPL-2.0' })];
    expect(matching(items, '  ')).toBe(items);
    expect(matching(items, 'QDEVICE voto')).toEqual([items[0]]);
    expect(matching(items, 'gpl')).toEqual([items[1]]);
    expect(matching(items, 'qdevice gpl')).toEqual([]);
  });

  it('a digest is short to the eye, and one that is short already stays', () => {
    expect(shortDigest(`sha512:${'ab'.repeat(64)}`)).toBe('sha512:ababab…abab');
    expect(shortDigest('sha256:abc')).toBe('sha256:abc');
  });
});
