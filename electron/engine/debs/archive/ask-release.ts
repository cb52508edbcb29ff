import type { PublicKey } from 'openpgp';
import { type Diagnostic, DiagnosticError, diagnostic } from '../../../api/diagnostic.ts';
import type { ArchiveSource } from './archive-source.ts';
import type { ArchiveFetch, FetchConditions, FetchedBytes } from './fetch-port.ts';
import { judgeRelease, type TrustedRelease } from './judge-release.ts';
import type { CachedRelease, ReleaseCache } from './release-cache.ts';
import { archiveFail, archiveName, isDiagnosed, moment, reasonOf, stopIfAborted } from './sentences.ts';
import { examineSignatures, readKeyFiles, type SignedText } from './signature.ts';

/** How the archives are asked, the same for all of them. */
export interface AskOptions {
  readonly fetch: ArchiveFetch;
  readonly now: Date;
  readonly network: 'ask' | 'never';
  readonly signal?: AbortSignal;
}

/** Debian's has 150 kB. */
const LARGEST_RELEASE_BYTES = 8 * 1024 ** 2;
const LARGEST_SIGNATURE_BYTES = 256 * 1024;

export interface AskedRelease {
  readonly release: TrustedRelease;
  /** Puts the signed file into the cache: to be called when its indexes are there, so that a copy is always whole. */
  keep(): Promise<void>;
}

/**
 * The signed file of one suite: from its server, or the copy where the server says that it has not changed. A server that
 * is behind what was seen before is not followed back (apt's rule): the copy stays, with a warning.
 * @throws archive.*, and what the way to the network throws
 */
export async function askRelease(
  source: ArchiveSource,
  cache: ReleaseCache,
  options: AskOptions,
): Promise<AskedRelease> {
  const keys = await keysOf(source);
  const judge = (signed: SignedText, isCopy: boolean) => examine(source, signed, keys, options, isCopy);
  const cached = await cache.read();
  if (options.network === 'never') {
    if (!cached) throw archiveFail('archive.not-in-cache', source);
    return asItIs(await judge(cached.signed, true));
  }
  // A copy that is no longer believed is asked for anew, as if it were not there.
  const copy = cached && (await judge(cached.signed, true).catch(undefinedIfDiagnosed));
  const fresh = await fetchRelease(source, copy && cached ? cached.conditions : {}, options);
  if (fresh === 'unchanged' && copy && cached) return asItIs(await judge(cached.signed, false));
  if (fresh === 'unchanged') throw archiveFail('archive.release-damaged', source, { why: '304 without a copy' });
  const release = await judge(fresh.signed, false);
  if (copy && copy.date > release.date)
    return asItIs({ ...copy, warnings: [...copy.warnings, behind(source, release, copy)] });
  return { release, keep: () => cache.write(fresh) };
}

function asItIs(release: TrustedRelease): AskedRelease {
  return { release, keep: () => Promise.resolve() };
}

async function examine(
  source: ArchiveSource,
  signed: SignedText,
  keys: readonly PublicKey[],
  { now }: AskOptions,
  isCopy: boolean,
): Promise<TrustedRelease> {
  let content: Awaited<ReturnType<typeof examineSignatures>>;
  try {
    content = await examineSignatures(signed, keys, now);
  } catch (error) {
    throw archiveFail('archive.release-damaged', source, { why: reasonOf(error) });
  }
  return judgeRelease(source, content, { now, isCopy });
}

async function keysOf(source: ArchiveSource): Promise<readonly PublicKey[]> {
  let keys: readonly PublicKey[];
  try {
    keys = await readKeyFiles(source.keys);
  } catch (error) {
    throw archiveFail('archive.keyring-damaged', source, { why: reasonOf(error) });
  }
  if (keys.length === 0) throw archiveFail('archive.no-keys', source);
  return keys;
}

async function fetchRelease(
  source: ArchiveSource,
  conditions: FetchConditions,
  options: AskOptions,
): Promise<CachedRelease | 'unchanged'> {
  const folder = `${source.url}/dists/${source.suite}`;
  const get = (name: string, maxBytes: number, asked: FetchConditions = {}) =>
    fetchBytes(source, `${folder}/${name}`, maxBytes, asked, options);
  const inline = await get('InRelease', LARGEST_RELEASE_BYTES, conditions);
  if (inline.state === 'unchanged') return 'unchanged';
  if (inline.state === 'fresh')
    return { signed: { form: 'inline', message: inline.bytes }, conditions: conditionsOf(inline) };
  const text = await get('Release', LARGEST_RELEASE_BYTES);
  if (text.state !== 'fresh') throw archiveFail('archive.absent', source, { url: folder });
  const signature = await get('Release.gpg', LARGEST_SIGNATURE_BYTES);
  if (signature.state !== 'fresh')
    throw archiveFail('archive.unsigned', source, { why: 'no InRelease, no Release.gpg' });
  // Two files change one after the other: they are asked for each time, without conditions.
  return { signed: { form: 'detached', text: text.bytes, signature: signature.bytes }, conditions: {} };
}

/** A small file of the archive. Failures without a sentence get the archive's. */
export async function fetchBytes(
  source: ArchiveSource,
  url: string,
  maxBytes: number,
  conditions: FetchConditions,
  { fetch, signal }: AskOptions,
  onBytes?: (bytes: number) => void,
): Promise<FetchedBytes> {
  stopIfAborted(signal);
  try {
    const answer = await fetch.bytes(url, {
      maxBytes,
      conditions,
      ...(signal ? { signal } : {}),
      ...(onBytes ? { onBytes } : {}),
    });
    if (answer.state === 'fresh' && answer.bytes.length > maxBytes) throw new Error(`more than ${maxBytes} bytes`);
    return answer;
  } catch (error) {
    stopIfAborted(signal);
    if (isDiagnosed(error)) throw error;
    throw archiveFail('archive.unreachable', source, { url, why: reasonOf(error) });
  }
}

function conditionsOf({ etag, lastModified }: FetchConditions): FetchConditions {
  return { ...(etag === undefined ? {} : { etag }), ...(lastModified === undefined ? {} : { lastModified }) };
}

function behind(source: ArchiveSource, sent: TrustedRelease, copy: TrustedRelease): Diagnostic {
  return diagnostic('archive.older-than-before', {
    params: { archive: archiveName(source), date: moment(sent.date), before: moment(copy.date) },
    subject: { file: archiveName(source) },
  });
}

function undefinedIfDiagnosed(error: unknown): undefined {
  if (error instanceof DiagnosticError) return undefined;
  throw error;
}
