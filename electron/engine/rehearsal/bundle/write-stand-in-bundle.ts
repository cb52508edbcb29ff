import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { StandInBundle } from './stand-in-bundle.ts';

/**
 * Writes a stand-in bundle below `folder` (made if absent). Equal files stay untouched, so that digest caches hold;
 * others are written beside, synced and renamed.
 */
export async function writeStandInBundle(folder: string, bundle: StandInBundle): Promise<void> {
  for (const [path, data] of bundle.files) {
    const target = join(folder, ...path.split('/'));
    const present = await readFile(target).catch(() => undefined);
    if (present && Buffer.compare(present, data) === 0) continue;
    await mkdir(dirname(target), { recursive: true });
    const beside = `${target}.part`;
    const file = await open(beside, 'w', 0o644);
    try {
      await file.writeFile(data);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, target);
  }
}
