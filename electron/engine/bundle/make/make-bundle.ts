import { readFile, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { BundleBringing } from '../../../api/bundle.ts';
import { type Diagnostic, DiagnosticError } from '../../../api/diagnostic.ts';
import { writeFileAtomic } from '../../workspace/atomic-file.ts';
import type { DigestCache } from '../../workspace/digest-cache.ts';
import { sha256Of } from '../../workspace/sha256.ts';
import type { BundleKind, LockContext, Need } from '../kinds/kind.ts';
import { LOCK_FILE, SBOM_FILE, SIGNATURE_FILE } from '../layout.ts';
import { filesOf, type Lock, type LockedFile, type MadeFile } from '../lock/lock.ts';
import { readLock, writeLock } from '../lock/lock-file.ts';
import { lockText } from '../lock/lock-text.ts';
import { sbomText } from '../sbom.ts';
import { isSignedBy, type SigningKey, signLock } from '../signature.ts';
import { BringingBoard } from './bringing.ts';
import { fetchItems } from './fetch-items.ts';
import { checkFreeSpace } from './free-space.ts';
import { lockBundle } from './lock-bundle.ts';
import { readLicences } from './read-licences.ts';
import type { LockStanding } from './tell-locking.ts';
import { whatIsThere } from './what-is-there.ts';

export type MakeStage = 'lock' | 'look' | 'fetch' | 'bind' | 'sign';

/** How making tells of itself; each stage begins and ends once, in the order of {@link MakeStage}. */
export interface MakeTeller {
  begin(stage: MakeStage): Promise<void>;
  /** @param changes what a stage changed; empty = it was so already. */
  end(stage: MakeStage, changes: readonly string[]): Promise<void>;
  progress(stage: MakeStage, doneBytes: number, totalBytes: number): void;
  standing(stage: MakeStage, standing: LockStanding): void;
  warn(warning: Diagnostic): void;
  /** How far the items are that are brought; said once, asked for whenever it is shown. */
  bringing?(view: () => BundleBringing): void;
}

export interface MakeOrder {
  readonly siteId: string;
  readonly needs: readonly Need[];
  readonly kinds: readonly BundleKind[];
  readonly context: LockContext;
  readonly digests: DigestCache;
  /** Absent = the bundle is not signed. */
  readonly key?: SigningKey;
  readonly appVersion: string;
  readonly tell: MakeTeller;
  /** Once true nothing new is brought. */
  readonly isStopping: () => boolean;
}

export interface MadeBundle {
  readonly lock: Lock;
  /** Files that were brought by this making; 0 and nothing else changed = it was complete already. */
  readonly broughtFiles: number;
  readonly broughtBytes: number;
  /** False = stopped on request before the end; making again goes on. */
  readonly isComplete: boolean;
}

/**
 * Makes a bundle true: locks what lacks, brings what is not there, binds it together, signs it. May be killed anywhere and
 * made again; a second making of a complete bundle changes nothing and asks nobody. Throws bundle.*, download.*, and what
 * kinds throw.
 */
export async function makeBundle(order: MakeOrder): Promise<MadeBundle> {
  const { tell, context, digests } = order;
  const { folder } = context;
  await tell.begin('lock');
  const before = (await readLock(folder))?.lock;
  const { siteId, needs, kinds } = order;
  const locked = await lockBundle({
    siteId,
    needs,
    kinds,
    before,
    anew: false,
    context,
    onWarning: tell.warn,
    onProgress: (standing) => tell.standing('lock', standing),
  });
  const isNew = before === undefined || lockText(before) !== lockText(locked);
  if (isNew) await writeLock(folder, locked);
  let lock = locked;
  await tell.end('lock', isNew ? [`${lock.items.length} items`] : []);

  await tell.begin('look');
  const bringable = new Map(
    lock.items.flatMap((item) => item.files.map((file) => [file.path, { item, file }] as const)),
  );
  const totalBytes = sum([...bringable.values()].map(({ file }) => file));
  let lookedBytes = 0;
  const there = await whatIsThere(
    folder,
    [...bringable.values()].map(({ item, file }) => ({ ...file, published: item.digest })),
    digests,
    {
      ...(context.signal ? { signal: context.signal } : {}),
      onBytes: (bytes) => {
        lookedBytes += bytes;
        tell.progress('look', lookedBytes, totalBytes);
      },
    },
  );
  await digests.save();
  const missing = [...bringable.values()].filter(({ file }) => !there.has(file.path));
  await checkFreeSpace(
    folder,
    missing.map(({ file }) => file),
    kinds.reduce(
      (total, kind) => total + (kind.bindBytes?.(locked.items.filter((item) => item.kind === kind.id)) ?? 0),
      0,
    ),
  );
  await tell.end('look', []);

  await tell.begin('fetch');
  let doneBytes = totalBytes - sum(missing.map(({ file }) => file));
  const board = new BringingBoard(lock.items, new Set(there.keys()));
  tell.bringing?.(() => board.view());
  const { brought, failures } = await fetchItems({
    board,
    files: missing,
    kinds,
    parallel: context.sources.parallel,
    digests,
    isStopping: order.isStopping,
    context: {
      ...context,
      needs,
      onBytes: (bytes) => {
        doneBytes += bytes;
        tell.progress('fetch', doneBytes, totalBytes);
      },
    },
  });
  throwAll(failures);
  const broughtBytes = sum(missing.filter(({ file }) => brought.has(file.path)).map(({ file }) => file));
  await tell.end('fetch', [...brought.keys()].sort());
  const counts = { broughtFiles: brought.size, broughtBytes };
  if (brought.size < missing.length) return { lock, ...counts, isComplete: false };

  await tell.begin('bind');
  const whole = withDigests(lock, new Map([...there, ...brought]));
  lock = await readLicences(whole, kinds, folder, {
    cacheFolder: context.cacheFolder,
    ...(context.signal ? { signal: context.signal } : {}),
    onBytes: (done, total) => tell.progress('bind', done, total),
  });
  // Licences stand in the SBOM too.
  const isSame = brought.size === 0 && lock === whole;
  const isBound = isSame && lock.made.length > 0 && (await allThere(folder, lock.made, digests));
  if (!isBound) lock = { ...lock, made: await bind(lock, order) };
  await tell.end('bind', isBound ? [] : lock.made.map(({ path }) => path));

  await tell.begin('sign');
  const removed = await removeStale(folder, lock);
  const { publicKey: _old, stale: _gone, ...unsigned } = lock;
  lock = order.key ? { ...unsigned, publicKey: order.key.publicKey } : unsigned;
  const isSigned = await isSignedAlready(folder, lock);
  if (!isSigned) await signAnew(folder, lock, order.key);
  await tell.end('sign', [
    ...(isSigned ? [] : [order.key ? SIGNATURE_FILE : LOCK_FILE]),
    ...removed.map((path) => `- ${path}`),
  ]);
  await digests.save();
  return { lock, ...counts, isComplete: true };
}

async function bind(lock: Lock, { kinds, context: { folder }, appVersion }: MakeOrder): Promise<readonly MadeFile[]> {
  const made: MadeFile[] = [];
  for (const kind of kinds) {
    const own = lock.items.filter((item) => item.kind === kind.id);
    if (own.length > 0) made.push(...((await kind.bind?.(own, folder)) ?? []));
  }
  const sbom = Buffer.from(sbomText(lock, appVersion));
  await writeFileAtomic(join(folder, SBOM_FILE), sbom);
  return [...made, { path: SBOM_FILE, sizeBytes: sbom.length, sha256: sha256Of(sbom) }];
}

/** The lock first: a signature that does not fit yet is told as such, and the next making writes it. */
async function signAnew(folder: string, lock: Lock, key: SigningKey | undefined): Promise<void> {
  const bytes = await writeLock(folder, lock);
  const signature = join(folder, SIGNATURE_FILE);
  if (key) await writeFileAtomic(signature, signLock(bytes, key));
  else await rm(signature, { force: true });
}

async function isSignedAlready(folder: string, lock: Lock): Promise<boolean> {
  const now = await readLock(folder);
  const text = Buffer.from(lockText(lock));
  if (!now || !text.equals(now.bytes)) return false;
  const signature = await readFile(join(folder, SIGNATURE_FILE), 'utf8').catch(() => '');
  return lock.publicKey === undefined ? signature === '' : isSignedBy(now.bytes, signature, lock.publicKey);
}

async function allThere(folder: string, files: readonly MadeFile[], digests: DigestCache): Promise<boolean> {
  return (await whatIsThere(folder, files, digests)).size === files.length;
}

/** What earlier locks of this bundle named and this one does not. Nothing else is ever removed. */
async function removeStale(folder: string, lock: Lock): Promise<readonly string[]> {
  const wanted = filesOf(lock);
  const stale = (lock.stale ?? []).filter((path) => !wanted.has(path));
  for (const path of stale) {
    const parts = path.split('/');
    await rm(join(folder, ...parts), { force: true });
    // a folder that holds anything refuses, and ends the way up
    for (let at = parts.length - 1; at > 0; at -= 1) {
      const isGone = await rmdir(join(folder, ...parts.slice(0, at))).then(
        () => true,
        () => false,
      );
      if (!isGone) break;
    }
  }
  return stale;
}

function withDigests(lock: Lock, digests: ReadonlyMap<string, string>): Lock {
  const filled = (file: LockedFile): LockedFile => {
    const sha256 = file.sha256 ?? digests.get(file.path);
    return sha256 === undefined ? file : { ...file, sha256 };
  };
  return { ...lock, items: lock.items.map((item) => ({ ...item, files: item.files.map(filled) })) };
}

function throwAll(failures: readonly Diagnostic[]): void {
  const [first, ...rest] = failures;
  if (first) throw new DiagnosticError(first, ...rest);
}

function sum(files: readonly LockedFile[]): number {
  return files.reduce((total, { sizeBytes }) => total + sizeBytes, 0);
}
