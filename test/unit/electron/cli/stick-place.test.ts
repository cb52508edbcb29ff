import { chmodSync, chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { stickPlace } from '../../../../electron/cli/stick-place.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

afterEach(() => vi.restoreAllMocks());

/** A folder that looks like a stick, and where one is then found. */
function looked(mode: number, from: 'beside' | 'standing in'): boolean {
  const stick = temporaryFolder('stick-place');
  const elsewhere = join(stick, 'elsewhere');
  mkdirSync(elsewhere, { mode: 0o700 });
  writeFileSync(join(stick, 'sitewright-stick.json'), '{}');
  chmodSync(stick, mode);
  const program = join(from === 'beside' ? stick : elsewhere, 'sitewright');
  const { root } = stickPlace(program, from === 'beside' ? elsewhere : stick);
  expect([undefined, stick]).toContain(root);
  return root === stick;
}

it.each([
  ['a folder of its own', 0o755, true],
  ['a FAT stick that is mounted writable for all', 0o777, true],
  ['a folder like /tmp, where others can lay what they like beside it', 0o1777, false],
])('the program finds the stick beside itself in %s', (_, mode, expected) => {
  expect(looked(mode, 'beside')).toBe(expected);
});

it.each([
  [0o755, true],
  [0o777, false],
  [0o1777, false],
])('in the folder one stands in only where nobody else may write: %o', (mode, expected) => {
  expect(looked(mode, 'standing in')).toBe(expected);
});

it('a group that writes there has to be root’s or one’s own', () => {
  expect(looked(0o775, 'standing in')).toBe(true);
  const folder = temporaryFolder('stick-group');
  writeFileSync(join(folder, 'sitewright-stick.json'), '{}');
  const groups = { own: process.getgid?.() ?? 0, other: 54_321 };
  if (groups.own === 0) chownSync(folder, process.getuid?.() ?? 0, groups.other);
  else vi.spyOn(process, 'getgid').mockReturnValue(groups.other);
  chmodSync(folder, 0o770);
  expect(stickPlace(join(folder, 'no', 'sitewright'), folder).root).toBeUndefined();
  chmodSync(folder, 0o750);
  expect(stickPlace(join(folder, 'no', 'sitewright'), folder).root).toBe(folder);
});
