import { describe, expect, it } from 'vitest';
import type { LockItem } from '../../../../../../electron/engine/bundle/lock/lock.ts';
import { BringingBoard } from '../../../../../../electron/engine/bundle/make/bringing.ts';

const file = (path: string, sizeBytes = 10) => ({ path, sizeBytes });
const item = (kind: string, name: string, files: LockItem['files']): LockItem => ({
  kind,
  name,
  source: 'https://example.org',
  digest: `sha256:${'0'.repeat(64)}`,
  sizeBytes: 1,
  licence: 'MIT',
  why: ['settings'],
  files,
});

describe('what is told of the items that are brought', () => {
  const shared = file('images/blobs/shared', 30);
  const web = item('image', 'web', [shared, file('images/blobs/web')]);
  const db = item('image', 'db', [shared]);
  const tool = item('file', 'files/tool', [file('files/tool', 5)]);

  it('counts a layer that two images share once, and both images as there once it came', () => {
    const board = new BringingBoard([web, db, tool], new Set(['files/tool']));
    expect(board.view().kinds).toEqual([
      { kind: 'image', items: 2, itemsThere: 0, bytes: 40, bytesThere: 0 },
      { kind: 'file', items: 1, itemsThere: 1, bytes: 5, bytesThere: 5 },
    ]);
    board.begin(web, shared);
    board.end(shared, true);
    expect(board.view().kinds[0]).toMatchObject({ itemsThere: 1, bytesThere: 30 });
  });

  it('tells an item once, however many of its parts flow, and one that failed is not there', () => {
    const board = new BringingBoard([web], new Set());
    const [first, second] = web.files as [LockItem['files'][number], LockItem['files'][number]];
    board.begin(web, first);
    board.begin(web, second);
    board.bytes(first, 7);
    board.bytes(second, 2);
    expect(board.view().now).toEqual([{ kind: 'image', name: 'web', doneBytes: 9, sizeBytes: 40 }]);
    board.end(first, false);
    board.end(second, true);
    expect(board.view()).toMatchObject({ now: [], kinds: [{ itemsThere: 0, bytesThere: 10 }] });
  });
});
