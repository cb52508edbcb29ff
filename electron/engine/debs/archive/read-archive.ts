import { sha256Of } from '../../workspace/sha256.ts';
import { readIndexPieces, unpackIndex } from '../index-file.ts';
import type { PackageRecord } from '../package-record.ts';
import type { ArchiveSource, LockedArchive } from './archive-source.ts';
import { type AskOptions, askRelease, fetchBytes } from './ask-release.ts';
import type { TrustedRelease } from './judge-release.ts';
import { type ReleaseCache, releaseCache } from './release-cache.ts';
import type { VouchedFile } from './release-file.ts';
import { archiveFail, archiveName, stopIfAborted } from './sentences.ts';

export interface ReadOptions extends AskOptions {
  readonly cacheFolder: string;
  readonly onProgress?: (progress: ArchiveProgress) => void;
}

export interface ArchiveProgress {
  readonly doing: 'asking' | 'fetching' | 'reading';
  /** Of the indexes as they lie at the archive, packed. */
  readonly bytes: number;
  readonly totalBytes?: number;
}

/** One suite, asked and verified, whose indexes are at hand. */
export interface OpenedArchive {
  readonly source: ArchiveSource;
  readonly locked: LockedArchive;
  readonly release: TrustedRelease;
  /** The packages of all its components. Throws packages.index-damaged. */
  records(): Promise<readonly PackageRecord[]>;
}

/** Debian 13's largest has 13 MB. */
const LARGEST_PACKED_BYTES = 256 * 1024 ** 2;
/** gzip is unpacked twenty times as fast as xz here, and what is saved by xz is a quarter: only much less is worth the wait. */
const XZ_WORTH = 2;

/**
 * Asks a suite for its signed file and brings those indexes that the cache does not have. Nothing unsigned is ever parsed.
 * @throws archive.*, and what the way to the network throws
 */
export async function openArchive(
  source: ArchiveSource,
  architecture: string,
  options: ReadOptions,
): Promise<OpenedArchive> {
  mustBeWellDescribed(source);
  const name = archiveName(source);
  const cache = releaseCache(options.cacheFolder, source);
  options.onProgress?.({ doing: 'asking', bytes: 0 });
  const { release, keep } = await askRelease(source, cache, options);
  const indexes: (readonly [string, VouchedFile, Uint8Array])[] = [];
  const named = source.components.map((component) => indexOf(source, release, component, architecture));
  const totalBytes = named.reduce((sum, [, { sizeBytes }]) => sum + sizeBytes, 0);
  let fetchedBytes = 0;
  const onBytes = (bytes: number) => {
    fetchedBytes += bytes;
    options.onProgress?.({ doing: 'fetching', bytes: Math.min(fetchedBytes, totalBytes), totalBytes });
  };
  for (const [path, file] of named)
    indexes.push([path, file, await bringIndex(source, release, cache, path, file, options, onBytes)]);
  await keep();
  await cache.keepOnly(indexes.map(([, file]) => file));
  const { date, validUntil, signedBy } = release;
  return {
    source,
    release,
    locked: {
      id: source.id,
      url: source.url,
      suite: source.suite,
      components: source.components,
      releaseSha256: release.sha256,
      date,
      ...(validUntil ? { validUntil } : {}),
      signedBy,
    },
    async records() {
      const records: PackageRecord[] = [];
      let bytes = 0;
      for (const [path, file, data] of indexes) {
        options.onProgress?.({ doing: 'reading', bytes, totalBytes });
        const plain = await unpackIndex(data, `${name} ${path}`, options.signal);
        for (const piece of readIndexPieces(plain, `${name} ${path}`)) {
          for (const record of piece) records.push(record);
          await new Promise(setImmediate);
          stopIfAborted(options.signal);
        }
        bytes += file.sizeBytes;
      }
      options.onProgress?.({ doing: 'reading', bytes, totalBytes });
      return records;
    },
  };
}

/** The index to take, of those that the signed file names. An index without content needs no packing. */
function indexOf(
  source: ArchiveSource,
  release: TrustedRelease,
  component: string,
  architecture: string,
): readonly [string, VouchedFile] {
  const base = `${component}/binary-${architecture}/Packages`;
  const of = (ending: string): readonly [string, VouchedFile] | undefined => {
    const file = release.files.get(`${base}${ending}`);
    return file && [`${base}${ending}`, file];
  };
  const [gz, xz, plain] = [of('.gz'), of('.xz'), of('')];
  const packed = gz && xz ? (gz[1].sizeBytes > XZ_WORTH * xz[1].sizeBytes ? xz : gz) : (gz ?? xz);
  const best = plain?.[1].sizeBytes === 0 ? plain : (packed ?? plain);
  if (best) return best;
  const ending = `/binary-${architecture}/Packages`;
  const components = [...release.files.keys()].flatMap((path) => {
    const at = path.indexOf(ending);
    return at > 0 ? [path.slice(0, at)] : [];
  });
  throw archiveFail('archive.no-component', source, {
    component,
    architecture,
    components: [...new Set(components)].sort().join(', ') || '-',
  });
}

async function bringIndex(
  source: ArchiveSource,
  release: TrustedRelease,
  cache: ReleaseCache,
  path: string,
  file: VouchedFile,
  options: ReadOptions,
  onBytes: (bytes: number) => void,
): Promise<Uint8Array> {
  if (file.sizeBytes === 0) return new Uint8Array();
  const kept = await cache.readIndex(file);
  if (kept) return kept;
  if (options.network === 'never') throw archiveFail('archive.not-in-cache', source);
  if (file.sizeBytes > LARGEST_PACKED_BYTES)
    throw archiveFail('archive.index-differs', source, {
      file: path,
      why: `${file.sizeBytes} > ${LARGEST_PACKED_BYTES}`,
    });
  const folder = `${source.url}/dists/${source.suite}`;
  const byHash = `${path.slice(0, path.lastIndexOf('/'))}/by-hash/SHA256/${file.sha256}`;
  // By its digest first: while a mirror is changed, the name may be of the next state already.
  for (const place of release.isByHash ? [byHash, path] : [path]) {
    const answer = await fetchBytes(source, `${folder}/${place}`, file.sizeBytes, {}, options, onBytes);
    if (answer.state !== 'fresh') continue;
    const { bytes } = answer;
    const digest = sha256Of(bytes);
    if (bytes.length !== file.sizeBytes || digest !== file.sha256)
      throw archiveFail('archive.index-differs', source, {
        file: path,
        why: `${bytes.length} B, SHA-256 ${digest.slice(0, 16)} ≠ ${file.sizeBytes} B, SHA-256 ${file.sha256.slice(0, 16)}`,
      });
    await cache.writeIndex(file, bytes);
    return bytes;
  }
  throw archiveFail('archive.index-absent', source, { file: path });
}

/** What becomes a part of an address and a place in the cache must be plain names. */
function mustBeWellDescribed(source: ArchiveSource): void {
  const plain = /^[A-Za-z0-9][A-Za-z0-9.~+-]{0,99}$/;
  const why = !plain.test(source.id)
    ? `id ${source.id}`
    : !plain.test(source.suite)
      ? `suite ${source.suite}`
      : source.components.length === 0
        ? 'components -'
        : source.components.find((component) => !component.split('/').every((part) => plain.test(part)));
  if (why !== undefined) throw archiveFail('archive.source-wrong', source, { why });
  if (!URL.canParse(source.url) || !/^https?:\/\/[^@]+[^/]$/.test(source.url))
    throw archiveFail('archive.source-wrong', source, { why: source.url });
}
