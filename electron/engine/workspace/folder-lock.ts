import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { fail } from '../../api/diagnostic.ts';
import { errorCode } from './atomic-file.ts';

export const LOCK_FILE = '.sitewright.lock';
/** A lock file without readable content is being written right now, or its writer died on the way. */
const UNREADABLE_GRACE_MS = 10_000;

const HolderSchema = z.object({
  pid: z.int().positive(),
  host: z.string(),
  purpose: z.string(),
  startedAt: z.string(),
  /** Tells two processes with one pid apart (Linux: boot id and start tick); empty where the system does not say. */
  process: z.string(),
  token: z.string(),
});
export type LockHolder = z.infer<typeof HolderSchema>;

export interface FolderLock {
  readonly holder: LockHolder;
  /** Gives the lock back; a lock that is no longer ours is left alone. May be called twice. */
  release(): Promise<void>;
}

/**
 * Takes the one lock of a site folder, for writing. Exclusive on one computer and on shared folders (the file is made
 * whole and linked into place, or created exclusively where there are no links). A lock of a process that is gone is
 * taken over; one of another computer never is. Throws workspace.locked or workspace.locked-elsewhere, naming the holder.
 */
export async function lockFolder(folder: string, purpose: string): Promise<FolderLock> {
  const path = join(folder, LOCK_FILE);
  const holder: LockHolder = {
    pid: process.pid,
    host: hostname(),
    purpose,
    startedAt: new Date().toISOString(),
    process: await processIdentity(process.pid),
    token: randomBytes(8).toString('hex'),
  };
  // A stale lock is cleared at most a few times: whoever loses each race looks again at who won.
  for (let attempt = 0; attempt < 5; attempt += 1) {
    if (await create(folder, path, holder)) return { holder, release: () => release(path, holder) };
    const other = await readHolder(path);
    if (other === 'gone') continue;
    if (other === 'unreadable') {
      if (await clearUnreadable(path)) continue;
      throw locked(folder, path, undefined);
    }
    if (!(await isStale(other))) throw locked(folder, path, other);
    await takeAway(path, other);
  }
  const other = await readHolder(path);
  throw locked(folder, path, typeof other === 'string' ? undefined : other);
}

/** Who holds the folder now; undefined when nobody does or the holder is gone. */
export async function lockHolder(folder: string): Promise<LockHolder | undefined> {
  const other = await readHolder(join(folder, LOCK_FILE));
  return typeof other === 'string' || (await isStale(other)) ? undefined : other;
}

async function create(folder: string, path: string, holder: LockHolder): Promise<boolean> {
  const temp = join(folder, `${LOCK_FILE}.${holder.token}`);
  const text = `${JSON.stringify(holder)}\n`;
  try {
    await mkdir(folder, { recursive: true });
    const file = await open(temp, 'wx', 0o644);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    try {
      await link(temp, path);
      return true;
    } catch (error) {
      if (errorCode(error) === 'EEXIST') return false;
      // FAT and exFAT sticks have no hard links: exclusive creation is the next best thing.
      return await createExclusively(path, text);
    }
  } catch (error) {
    throw fail('workspace.not-writable', { params: { path, why: errorCode(error) }, subject: { file: path } });
  } finally {
    await rm(temp, { force: true }).catch(() => undefined);
  }
}

async function createExclusively(path: string, text: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx', 0o644);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

async function readHolder(path: string): Promise<LockHolder | 'gone' | 'unreadable'> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return 'gone';
    throw fail('workspace.not-writable', { params: { path, why: errorCode(error) }, subject: { file: path } });
  }
  try {
    return HolderSchema.parse(JSON.parse(text));
  } catch {
    return 'unreadable';
  }
}

async function clearUnreadable(path: string): Promise<boolean> {
  try {
    const { mtimeMs } = await stat(path);
    if (Date.now() - mtimeMs < UNREADABLE_GRACE_MS) return false;
    await rm(path, { force: true });
    return true;
  } catch (error) {
    return errorCode(error) === 'ENOENT';
  }
}

/** Moves a stale lock away; if a fresh one was caught by mistake, it is put back. */
async function takeAway(path: string, stale: LockHolder): Promise<void> {
  const aside = `${path}.stale.${randomBytes(4).toString('hex')}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    throw fail('workspace.not-writable', { params: { path, why: errorCode(error) }, subject: { file: path } });
  }
  const caught = await readHolder(aside);
  if (typeof caught !== 'string' && caught.token !== stale.token) {
    await link(aside, path).catch(() => rename(aside, path).catch(() => undefined));
  }
  await rm(aside, { force: true });
}

/** Whether this was a process of this computer that has ended. */
export async function isStale(holder: Pick<LockHolder, 'host' | 'pid' | 'process'>): Promise<boolean> {
  if (holder.host !== hostname()) return false;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    // EPERM: it lives and belongs to someone else.
    return errorCode(error) === 'ESRCH';
  }
  const now = await processIdentity(holder.pid);
  return holder.process !== '' && now !== '' && holder.process !== now;
}

/** What distinguishes this process from a later one with the same pid. Only Linux tells it in files; elsewhere empty. */
export async function processIdentity(pid: number): Promise<string> {
  try {
    const boot = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
    const text = await readFile(`/proc/${pid}/stat`, 'utf8');
    // Field 22 (start time in ticks), counted behind the command name, which may hold blanks and brackets.
    const started = text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? '';
    return `${boot} ${started}`;
  } catch {
    return '';
  }
}

async function release(path: string, holder: LockHolder): Promise<void> {
  const now = await readHolder(path);
  if (typeof now !== 'string' && now.token === holder.token) await rm(path, { force: true });
}

function locked(folder: string, lock: string, holder: LockHolder | undefined) {
  const params = {
    folder,
    lock,
    pid: holder?.pid ?? '?',
    host: holder?.host ?? '?',
    since: holder?.startedAt ?? '?',
    purpose: holder?.purpose ?? '?',
  };
  const elsewhere = holder !== undefined && holder.host !== hostname();
  return fail(elsewhere ? 'workspace.locked-elsewhere' : 'workspace.locked', { params, subject: { file: lock } });
}
