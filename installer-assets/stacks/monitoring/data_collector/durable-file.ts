import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Begins the name of a file that is not whole yet. */
export const UNFINISHED = '.unfinished-';

/** Writes a file that is there whole or not at all, also after a power cut: fsync, rename, fsync of the folder. */
export async function writeDurably(file: string, content: Uint8Array): Promise<void> {
  const temporary = join(dirname(file), `${UNFINISHED}${basename(file)}`);
  try {
    const handle = await open(temporary, 'w', 0o600);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
  await syncFolder(dirname(file));
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
