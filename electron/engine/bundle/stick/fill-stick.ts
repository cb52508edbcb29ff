import { chmod, lstat, readdir, realpath, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DiagnosticError, fail } from '../../../api/diagnostic.ts';
import { syncFolder, writeFileAtomic } from '../../workspace/atomic-file.ts';
import { isLeftOut } from '../../workspace/plain-folder.ts';
import { copyVerified } from '../carry/copy-verified.ts';
import { readBounded } from '../lock/lock-file.ts';
import { hashFile, hashFiles } from '../verify/hash-files.ts';
import { filesBelow } from '../verify/verify-bundle.ts';
import { refuseNames } from './portable-names.ts';
import { type StickContent, type StickFile, stickFiles } from './stick-files.ts';
import {
  readStickManifest,
  STICK_APP,
  STICK_BUNDLE,
  STICK_MANIFEST,
  STICK_PROGRAM,
  STICK_SITE,
  type StickManifest,
} from './stick-manifest.ts';
import { stickNotes } from './stick-notes.ts';
import { requireMounted, requireRoom, tooLarge } from './stick-target.ts';

/** Far above every site file. */
const MAX_SITE_BYTES = 4 * 1024 * 1024;

export const FILL_STAGES = ['look', 'copy', 'seal'] as const;
export type FillStage = (typeof FILL_STAGES)[number];

/** How filling tells of itself; each stage begins and ends once. */
export interface FillTeller {
  begin(stage: FillStage): Promise<void>;
  end(stage: FillStage, changes: readonly string[]): Promise<void>;
  progress(stage: FillStage, doneBytes: number, totalBytes: number): void;
}

