import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { BundleOnHost } from '../../../api/deployment.ts';
import { DiagnosticError, fail } from '../../../api/diagnostic.ts';
import type { Asset, ReadTransport, Transport } from '../../transport/port.ts';
import { partOf } from '../../transport/upload.ts';
import { sha256Of } from '../../workspace/sha256.ts';
import { LOCK_FILE, SIGNATURE_FILE } from '../layout.ts';
import { filesOf, isFinished, type LockedFile } from '../lock/lock.ts';
import { requireLock } from '../lock/lock-file.ts';
import { inParallel } from '../oci/in-parallel.ts';
import { hashFile } from '../verify/hash-files.ts';
import { batchesOf, bringBatch, SMALL_BYTES } from './bring-small.ts';
import {
  compareFarSide,
  type FarFile,
  hashFarSide,
  lookFarSide,
  makeFarFolders,
  pushFolder,
  removeFarFiles,
} from './far-side.ts';

export const PUSH_STAGES = ['look', 'bring', 'clear'] as const;
export type PushStage = (typeof PUSH_STAGES)[number];

export interface PushTeller {
  begin(stage: PushStage): Promise<void>;
  end(stage: PushStage, changes: readonly string[]): Promise<void>;
  progress(stage: PushStage, doneBytes: number, totalBytes: number): void;
}

export interface PushOrder {
  readonly siteId: string;
  /** Of this laptop; it has a finished lock. */
  readonly bundleFolder: string;
  /** Removes from the host's folder what no lock names. */
  readonly prune: boolean;
  readonly tell: PushTeller;
  readonly isStopping: () => boolean;
  readonly signal?: AbortSignal | undefined;
  /** For tests; default the folder of the site. */
  readonly farFolder?: string;
}

/** Files at once: while one is hashed over there another one is on its way. */
const AT_ONCE = 4;
/** Left free on a host's disk. */
const MARGIN_BYTES = 256 * 1024 * 1024;
const OWN = new Set([LOCK_FILE, SIGNATURE_FILE]);

/**
 * Brings to a host what its folder lacks of the bundle. What is there is hashed over there and not sent again; a file that broke off
 * goes on where it stopped, small ones go in batches; each counts only once its digest was seen on the host. The lock comes last. Where
 * only `prune` makes room, the old lock and what is removed go first. Throws deploy.*, bundle.*, transport.*, pve.disk-full.
 */
export async function pushBundle(host: Transport, order: PushOrder): Promise<{ readonly isComplete: boolean }> {
  const { tell, bundleFolder, siteId } = order;
  const signal = order.signal;
  const folder = order.farFolder ?? pushFolder(siteId);
  await tell.begin('look');
  const { files } = await finishedLock(bundleFolder, siteId);
  const there = await lookFarSide(host, folder, signal);
  const { missing, sameSize, removable } = compareFarSide(files, OWN, there.files);
  const hashed = [...sameSize, ...there.files.filter(({ path }) => OWN.has(path))].map(({ path }) => path);
  const hashes = await hashFarSide(host, folder, hashed, signal);
  const due = [...missing, ...sameSize.filter(({ path, sha256 }) => hashes.get(path) !== sha256)];
  const { idle, neededBytes } = withoutParts(due, removable);
  const lacksRoom = neededBytes > 0 && there.disk.freeBytes < neededBytes + MARGIN_BYTES;
  const clearsFirst = lacksRoom && order.prune && there.disk.freeBytes + sum(idle) >= neededBytes + MARGIN_BYTES;
  if (lacksRoom && !clearsFirst) throw hostFull(host, folder, there.disk.freeBytes, neededBytes);
  await tell.end('look', []);

  await tell.begin('bring');
  const old = there.files.filter(({ path }) => OWN.has(path));
  if (clearsFirst) await removeFarFiles(host, folder, [...old, ...idle], signal);
  if (!(await bring(host, folder, due, order))) return { isComplete: false };
  const sealed = await bringOwn(host, folder, order, clearsFirst ? new Map() : hashes);
  await tell.end('bring', [...due.map(({ path }) => path), ...sealed]);

  await tell.begin('clear');
  if (order.prune) await removeFarFiles(host, folder, removable, signal);
  await tell.end('clear', order.prune ? idle.map(({ path }) => `- ${path}`) : []);
  return { isComplete: true };
}

/** What a host holds of the bundle of a site. Only looks, and at names and sizes alone. */
export async function bundleOnHost(
  host: ReadTransport,
  order: Pick<PushOrder, 'siteId' | 'bundleFolder' | 'farFolder' | 'signal'>,
): Promise<BundleOnHost> {
  const folder = order.farFolder ?? pushFolder(order.siteId);
  const { files } = await finishedLock(order.bundleFolder, order.siteId);
  const there = await lookFarSide(host, folder, order.signal);
  const { missing, removable } = compareFarSide(files, OWN, there.files);
  return {
    host: host.host,
    folder,
    files: there.files.length,
    bytes: sum(there.files),
    missingFiles: missing.length,
    missingBytes: sum(missing),
    disk: there.disk,
    removable: removable.map(({ path, sizeBytes }) => ({ path, sizeBytes })),
  };
}

