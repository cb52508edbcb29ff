import { parse } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { DiagnosticError } from '../../../../../../electron/api/diagnostic.ts';
import type { Lock, LockItem } from '../../../../../../electron/engine/bundle/lock/lock.ts';
import { lockText, MAX_LOCK_BYTES, parseLock } from '../../../../../../electron/engine/bundle/lock/lock-text.ts';

const hex = (digit: string) => digit.repeat(64);
const item = (kind: string, name: string, change: Partial<LockItem> = {}): LockItem => ({
  kind,
  name,
  source: `https://source.example/${name}`,
  digest: `sha256:${hex('a')}`,
  sizeBytes: 12,
  licence: 'MIT',
  why: ['template 9000'],
  files: [{ path: `files/${kind}-${name}`, sizeBytes: 12, sha256: hex('a') }],
  ...change,
});
const lock = (...items: LockItem[]): Lock => ({ schemaVersion: 1, site: 'two-node', items, made: [] });

function refusal(text: string): string {
  try {
    parseLock(text, 'bundle.lock.toml');
  } catch (error) {
    if (error instanceof DiagnosticError) return `${error.diagnostics[0].code}: ${error.diagnostics[0].params.what}`;
    throw error;
  }
  throw new Error('it was taken');
}

describe('the text of a lock', () => {
  const full: Lock = {
    ...lock(
      item('image', 'postgres:16', {
        version: '16',
        detail: { platform: 'linux/amd64', manifestBytes: 423, also: ['a', 'b"c'] },
      }),
      item('deb', 'debs/guest/runc', { why: ['docker', 'agent'], licence: 'a "quoted" licence\nof two lines' }),
      item('file', 'b.iso', { files: [{ path: 'files/b.iso', sizeBytes: 12 }] }),
    ),
    publicKey: `${'A'.repeat(43)}=`,
    made: [
      { path: 'sbom.cdx.json', sizeBytes: 3, sha256: hex('c') },
      { path: 'images/index.json', sizeBytes: 2, sha256: hex('b') },
    ],
  };

  it('gives back what it was made of, in one order', () => {
    const read = parseLock(lockText(full));
    expect(read.items.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'deb debs/guest/runc',
      'file b.iso',
      'image postgres:16',
    ]);
    expect(read.items[2]).toEqual(full.items[0]);
    expect(read.items[0]).toEqual({ ...full.items[1], why: ['agent', 'docker'] });
    expect(read.made.map(({ path }) => path)).toEqual(['images/index.json', 'sbom.cdx.json']);
    expect(read.publicKey).toBe(full.publicKey);
  });

  it('is the same whatever the order of what it was made of, and is plain TOML', () => {
    const turned = { ...full, items: [...full.items].reverse(), made: [...full.made].reverse() };
    expect(lockText(turned)).toBe(lockText(full));
    expect(lockText(parseLock(lockText(full)))).toBe(lockText(full));
    expect(parse(lockText(full)).schemaVersion).toBe(1);
  });

  it('a lock of nothing is one', () => {
    expect(parseLock(lockText(lock()))).toEqual(lock());
  });

  it('a path that leads out of the bundle, or that a system of a laptop cannot write, is refused', () => {
    for (const path of [
      '../x',
      'a/../../x',
      '/etc/passwd',
      'a//b',
      'files/.hidden',
      'files/nul',
      'files/aux.txt',
      'files/a.',
      'c:/x',
      'a\\\\b',
      'a/',
    ]) {
      const text = lockText(lock(item('file', 'x'))).replace('files/file-x', path);
      expect(refusal(text), path).toContain('bundle.lock-broken');
    }
  });

  it('two files of one path that differ are refused, also where only the case differs; the same file twice is one layer', () => {
    const shared = { path: 'images/blobs/sha256/x', sizeBytes: 5, sha256: hex('d') };
    const two = lock(item('image', 'a', { files: [shared] }), item('image', 'b', { files: [shared] }));
    expect(parseLock(lockText(two)).items).toHaveLength(2);
    const other = lock(
      item('image', 'a', { files: [shared] }),
      item('image', 'b', { files: [{ ...shared, sizeBytes: 6 }] }),
    );
    expect(refusal(lockText(other))).toContain('named twice');
    const cased = lock(
      item('file', 'a', { files: [{ ...shared, path: 'files/A' }] }),
      item('file', 'b', { files: [{ ...shared, path: 'files/a' }] }),
    );
    expect(refusal(lockText(cased))).toContain('named twice');
  });

  it('the same item twice, an unknown key, a newer version and no TOML are refused with what is wrong', () => {
    const text = lockText(lock(item('file', 'x')));
    expect(refusal(`${text}\n${text.slice(text.indexOf('[[items]]'))}`)).toContain('file x: twice');
    expect(refusal(text.replace('licence =', 'colour = 1\nlicence ='))).toContain('colour');
    expect(refusal(text.replace('schemaVersion = 1', 'schemaVersion = 2'))).toContain('bundle.lock-newer');
    expect(refusal(text.replace('schemaVersion = 1', 'schemaVersion = 0'))).toContain('schemaVersion 0');
    expect(refusal('no toml')).toContain('bundle.lock-broken');
    expect(refusal(' '.repeat(MAX_LOCK_BYTES + 1))).toContain('larger than');
  });
});
