import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { isHeldHere } from '../run/site-lock.ts';
import type { SiteLockHolder } from '../run/site-lock-script.ts';
import { isStale, processIdentity } from '../workspace/folder-lock.ts';

/** This laptop and process, as the lock of a site names it. */
export async function thisLaptop(
  stateFolder: string,
  user: string,
  siteId: string,
): Promise<Omit<SiteLockHolder, 'token' | 'runId' | 'startedAt'>> {
  return {
    laptop: hostname(),
    laptopId: await laptopId(stateFolder),
    user,
    siteId,
    pid: process.pid,
    process: await processIdentity(process.pid),
  };
}

/** Whether the holder was a run of this user on this laptop that has ended: then nobody has to be asked. */
export async function hasEndedHere(stateFolder: string, holder: SiteLockHolder): Promise<boolean> {
  if (holder.laptopId !== (await laptopId(stateFolder))) return false;
  if (holder.pid === process.pid && holder.process === (await processIdentity(process.pid))) return !isHeldHere(holder);
  return isStale({ host: holder.laptop, pid: holder.pid, process: holder.process });
}

/** Made once a user and laptop: two laptops may well have the same name. */
async function laptopId(stateFolder: string): Promise<string> {
  const path = join(stateFolder, 'laptop-id');
  await mkdir(stateFolder, { recursive: true });
  await writeFile(path, randomBytes(12).toString('hex'), { flag: 'wx' }).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  });
  return (await readFile(path, 'utf8')).trim();
}
