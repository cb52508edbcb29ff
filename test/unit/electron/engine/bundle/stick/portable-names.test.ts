import { describe, expect, it } from 'vitest';
import { DiagnosticError } from '../../../../../../electron/api/diagnostic.ts';
import { refuseNames } from '../../../../../../electron/engine/bundle/stick/portable-names.ts';

function why(...paths: readonly string[]): string {
  try {
    refuseNames(paths);
  } catch (error) {
    if (error instanceof DiagnosticError) return String(error.diagnostics[0].params.why);
    throw error;
  }
  return '';
}

describe('names that every stick can hold', () => {
  it('are those of packages, blobs and images as they come', () => {
    expect(
      why('debs/pve/libc6_2%3a2.36-9+deb12u8~bpo_amd64.deb', 'images/blobs/sha256/0f', 'cloud-images/debian-13.qcow2'),
    ).toBe('');
  });

  it.each([
    ['a:b', '":"'],
    ['a/b?c', '"?"'],
    ['a\\b', '"\\\\"'],
    ['new\nline', '"\\n"'],
    ['dot.', '«.» …'],
    ['folder /x', '« » …'],
    ['files/COM1.txt', '«COM1.txt» (Windows)'],
    [`${'n'.repeat(256)}`, '256 > 255'],
  ])('are not %j', (path, expected) => {
    expect(why('fine', path)).toBe(expected);
  });

  it('are not two that differ in case alone', () => {
    expect(why('files/Readme', 'other/readme', 'files/README')).toBe('= files/Readme');
  });
});
