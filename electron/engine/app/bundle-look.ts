import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { BundleItem, BundleLook, BundleSources } from '../../api/bundle.ts';
import { type Diagnostic, DiagnosticError } from '../../api/diagnostic.ts';
import { lackingNeeds } from '../bundle/completeness.ts';
import { bundleKinds, kindOf } from '../bundle/kinds/index.ts';
import { LOCK_FILE, SIGNATURE_FILE } from '../bundle/layout.ts';
import { filesOf, isFinished, type Lock, type LockItem } from '../bundle/lock/lock.ts';
import { type LockOnDisk, readBounded, readLock } from '../bundle/lock/lock-file.ts';
import { readPinnedKey } from '../bundle/pinned-key.ts';
import { isSignedBy, keyFingerprint } from '../bundle/signature.ts';
import { DEFAULT_PARALLEL, parseSources } from '../bundle/sources/read-sources.ts';
import type { SourcesFile } from '../bundle/sources/sources.ts';
import type { AssetStore } from '../stacks/asset-store.ts';
import { sha256Of } from '../workspace/sha256.ts';
import type { BundleCheckNote } from './bundle-check.ts';
import { joinedWhy, siteNeeds } from './bundle-needs.ts';
import type { ReadySite } from './site-shelf.ts';

/** Files that are looked at at a time. */
const AT_A_TIME = 64;
const MAX_SOURCES_BYTES = 1024 * 1024;

/** The bundle of a site as it is seen without reading its content. What cannot be read is a diagnostic, the rest is told. */
export async function lookAtBundle(
  { site, folder }: ReadySite,
  assets: AssetStore,
  sources: { readonly file: string | undefined; readonly isChosen: boolean },
  note: BundleCheckNote,
): Promise<BundleLook> {
  const diagnostics: Diagnostic[] = [];
  const orTold = async <T>(work: Promise<T>, otherwise: T): Promise<T> =>
    work.catch((error: unknown) => {
      if (!(error instanceof DiagnosticError)) throw error;
      diagnostics.push(...error.diagnostics);
      return otherwise;
    });
  const settings = await orTold(describeSources(sources.file, sources.isChosen), noSettings(sources.isChosen));
  const found = await orTold(readLock(folder.bundle), undefined);
  const pinned = await orTold(readPinnedKey(folder.root), undefined);
  const base = { folder: folder.bundle, sources: settings, diagnostics };
  const needs = siteNeeds(site, assets);
  if (!found) {
    const lacking = needs.map(({ name }) => name);
    return { ...base, state: 'none', signature: 'none', sizeBytes: 0, files: 0, filesThere: 0, items: [], lacking };
  }
  const { lock } = found;
  const files = [...filesOf(lock).values()];
  const there = await filesThere(folder.bundle, files);
  const isMade = isFinished(lock) && there.size === files.length;
  const check = await note.read();
  const isOfThis = check !== undefined && check.lock === sha256Of(found.bytes);
  const madeAt = await stat(join(folder.bundle, LOCK_FILE)).catch(() => undefined);
  return {
    ...base,
    state: isMade ? 'made' : 'begun',
    ...(isFinished(lock) && madeAt ? { madeAt: madeAt.mtime.toISOString() } : {}),
    ...(isOfThis ? { checked: { at: check.at, ok: check.ok } } : {}),
    ...(await signatureOf(folder.bundle, found, pinned)),
    sizeBytes: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    files: files.length,
    filesThere: there.size,
    items: lock.items.map((item) => itemView(item, there)),
    lacking: lackingOf(lock, needs),
  };
}

async function filesThere(folder: string, files: readonly { readonly path: string; readonly sizeBytes: number }[]) {
  const there = new Set<string>();
  const waiting = [...files];
  const worker = async () => {
    for (let file = waiting.pop(); file; file = waiting.pop()) {
      const found = await stat(join(folder, ...file.path.split('/'))).catch(() => undefined);
      if (found?.isFile() && found.size === file.sizeBytes) there.add(file.path);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  return there;
}

function itemView(item: LockItem, there: ReadonlySet<string>): BundleItem {
  const { kind, name, version, source, digest, licence, why, files, sizeBytes } = item;
  return {
    kind,
    name,
    group: bundleKinds.some(({ id }) => id === kind) ? kindOf(kind).groupOfItem(item) : name,
    ...(version === undefined ? {} : { version }),
    source,
    digest,
    licence,
    why: joinedWhy(why),
    files: files.length,
    sizeBytes,
    present: files.every(({ path }) => there.has(path)),
  };
}

function lackingOf(lock: Lock, needs: ReturnType<typeof siteNeeds>): string[] {
  return lackingNeeds(lock, needs, bundleKinds).map(({ params }) => String(params.name));
}

async function signatureOf(
  folder: string,
  { lock, bytes }: LockOnDisk,
  pinned: string | undefined,
): Promise<Pick<BundleLook, 'signature' | 'signedBy'>> {
  const text = await readFile(join(folder, SIGNATURE_FILE), 'utf8').catch(() => '');
  if (lock.publicKey === undefined && text === '') return { signature: 'none' };
  if (lock.publicKey === undefined || !isSignedBy(bytes, text, lock.publicKey)) return { signature: 'bad' };
  const signedBy = keyFingerprint(lock.publicKey);
  if (pinned === undefined) return { signature: 'unknown-key', signedBy };
  return { signature: pinned === lock.publicKey ? 'own' : 'other-key', signedBy };
}

function noSettings(isChosen: boolean): BundleSources {
  return { isChosen, mirrors: [], registries: [], archives: [], files: 0, parallel: DEFAULT_PARALLEL };
}

/** Throws bundle.sources-broken, bundle.clear-secret. No secret is read. */
async function describeSources(file: string | undefined, isChosen: boolean): Promise<BundleSources> {
  if (file === undefined) return noSettings(isChosen);
  const bytes = await readBounded(file, MAX_SOURCES_BYTES);
  const read: SourcesFile = parseSources(Buffer.from(bytes ?? []).toString('utf8'), file);
  const named = (record: Readonly<Record<string, { readonly url: string }>> = {}) =>
    Object.entries(record).map(([name, { url }]) => ({ name, url }));
  return {
    file,
    isChosen,
    mirrors: (read.mirrors ?? []).map(({ of, at, only }) => ({ of, at: [...at], only: only ?? false })),
    registries: named(read.registries),
    archives: named(read.archives),
    ...(read.proxy ? { proxy: read.proxy.url } : {}),
    files: read.files?.length ?? 0,
    parallel: read.parallel ?? DEFAULT_PARALLEL,
  };
}
