import { spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { removeLeftovers } from '../../../../../electron/engine/workspace/atomic-file-sync.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

it('half files of processes that are gone are removed; those of living ones and of other files stay', () => {
  const folder = temporaryFolder('leftovers');
  const gone = spawnSync(process.execPath, ['-e', '']).pid;
  const kept = [`a.iso.${process.pid}.1.partial`, `b.iso.${gone}.1.partial`, 'a.iso', `a.iso.${gone}.1.partial.txt`];
  for (const name of [...kept, `a.iso.${gone}.1.partial`]) writeFileSync(join(folder, name), '');
  removeLeftovers(join(folder, 'a.iso'));
  expect(readdirSync(folder).sort()).toEqual([...kept].sort());
  expect(() => removeLeftovers(join(folder, 'nowhere', 'a.iso'))).not.toThrow();
});
