import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { fail } from '../../api/diagnostic.ts';
import type { ReleaseKind, ReleaseView, UpdateWay } from '../../api/update.ts';
import { readBounded } from '../bundle/lock/lock-file.ts';
import { hashFiles } from '../bundle/verify/hash-files.ts';
import { errorCode } from '../workspace/atomic-file.ts';
import { compareVersions } from './compare-versions.ts';
import { PRODUCT, type Release, readRelease, SIGNATURE_SUFFIX } from './release-signature.ts';

/** What a release is compared with. */
export interface Wanted {
  readonly version: string;
  readonly kind: ReleaseKind;
  readonly platform: string;
  readonly arch: string;
  readonly publicKey: string;
}

const MAX_SIGNATURE_BYTES = 4096;
const WAYS: Readonly<Record<ReleaseKind, UpdateWay>> = {
  deb: 'installs',
  rpm: 'installs',
  AppImage: 'replaces',
  exe: 'opens',
  dmg: 'opens',
};

/**
 * Reads a file and the signature beside it, and says what it is. First the signature, then what it says, then every byte of the file:
 * of a foreign file nothing is believed. Throws app.unreadable-file and `update.*`.
 */
export async function proveRelease(file: string, wanted: Wanted): Promise<ReleaseView> {
  const size = await sizeOf(file);
  const release = await signedRelease(file, wanted.publicKey);
  const name = basename(file);
  const subject = { file };
  if (release.product !== PRODUCT)
    throw fail('update.other-product', { params: { name, product: release.product }, subject });
  const [seen, ours] = [release, wanted].map(({ platform, arch, kind }) => `${platform} ${arch} ${kind}`);
  if (seen !== ours)
    throw fail('update.other-system', { params: { name, seen: seen ?? '', ours: ours ?? '' }, subject });
  if (size < release.sizeBytes)
    throw fail('update.truncated', { params: { name, seen: size, expected: release.sizeBytes }, subject });
  const [hashed] = await hashFiles([{ path: file, sizeBytes: size }]);
  if (!hashed || 'error' in hashed)
    throw fail('app.unreadable-file', { params: { path: file, why: hashed?.error ?? 'unknown' }, subject });
  if (size !== release.sizeBytes || hashed.digest !== release.sha256)
    throw fail('update.altered', { params: { name }, evidence: [`sha256 ${hashed.digest}`], subject });
  const order = compareVersions(release.version, wanted.version);
  return {
    name,
    version: release.version,
    kind: release.kind,
    sizeBytes: release.sizeBytes,
    sha256: release.sha256,
    relation: order > 0 ? 'newer' : order < 0 ? 'older' : 'same',
    way: WAYS[release.kind],
  };
}

async function signedRelease(file: string, publicKey: string): Promise<Release> {
  const signature = `${file}${SIGNATURE_SUFFIX}`;
  const params = { name: basename(file), signature };
  const subject = { file: signature };
  const found = await stat(signature).catch(() => undefined);
  // what is no plain file may never end
  const bytes = found?.isFile() ? await readBounded(signature, MAX_SIGNATURE_BYTES) : undefined;
  if (bytes === undefined) throw fail('update.no-signature', { params, subject });
  const read = readRelease(Buffer.from(bytes).toString('latin1'), publicKey);
  if (read.state === 'signed') return read.release;
  throw fail(read.state === 'broken' ? 'update.signature-broken' : 'update.foreign-signature', { params, subject });
}

async function sizeOf(file: string): Promise<number> {
  try {
    const found = await stat(file);
    if (!found.isFile()) throw Object.assign(new Error('no file'), { code: 'EISDIR' });
    return found.size;
  } catch (error) {
    throw fail('app.unreadable-file', { params: { path: file, why: errorCode(error) }, subject: { file } });
  }
}
