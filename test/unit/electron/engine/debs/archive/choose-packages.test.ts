import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { chooseFor } from '../../../../../../electron/engine/debs/archive/choose-packages.ts';
import { packageTargets } from '../../../../../../electron/engine/debs/archive/site-packages.ts';
import { closureOf } from '../../../../../../electron/engine/debs/closure.ts';
import { readIndexFile } from '../../../../../../electron/engine/debs/index-file.ts';
import { packagePool } from '../../../../../../electron/engine/debs/package-pool.ts';
import { folderAssets } from '../../../../../../electron/engine/stacks/asset-store.ts';

/** Real indexes of Debian 12. */
const golden = (name: string) => readFileSync(join(process.cwd(), 'test/golden/debs', name));
const records = ['Packages-security.xz', 'Packages-main.xz'].flatMap((name) => readIndexFile(golden(name), name));
const available = packagePool(records, 'amd64');
const assets = folderAssets(process.cwd());
const wish = {
  folder: 'debs/pve',
  hosts: 'pve',
  release: 'bookworm',
  wanted: [{ name: 'corosync-qdevice', why: ['vote'] }],
} as const;

test('to unknown nodes comes all that a bare Debian needs, and what comes is whole in itself', () => {
  const [target] = packageTargets(wish, { assets });
  if (!target) throw new Error('no target');
  const { packages } = chooseFor(target, available);
  const carried = packages.map(({ record }) => record);
  expect(carried.map(({ name }) => name)).toEqual(expect.arrayContaining(['corosync-qdevice', 'corosync', 'libc6']));
  const again = closureOf({ wanted: ['corosync-qdevice'], available: carried, installed: [], architecture: 'amd64' });
  expect(again.unsatisfied).toEqual([]);
  for (const { neededBy } of packages)
    if (neededBy !== undefined) expect(carried.map(({ name }) => name)).toContain(neededBy);
});
