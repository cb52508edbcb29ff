import { join } from 'node:path';
import { z } from 'zod';
import type { BundleCarried } from '../../../api/bundle.ts';
import { fail } from '../../../api/diagnostic.ts';
import { writeFileAtomic } from '../../workspace/atomic-file.ts';
import { sha256Of } from '../../workspace/sha256.ts';
import { isBundlePath, LOCK_FILE, SIGNATURE_FILE } from '../layout.ts';
import { filesOf, isFinished } from '../lock/lock.ts';
import { readBounded, requireLock } from '../lock/lock-file.ts';
import { copyVerified, refuseFilled } from './copy-verified.ts';
import { newFiles } from './diff.ts';
import { counter, type Watch } from './watch.ts';

const DELTA_FILE = 'bundle.delta.json';
/** Below it lie the files by their paths in the bundle. */
export const CONTENT_FOLDER = 'content';
const MAX_DELTA_BYTES = 32 * 1024 * 1024;

const path = z.string().refine((value) => isBundlePath(value), 'not a path inside a bundle');
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const fileSchema = z.strictObject({ path, sizeBytes: z.int().min(0), sha256 }).readonly();

/** What a delta says: from which lock to which, what comes and what goes. The last two files are the lock and its signature. */
const DeltaSchema = z
  .strictObject({
    format: z.literal('sitewright-bundle-delta'),
    version: z.literal(1),
    fromLock: sha256,
    toLock: sha256,
    files: z.array(fileSchema).readonly(),
    remove: z.array(path).readonly(),
  })
  .readonly();
export type Delta = z.infer<typeof DeltaSchema>;

/**
 * Writes what the second bundle has and the first has not: both by their locks, the content checked as it is copied. Throws
 * bundle.not-finished for a second one that is not complete.
 */
export async function makeDelta(
  before: string,
  after: string,
  outDir: string,
  watch: Watch | undefined,
): Promise<BundleCarried> {
  const old = await requireLock(before);
  const young = await requireLock(after);
  if (!isFinished(young.lock))
    throw fail('bundle.not-finished', { params: { folder: after }, subject: { file: after } });
  await refuseFilled(outDir);
  const files = newFiles(old.lock, young.lock).map(({ path, sizeBytes, sha256 = '' }) => ({ path, sizeBytes, sha256 }));
  const signature = await readBounded(join(after, SIGNATURE_FILE), 4096);
  if (signature !== undefined) files.push(described(SIGNATURE_FILE, signature));
  files.push(described(LOCK_FILE, young.bytes));
  const kept = filesOf(young.lock);
  const remove = [
    ...[...filesOf(old.lock).keys()].filter((name) => !kept.has(name)),
    ...(signature === undefined ? [SIGNATURE_FILE] : []),
  ].sort();
  const bytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const onBytes = counter(watch, bytes);
  for (const file of files) {
    watch?.signal?.throwIfAborted();
    const from = join(after, ...file.path.split('/'));
    const to = join(outDir, CONTENT_FOLDER, ...file.path.split('/'));
    await copyVerified({ ...file, from, to, signal: watch?.signal, onBytes });
  }
  const delta: Delta = {
    format: 'sitewright-bundle-delta',
    version: 1,
    fromLock: sha256Of(old.bytes),
    toLock: sha256Of(young.bytes),
    files,
    remove,
  };
  await writeFileAtomic(join(outDir, DELTA_FILE), `${JSON.stringify(delta, null, 2)}\n`);
  return { folder: outDir, files: files.length, bytes };
}

/** Throws bundle.not-a-delta. */
export async function readDelta(folder: string): Promise<Delta> {
  const refuse = (why: string) => fail('bundle.not-a-delta', { params: { folder, why }, subject: { file: folder } });
  const bytes = await readBounded(join(folder, DELTA_FILE), MAX_DELTA_BYTES);
  if (bytes === undefined) throw refuse(`${DELTA_FILE}: ENOENT`);
  let raw: unknown;
  try {
    raw = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    throw refuse(`${DELTA_FILE}: JSON`);
  }
  const read = DeltaSchema.safeParse(raw);
  if (read.success) return read.data;
  throw refuse(`${DELTA_FILE}: ${read.error.issues[0]?.path.map(String).join('.') ?? 'format'}`);
}

function described(path: string, bytes: Uint8Array): Delta['files'][number] {
  return { path, sizeBytes: bytes.length, sha256: sha256Of(bytes) };
}
