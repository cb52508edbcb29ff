import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type LockHolder, lockFolder, lockHolder } from './folder-lock.ts';

/**
 * Says to other Sitewrights of this user that work goes on here: a folder with a lock in it, which counts no longer when its process is
 * gone. Work that cannot say so goes on all the same. The function gives the mark back.
 */
export function markAtWork(userState: string, workId: string, purpose: string): () => Promise<void> {
  const folder = join(folderOf(userState), `${process.pid}-${workId.replace(/[^\w-]/g, '')}`);
  const mark = lockFolder(folder, purpose).catch(() => undefined);
  return async () => {
    await mark;
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  };
}

/** Everything of this user that is at work on this computer; what died is cleared away. */
export async function whoIsAtWork(userState: string): Promise<readonly LockHolder[]> {
  const names = await readdir(folderOf(userState)).catch(() => []);
  const holders = await Promise.all(
    names.map(async (name) => {
      const folder = join(folderOf(userState), name);
      const holder = await lockHolder(folder);
      if (!holder) await rm(folder, { recursive: true, force: true }).catch(() => undefined);
      return holder ?? [];
    }),
  );
  return holders.flat();
}

function folderOf(userState: string): string {
  return join(userState, 'at-work');
}
