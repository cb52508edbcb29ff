import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from '../../workspace/atomic-file.ts';
import type { StandInBundle } from './stand-in-bundle.ts';

/**
 * Writes a stand-in bundle below `folder` (made if absent). Equal files stay untouched, so that digest caches hold;
 * others are replaced whole. Throws workspace.not-writable.
 */
export async function writeStandInBundle(folder: string, bundle: StandInBundle): Promise<void> {
  for (const [path, data] of bundle.files) {
    const target = join(folder, ...path.split('/'));
    const present = await readFile(target).catch(() => undefined);
    if (present && Buffer.compare(present, data) === 0) continue;
    await writeFileAtomic(target, data);
  }
}