export interface FillOrder {
  readonly target: string;
  readonly content: StickContent;
  readonly siteName: string;
  readonly appVersion: string;
  readonly plainFolder: boolean;
  readonly now: Date;
  readonly tell: FillTeller;
  readonly isStopping: () => boolean;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Fills a mounted stick with everything that installs a site from one of its own nodes. Each file is written beside its place,
 * fsynced and renamed; the manifest goes first and comes last, so a stick that was pulled out is known. Filling again brings what
 * differs and goes on where it stopped. Throws deploy.*, bundle.*, workspace.not-writable.
 */
export async function fillStick(order: FillOrder): Promise<{ readonly isComplete: boolean; readonly bytes: number }> {
  const { target, content, tell, signal } = order;
  await tell.begin('look');
  await requireMounted(target, order.plainFolder);
  const files = await stickFiles(content);
  refuseNames(files.map(({ path }) => path));
  const before = await readStickManifest(target).catch(() => undefined);
  await refuseOthers(order, before, files);
  const stale = await staleOn(order, files);
  const staleBytes = stale.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  await requireRoom(target, files, staleBytes);
  await tell.end('look', []);

  await tell.begin('copy');
  const totalBytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const digests = await digestsOf(files, signal);
  const isSame = before !== undefined && (await isAsItWas(target, files, digests, before));
  // From here on it is not whole, until the manifest is there again.
  if (!isSame) {
    await rm(join(target, STICK_MANIFEST), { force: true });
    await syncFolder(target);
  }
  for (const { path } of stale) await rm(join(target, ...path.split('/')), { force: true });
  const brought: string[] = [];
  let doneBytes = 0;
  for (const file of files) {
    if (order.isStopping()) return { isComplete: false, bytes: doneBytes };
    const isNew = await copyTo(target, file, digests.get(file.path) ?? '', {
      signal,
      onBytes: (bytes) => {
        doneBytes += bytes;
        tell.progress('copy', Math.min(doneBytes, totalBytes), totalBytes);
      },
    });
    if (isNew) brought.push(file.path);
  }
  await tell.end('copy', brought);

  await tell.begin('seal');
  for (const [name, text] of Object.entries(stickNotes(order.siteName)))
    await writeFileAtomic(join(target, name), text);
  const manifest = manifestOf(order, files, digests);
  const sealed = !isSame || brought.length > 0;
  if (sealed) await writeFileAtomic(join(target, STICK_MANIFEST), `${JSON.stringify(manifest, null, 1)}\n`);
  await tell.end('seal', sealed ? [STICK_MANIFEST] : []);
  return { isComplete: true, bytes: totalBytes };
}

/** Another site's stick, and one that was worked from and holds what nobody else has. */
async function refuseOthers(
  order: FillOrder,
  before: StickManifest | undefined,
  files: readonly StickFile[],
): Promise<void> {
  const { target, content } = order;
  // A manifest that cannot be read, or a filling that broke off, says nothing of whose stick it is.
  const found = before?.siteId ?? (await siteIdOn(target));
  if (found !== undefined && found !== content.siteId) {
    const params = { folder: target, found, site: content.siteId };
    throw fail('deploy.holds-other-site', { params, subject: { file: target } });
  }
  const living = files.filter(({ isLiving }) => isLiving);
  const [onIt, own] = await Promise.all(
    [join(target, STICK_SITE), content.siteRoot].map((path) => realpath(path).catch(() => undefined)),
  );
  if (onIt !== undefined && onIt === own)
    throw fail('deploy.own-folder', { params: { folder: target }, subject: { file: target } });
  const known = new Map((before?.living ?? []).map(({ path, sha256 }) => [path, sha256]));
  const brought = (await broughtOn(order)).map((path) => path.slice(STICK_SITE.length + 1));
  for (const name of ['secrets.age', 'host-keys.json', 'site.toml', ...brought]) {
    const path = `${STICK_SITE}/${name}`;
    const onStick = join(target, STICK_SITE, ...name.split('/'));
    const found = await stat(onStick).catch(() => undefined);
    if (!found) continue;
    const there = await hashFile({ path: onStick, sizeBytes: found.size });
    const source = living.find((file) => file.path === path);
    if (there === known.get(path)) continue;
    if (source && there === (await hashFile({ path: source.from, sizeBytes: source.sizeBytes }))) continue;
    // Without a manifest this may be what a broken-off filling left: it was never started from, unless there are runs.
    if (!before && (await readdir(join(target, STICK_SITE, 'runs')).catch(() => [])).length === 0) continue;
    throw fail('deploy.worked-from', { params: { file: path }, subject: { file: onStick } });
  }
}

/** Of the site file on it; undefined = there is none, or it does not say. Throws workspace.unreadable-file. */
async function siteIdOn(target: string): Promise<string | undefined> {
  const bytes = await readBounded(join(target, STICK_SITE, 'site.toml'), MAX_SITE_BYTES);
  if (bytes === undefined) return undefined;
  return /^id\s*=\s*["']([a-z][a-z0-9-]*)["']/m.exec(Buffer.from(bytes).toString('utf8'))?.[1];
}

/** What lies on it in the folders that stacks bring. */
async function broughtOn({ target, content }: FillOrder): Promise<readonly string[]> {
  const inside = content.brought.map(({ folder }) => filesIn(target, `${STICK_SITE}/${folder}`));
  return (await Promise.all(inside)).flat().filter((path) => !path.split('/').some(isLeftOut));
}

async function filesIn(target: string, folder: string): Promise<readonly string[]> {
  const full = join(target, ...folder.split('/'));
  if (!(await stat(full).catch(() => undefined))) return [];
  return [...(await filesBelow(full))].map((inside) => `${folder}/${inside}`);
}

/**
 * In the folders that are wholly ours, what no longer belongs there: older versions would fill the stick up, and a file that a stack
 * brings no more would be one of its own again.
 */
async function staleOn(
  order: FillOrder,
  files: readonly StickFile[],
): Promise<readonly { readonly path: string; readonly sizeBytes: number }[]> {
  const wanted = new Set(files.map(({ path }) => path));
  const stale: { readonly path: string; readonly sizeBytes: number }[] = [];
  const ours = await Promise.all([STICK_APP, STICK_BUNDLE].map((folder) => filesIn(order.target, folder)));
  for (const path of [...ours.flat(), ...(await broughtOn(order))]) {
    if (wanted.has(path)) continue;
    const sizeBytes = await lstat(join(order.target, ...path.split('/'))).then(({ size }) => size);
    stale.push({ path, sizeBytes });
  }
  return stale;
}

async function digestsOf(
  files: readonly StickFile[],
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, string>> {
  const unknown = files.filter(({ sha256 }) => sha256 === undefined);
  const hashed = await hashFiles(
    unknown.map(({ from, sizeBytes }) => ({ path: from, sizeBytes })),
    signal ? { signal } : {},
  );
  const digests = new Map(files.flatMap(({ path, sha256 }) => (sha256 === undefined ? [] : [[path, sha256] as const])));
  for (const [index, { path, from }] of unknown.entries()) {
    const result = hashed[index];
    if (!result || !('digest' in result))
      throw fail('workspace.unreadable-file', { params: { path: from, why: result?.error ?? '?' } });
    digests.set(path, result.digest);
  }
  return digests;
}

/** Whether the manifest that is there would be written again as it is, and nothing lacks by its size. */
async function isAsItWas(
  target: string,
  files: readonly StickFile[],
  digests: ReadonlyMap<string, string>,
  before: StickManifest,
): Promise<boolean> {
  const known = new Map([...before.files, ...before.living].map(({ path, sha256 }) => [path, sha256]));
  if (known.size !== files.length) return false;
  for (const { path, sizeBytes } of files) {
    if (known.get(path) !== digests.get(path)) return false;
    const found = await stat(join(target, ...path.split('/'))).catch(() => undefined);
    if (found?.size !== sizeBytes) return false;
  }
  return true;
}

async function copyTo(
  target: string,
  { from, path, sizeBytes, isLiving }: StickFile,
  sha256: string,
  how: { readonly signal: AbortSignal | undefined; readonly onBytes: (bytes: number) => void },
): Promise<boolean> {
  const to = join(target, ...path.split('/'));
  const mode = path === STICK_PROGRAM ? 0o755 : isLiving ? 0o600 : 0o644;
  try {
    const isNew = await copyVerified({ from, to, sizeBytes, sha256, mode, ...how });
    // FAT keeps no modes, and says so in several ways: whoever mounts it decides there.
    if (mode !== 0o644) await chmod(to, mode).catch(() => undefined);
    return isNew;
  } catch (error) {
    if (error instanceof DiagnosticError && error.diagnostics[0].params.why === 'EFBIG')
      throw tooLarge(target, path, sizeBytes);
    throw error;
  }
}

function manifestOf(
  { content, siteName, appVersion, now }: FillOrder,
  files: readonly StickFile[],
  digests: ReadonlyMap<string, string>,
): StickManifest {
  const sha256 = (path: string) => digests.get(path) ?? '';
  return {
    format: 'sitewright-stick',
    version: 1,
    siteId: content.siteId,
    siteName,
    appVersion,
    filledAt: now.toISOString(),
    files: files
      .filter(({ isLiving }) => !isLiving)
      .map(({ path, sizeBytes }) => ({ path, sizeBytes, sha256: sha256(path) })),
    living: files.filter(({ isLiving }) => isLiving).map(({ path }) => ({ path, sha256: sha256(path) })),
  };
}
