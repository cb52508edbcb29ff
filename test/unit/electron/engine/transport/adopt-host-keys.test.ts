import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { publicKeys } from '../../../../../electron/engine/arrival/public-keys.ts';
import { makeEd25519 } from '../../../../../electron/engine/shell/ssh-keys.ts';
import { openHostKeys } from '../../../../../electron/engine/transport/host-keys.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

const [old, fresh, other] = publicKeys(
  ['old', 'fresh', 'other'].map((seed) => makeEd25519(seed, seed).publicLine).join('\n'),
);
if (!old || !fresh || !other) throw new Error('three keys were made');
const report = { origin: 'installation-report', by: 'test', note: 'named by its own report' } as const;
const pinnedOnly = { mode: 'pinned-only' } as const;

describe('keys of a proven report', () => {
  test('are trusted from then on, and their evidence says why', async () => {
    const path = join(temporaryFolder('keys'), 'host-keys.json');
    const keys = await openHostKeys(path);
    await keys.adopt('node', [fresh.blob, other.blob], report);
    await keys.judge('node', fresh.blob, pinnedOnly);
    expect(keys.pins('node').map(({ evidence }) => evidence.origin)).toEqual([
      'installation-report',
      'installation-report',
    ]);
    await (await openHostKeys(path)).judge('node', other.blob, pinnedOnly);
  });

  test('take the place of those of an earlier installation, which stay as evidence', async () => {
    const path = join(temporaryFolder('keys'), 'host-keys.json');
    const keys = await openHostKeys(path);
    await keys.pin('node', old.blob, { origin: 'known-before', by: 'test', note: 'earlier' });
    await expect(keys.judge('node', fresh.blob, pinnedOnly)).rejects.toThrow(/host-key-changed/);
    await keys.adopt('node', [fresh.blob], report);
    await keys.judge('node', fresh.blob, pinnedOnly);
    await expect(keys.judge('node', old.blob, pinnedOnly)).rejects.toThrow(/host-key-changed/);
    const file = JSON.parse(readFileSync(path, 'utf8'));
    expect(file.hosts.node.replaced).toMatchObject([{ fingerprint: old.fingerprint, evidence: { note: 'earlier' } }]);
  });

  test('take the place of every other pin, also where they themselves were pinned before', async () => {
    const keys = await openHostKeys(join(temporaryFolder('keys'), 'host-keys.json'));
    await keys.pin('node', old.blob, { origin: 'known-before', by: 'test', note: 'earlier' });
    await keys.pin('node', fresh.blob, { origin: 'confirmed-by-person', by: 'test', note: 'compared' });
    await keys.adopt('node', [fresh.blob], report);
    expect(keys.pins('node')).toMatchObject([{ fingerprint: fresh.fingerprint, evidence: { note: 'compared' } }]);
    await expect(keys.judge('node', old.blob, pinnedOnly)).rejects.toThrow(/host-key-changed/);
  });

  test('that are pinned already change nothing', async () => {
    const path = join(temporaryFolder('keys'), 'host-keys.json');
    const keys = await openHostKeys(path);
    await keys.adopt('node', [fresh.blob, other.blob], report);
    const before = readFileSync(path, 'utf8');
    await keys.adopt('node', [other.blob, fresh.blob], { ...report, note: 'a second report' });
    await keys.adopt('node', [], report);
    expect(readFileSync(path, 'utf8')).toBe(before);
  });
});
