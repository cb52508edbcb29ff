import { createHash, createHmac, type Hash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { ApiError } from './api-error.ts';

/** Blobs up to this size are kept whole (manifests and configurations are below it); of larger ones their digest and size. */
export const LARGEST_KEPT_BYTES = 4 * 1024 ** 2;

/** What passed so far of a blob that somebody sends. */
interface Progress {
  sizeBytes: number;
  hash: Hash;
  /** undefined = more than is kept. */
  kept: readonly Buffer[] | undefined;
}

export interface Upload {
  readonly repository: string;
  readonly id: string;
  readonly startedAt: string;
  progress: Progress;
}

/** A blob that arrived whole. */
export interface Arrived {
  readonly sizeBytes: number;
  readonly bytes?: Uint8Array;
}

/**
 * The uploads that one run of the registry knows. The address of an upload carries its state, sealed with the run's secret: after
 * a restart without `http.secret` no address of before is taken any more, as with the real one.
 */
export class UploadDesk {
  readonly #secret: Buffer;
  readonly #uploads = new Map<string, Upload>();

  constructor(secret: string) {
    this.#secret = secret === '' ? randomBytes(32) : Buffer.from(secret);
  }

  begin(repository: string, id: string, startedAt: string): Upload {
    const progress = { sizeBytes: 0, hash: createHash('sha256'), kept: [] };
    const upload = { repository, id, startedAt, progress };
    this.#uploads.set(id, upload);
    return upload;
  }

  end(upload: Upload): void {
    this.#uploads.delete(upload.id);
  }

  /** The upload that an address names. Throws {@link ApiError} as blobupload.go does, in its order. */
  find(repository: string, id: string, state: string | null): Upload {
    const told = this.#open(state ?? '');
    if (told.Name !== repository || told.UUID !== id) throw new ApiError('BLOB_UPLOAD_INVALID');
    const upload = this.#uploads.get(id);
    if (!upload) throw new ApiError('BLOB_UPLOAD_UNKNOWN', {});
    if (told.Offset !== upload.progress.sizeBytes) throw new ApiError('BLOB_UPLOAD_INVALID');
    return upload;
  }

  /** `_state` of an upload's address. */
  seal(upload: Upload): string {
    const state = Buffer.from(
      JSON.stringify({
        Name: upload.repository,
        UUID: upload.id,
        Offset: upload.progress.sizeBytes,
        StartedAt: upload.startedAt,
      }),
    );
    const mac = createHmac('sha256', this.#secret).update(state).digest();
    return Buffer.concat([mac, state]).toString('base64').replaceAll('+', '-').replaceAll('/', '_');
  }

  #open(sealed: string): { readonly Name?: unknown; readonly UUID?: unknown; readonly Offset?: unknown } {
    const wrong = /[^A-Za-z0-9_=-]/.exec(sealed)?.index ?? (sealed.length % 4 === 0 ? undefined : sealed.length);
    if (wrong !== undefined) throw new ApiError('BLOB_UPLOAD_INVALID', wrong);
    const bytes = Buffer.from(sealed, 'base64url');
    const state = bytes.subarray(32);
    const mac = createHmac('sha256', this.#secret).update(state).digest();
    if (bytes.length < 32 || !timingSafeEqual(mac, bytes.subarray(0, 32)))
      throw new ApiError('BLOB_UPLOAD_INVALID', {});
    return JSON.parse(state.toString('utf8'));
  }
}

/** Adds a request's body to what passed; what came of a request that broke off counts too. */
export async function receive(
  request: IncomingMessage,
  before: Progress,
): Promise<Progress & { readonly whole: boolean }> {
  const after: Progress = { ...before, hash: before.hash.copy() };
  let whole = true;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      after.hash.update(chunk);
      after.sizeBytes += chunk.length;
      after.kept =
        after.kept && after.sizeBytes <= LARGEST_KEPT_BYTES ? [...after.kept, Buffer.from(chunk)] : undefined;
    }
  } catch {
    whole = false;
  }
  return { ...after, whole };
}

/** What arrived, where it is what its digest says. Throws {@link ApiError}. */
export function check(progress: Progress, digest: string): Arrived {
  if (`sha256:${progress.hash.copy().digest('hex')}` !== digest)
    throw new ApiError('DIGEST_INVALID', { Digest: digest, Reason: {} });
  return { sizeBytes: progress.sizeBytes, ...(progress.kept ? { bytes: Buffer.concat(progress.kept) } : {}) };
}
