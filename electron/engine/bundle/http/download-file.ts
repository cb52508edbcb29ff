import { type FileHandle, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { DiagnosticError, fail } from '../../../api/diagnostic.ts';
import { type Clock, realClock } from '../../shell/clock.ts';
import { errorCode, makeFolder, syncFolder, writeFileAtomic } from '../../workspace/atomic-file.ts';
import { answerFailure } from './fetch-bytes.ts';
import { type ContentDigest, digestOfFile, FlowingDigest } from './file-digest.ts';
import { fromFirst } from './from-first.ts';
import type { HttpResponse, Send } from './http-client.ts';
import { connectionFailure } from './http-failure.ts';
import { AskedToWait, backoffMs, isRetryable } from './retry.ts';
import { shownUrl } from './shown-url.ts';

export interface DownloadRequest {
  /** In the order in which they are asked ({@link mirroredUrls}). */
  readonly urls: readonly string[];
  /** Where the file lies in the end. Beside it lie `.NAME.part` and `.NAME.part.json` until then. */
  readonly target: string;
  /** What was published; a file with other content is refused. Nothing published = taken as it comes, and said. */
  readonly digest?: ContentDigest;
  readonly sizeBytes?: number;
  /** More is refused as it arrives; default: `sizeBytes`, else no limit (free space is the caller's look-out). */
  readonly maxBytes?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Tries of one address in a row without a byte; default 4. */
  readonly attempts?: number;
  readonly clock?: Clock;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: DownloadProgress) => void;
}

export interface DownloadProgress {
  /** Bytes of the file that are here, those of an earlier try included. */
  readonly doneBytes: number;
  /** Undefined where the server does not say. */
  readonly totalBytes?: number;
}

export interface Downloaded {
  readonly sha256: string;
  readonly sha512?: string;
  readonly sizeBytes: number;
  /** The address it came from. */
  readonly url: string;
  /** Bytes that were here from an earlier try and not fetched again. */
  readonly resumedBytes: number;
}

/** What is kept of an unfinished download: whose bytes these are. */
const PartSchema = z.strictObject({ url: z.string(), validator: z.string().optional() });
type Part = z.infer<typeof PartSchema>;

/** A link that drops again and again is given up in the end, however many bytes it brings each time. */
const MOST_ATTEMPTS = 60;

/**
 * Brings a file: temp beside the target, hashed while it flows, fsync, rename. A try that was cut, by the link, by the
 * person or by the power, goes on where it stopped: by digest where one was published (from any mirror), else only where
 * the server still has the same file (If-Range with its ETag or date). Two at once for one target is the caller's fault.
 * @throws download.*; the unfinished part stays unless its content is wrong
 */
export async function downloadFile(send: Send, request: DownloadRequest): Promise<Downloaded> {
  const part = join(dirname(request.target), `.${basename(request.target)}.part`);
  try {
    await makeFolder(dirname(request.target));
    const done = await fromFirst(request.urls, request.signal, (url) => persist(send, request, url, part));
    await rename(part, request.target);
    await rm(`${part}.json`, { force: true });
    await syncFolder(dirname(request.target));
    return done;
  } catch (error) {
    request.signal?.throwIfAborted();
    if (error instanceof DiagnosticError) throw error;
    throw fail('download.not-writable', {
      params: { file: request.target, why: errorCode(error) },
      subject: { file: request.target },
    });
  }
}

/** One address, tried again while that makes sense. */
async function persist(send: Send, request: DownloadRequest, url: string, part: string): Promise<Downloaded> {
  const { attempts = 4, clock = realClock, signal } = request;
  let inARow = 0;
  let before = -1;
  for (let total = 1; ; total += 1) {
    try {
      return await attempt(send, request, url, part);
    } catch (error) {
      signal?.throwIfAborted();
      const now = await sizeOf(part);
      inARow = now > before ? 1 : inARow + 1;
      before = Math.max(before, now);
      if (inARow >= attempts || total >= MOST_ATTEMPTS || !isRetryable(error)) throw error;
      await clock.wait(error instanceof AskedToWait ? error.waitMs : backoffMs(inARow), signal);
    }
  }
}

async function attempt(send: Send, request: DownloadRequest, url: string, part: string): Promise<Downloaded> {
  const { digest: wanted = {}, signal } = request;
  const withSha512 = wanted.sha512 !== undefined;
  const known = wanted.sha256 !== undefined || withSha512;
  let held = await resumable(part, url, known, request.sizeBytes);
  if (held && request.sizeBytes === held.sizeBytes) {
    const digest = await digestOfFile(part, withSha512, signal);
    return finish(request, url, part, digest, held.sizeBytes);
  }
  let response = await send({ url, signal, headers: { ...request.headers, ...(held ? rangeOf(held) : {}) } });
  if (held && response.status === 416) {
    response.body.destroy();
    await discard(part);
    held = undefined;
    response = await send({ url, signal, ...(request.headers ? { headers: request.headers } : {}) });
  }
  const goesOn = held !== undefined && response.status === 206 && startOf(response) === held.sizeBytes;
  if (!goesOn && response.status !== 200) {
    // a range that was not asked for is no file
    if (response.status === 206) await discard(part);
    throw await answerFailure(response);
  }
  const resumedBytes = goesOn && held ? held.sizeBytes : 0;
  const digest = goesOn ? await digestOfFile(part, withSha512, signal) : new FlowingDigest(withSha512);
  if (!goesOn) await rm(`${part}.json`, { force: true });
  const file = await open(part, goesOn ? 'a' : 'w', 0o644);
  try {
    await keepValidator(`${part}.json`, { url, validator: validatorOf(response) });
    await receive(request, response, file, digest);
    await file.sync();
  } finally {
    response.body.destroy();
    await file.close();
  }
  return finish(request, url, part, digest, resumedBytes);
}