async function finishedLock(folder: string, siteId: string): Promise<{ readonly files: readonly LockedFile[] }> {
  const { lock } = await requireLock(folder);
  const subject = { file: folder };
  if (lock.site !== siteId)
    throw fail('bundle.other-site', { params: { folder, found: lock.site, site: siteId }, subject });
  if (!isFinished(lock)) throw fail('bundle.not-finished', { params: { folder }, subject });
  return { files: [...filesOf(lock).values()] };
}

/** What may go besides the parts of due files, which are gone on with, and how much is still to be brought. */
function withoutParts(due: readonly LockedFile[], removable: readonly FarFile[]) {
  const wanted = new Map(due.map((file) => [partOf(file.path, file.sha256 ?? ''), file.sizeBytes]));
  const begunBytes = removable.reduce(
    (bytes, { path, sizeBytes }) => bytes + Math.min(sizeBytes, wanted.get(path) ?? 0),
    0,
  );
  return { idle: removable.filter(({ path }) => !wanted.has(path)), neededBytes: sum(due) - begunBytes };
}

function sum(files: readonly { readonly sizeBytes: number }[]): number {
  return files.reduce((bytes, { sizeBytes }) => bytes + sizeBytes, 0);
}

function hostFull(host: ReadTransport, folder: string, freeBytes: number, neededBytes: number): Error {
  const params = {
    host: host.host,
    folder,
    free: Math.floor(freeBytes / 1e6),
    needed: Math.ceil((neededBytes + MARGIN_BYTES) / 1e6),
  };
  return fail('deploy.host-full', { params, subject: { host: host.host, file: folder } });
}

/** False = stopped on request before the end. */
async function bring(host: Transport, folder: string, due: readonly LockedFile[], order: PushOrder): Promise<boolean> {
  const paths = due.map(({ path }) => path);
  if (paths.length > 0) await makeFarFolders(host, folder, paths, order.signal);
  const totalBytes = sum(due);
  const sent = new Map<string, number>();
  let doneBytes = 0;
  const count = (path: string, bytes: number): void => {
    doneBytes += bytes - (sent.get(path) ?? 0);
    sent.set(path, bytes);
    order.tell.progress('bring', Math.min(doneBytes, totalBytes), totalBytes);
  };
  const alone = due.filter(({ sizeBytes }) => sizeBytes > SMALL_BYTES);
  for (const batch of batchesOf(due.filter(({ sizeBytes }) => sizeBytes <= SMALL_BYTES))) {
    if (order.isStopping()) return false;
    if (await bringBatch(host, folder, batch, order.bundleFolder, order.signal))
      for (const { path, sizeBytes } of batch) count(path, sizeBytes);
    else alone.push(...batch);
  }
  // The largest first: none is left alone at the end.
  const sorted = alone.sort((a, b) => b.sizeBytes - a.sizeBytes);
  await inParallel(sorted, AT_ONCE, order.signal, async (file, signal) => {
    if (order.isStopping()) return;
    await placeFile(host, folder, file, { ...order, signal }, (bytes) => count(file.path, bytes));
  });
  return !order.isStopping();
}

async function placeFile(
  host: Transport,
  folder: string,
  { path, sizeBytes, sha256 = '' }: LockedFile,
  { bundleFolder, signal }: PushOrder,
  onBytes: (sentBytes: number) => void,
): Promise<void> {
  const from = join(bundleFolder, ...path.split('/'));
  const differs = (why: string) => fail('deploy.bundle-changed', { params: { path, why }, subject: { file: from } });
  const found = await stat(from).catch(() => undefined);
  if (!found?.isFile()) throw fail('bundle.file-missing', { params: { path }, subject: { file: from } });
  if (found.size !== sizeBytes) throw differs(`${found.size} B, ${sizeBytes} B`);
  const asset: Asset = { source: { path: from }, sha256, sizeBytes };
  try {
    await host.upload(asset, `${folder}/${path}`, { mode: 0o644, onBytes, ...(signal ? { signal } : {}) });
  } catch (error) {
    if (!(error instanceof DiagnosticError) || error.diagnostics[0].code !== 'transport.upload-damaged') throw error;
    // Whose fault it is: what was sent may never have been what the lock names.
    const seen = await hashFile({ path: from, sizeBytes });
    if (seen === sha256) throw error;
    throw differs(`sha256 ${seen.slice(0, 16)}…, ${sha256.slice(0, 16)}…`);
  }
}

/** Signature and lock, in this order: a folder with a lock has all that it names. */
async function bringOwn(
  host: Transport,
  folder: string,
  { bundleFolder, signal }: PushOrder,
  there: ReadonlyMap<string, string>,
): Promise<readonly string[]> {
  const brought: string[] = [];
  for (const name of [SIGNATURE_FILE, LOCK_FILE]) {
    const bytes = await readFile(join(bundleFolder, name)).catch(() => undefined);
    if (!bytes) continue;
    const asset: Asset = { source: { bytes }, sha256: sha256Of(bytes), sizeBytes: bytes.length };
    if (there.get(name) === asset.sha256) continue;
    await host.upload(asset, `${folder}/${name}`, { mode: 0o644, ...(signal ? { signal } : {}) });
    brought.push(name);
  }
  return brought;
}
