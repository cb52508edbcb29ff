import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { BundleCarried } from '../../../api/bundle.ts';
import { fail } from '../../../api/diagnostic.ts';
import { lockFolder } from '../../workspace/folder-lock.ts';
import { sha256Of } from '../../workspace/sha256.ts';
import { requireLock } from '../lock/lock-file.ts';
import { checkFreeSpace } from '../make/free-space.ts';
import { copyVerified } from './copy-verified.ts';
import { CONTENT_FOLDER, readDelta } from './delta.ts';
import { counter, type Watch } from './watch.ts';

/**
 * Makes a bundle what a delta leads to: new files first, the lock last, then what went goes. Cut short anywhere it is done
 * again: what is there and right is not copied twice. Throws bundle.delta-base where the delta leads from another lock.
 */
export async function patchBundle(
  folder: string,
  deltaFolder: string,
  watch: Watch | undefined,
): Promise<BundleCarried> {
  const delta = await readDelta(deltaFolder);
  const held = await lockFolder(folder, 'bundle patch');
  try {
    const found = sha256Of((await requireLock(folder)).bytes);
    if (found !== delta.fromLock && found !== delta.toLock) {
      const params = { folder, wanted: delta.fromLock.slice(0, 16), found: found.slice(0, 16) };
      throw fail('bundle.delta-base', { params, subject: { file: folder } });
    }
    await checkFreeSpace(folder, delta.files);
    const onBytes = counter(
      watch,
      delta.files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    );
    let files = 0;
    let bytes = 0;
    for (const file of delta.files) {
      watch?.signal?.throwIfAborted();
      const parts = file.path.split('/');
      const from = join(deltaFolder, CONTENT_FOLDER, ...parts);
      const to = join(folder, ...parts);
      if (!(await copyVerified({ ...file, from, to, signal: watch?.signal, onBytes }))) continue;
      files += 1;
      bytes += file.sizeBytes;
    }
    for (const path of delta.remove) await rm(join(folder, ...path.split('/')), { force: true });
    return { folder, files, bytes };
  } finally {
    await held.release();
  }
}