async function receive(
  request: DownloadRequest,
  response: HttpResponse,
  file: FileHandle,
  digest: FlowingDigest,
): Promise<void> {
  const { url } = response;
  const length = Number(response.headers['content-length'] ?? Number.NaN);
  const totalBytes = request.sizeBytes ?? (Number.isSafeInteger(length) ? digest.sizeBytes + length : undefined);
  const maxBytes = request.maxBytes ?? request.sizeBytes ?? Number.POSITIVE_INFINITY;
  const tooLarge = () => fail('download.too-large', { params: { url: shownUrl(url), maxBytes } });
  if (totalBytes !== undefined && totalBytes > maxBytes) {
    response.body.destroy();
    throw tooLarge();
  }
  const tell = (): void =>
    request.onProgress?.({ doneBytes: digest.sizeBytes, ...(totalBytes === undefined ? {} : { totalBytes }) });
  tell();
  const chunks = response.body[Symbol.asyncIterator]();
  for (;;) {
    let next: IteratorResult<Buffer>;
    try {
      next = (await chunks.next()) as IteratorResult<Buffer>;
    } catch (error) {
      request.signal?.throwIfAborted();
      throw connectionFailure(error, url);
    }
    if (next.done) return;
    if (digest.sizeBytes + next.value.length > maxBytes) {
      response.body.destroy();
      throw tooLarge();
    }
    // written before it counts: what is hashed and what lies there never differ
    await file.writeFile(next.value);
    digest.update(next.value);
    tell();
  }
}

/** Compares with what was published. Wrong content is thrown away, so that the next try begins anew. */
async function finish(
  request: DownloadRequest,
  url: string,
  part: string,
  digest: FlowingDigest,
  resumedBytes: number,
): Promise<Downloaded> {
  const { sizeBytes } = digest;
  const have = digest.done();
  const { sha256, sha512 } = request.digest ?? {};
  const params = { url: shownUrl(url), file: request.target };
  if (request.sizeBytes !== undefined && sizeBytes !== request.sizeBytes) {
    await discard(part);
    throw fail('download.size-differs', { params: { ...params, wanted: request.sizeBytes, got: sizeBytes } });
  }
  const wrong =
    sha256 !== undefined && sha256.toLowerCase() !== have.sha256
      ? { wanted: sha256, got: have.sha256 }
      : sha512 !== undefined && sha512.toLowerCase() !== have.sha512
        ? { wanted: sha512, got: have.sha512 ?? '' }
        : undefined;
  if (wrong) {
    await discard(part);
    // bytes of an older file may lie before those of a newer one: once from the beginning tells
    const code = resumedBytes > 0 ? 'download.resumed-differs' : 'download.digest-differs';
    throw fail(code, { params: { ...params, ...wrong } });
  }
  return { ...have, sizeBytes, url, resumedBytes };
}

interface Held {
  readonly sizeBytes: number;
  readonly validator?: string;
}

/** The part that is here, where going on with it is safe. */
async function resumable(
  part: string,
  url: string,
  digestKnown: boolean,
  wantedBytes: number | undefined,
): Promise<Held | undefined> {
  const sizeBytes = await sizeOf(part);
  if (sizeBytes <= 0 || (wantedBytes !== undefined && sizeBytes > wantedBytes)) return undefined;
  const kept = await readPart(`${part}.json`);
  const validator = kept?.url === url ? kept.validator : undefined;
  if (validator !== undefined) return { sizeBytes, validator };
  return digestKnown ? { sizeBytes } : undefined;
}

function rangeOf({ sizeBytes, validator }: Held): Readonly<Record<string, string>> {
  return { range: `bytes=${sizeBytes}-`, ...(validator === undefined ? {} : { 'if-range': validator }) };
}

function startOf({ headers }: HttpResponse): number | undefined {
  const match = /^bytes (\d+)-\d+\/(?:\d+|\*)$/.exec(headers['content-range'] ?? '');
  return match ? Number(match[1]) : undefined;
}

/** A strong ETag, else the date: what If-Range takes (RFC 9110, 13.1.5). */
function validatorOf({ headers }: HttpResponse): string | undefined {
  return headers.etag !== undefined && !headers.etag.startsWith('W/') ? headers.etag : headers['last-modified'];
}

async function keepValidator(path: string, part: Part): Promise<void> {
  await writeFileAtomic(
    path,
    JSON.stringify({ url: part.url, ...(part.validator ? { validator: part.validator } : {}) }),
  );
}

async function readPart(path: string): Promise<Part | undefined> {
  try {
    return PartSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return undefined;
  }
}

async function discard(part: string): Promise<void> {
  await rm(part, { force: true });
  await rm(`${part}.json`, { force: true });
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch {
    return -1;
  }
}
