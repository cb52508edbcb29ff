import { createReadStream } from 'node:fs';
import type { HttpRequest, HttpResponse } from '../http/http-client.ts';
import type { Descriptor } from './image-documents.ts';
import type { Access, RegistryEndpoint } from './registry-endpoint.ts';

export interface BlobUpload {
  readonly repository: string;
  readonly blob: Pick<Descriptor, 'digest' | 'size'>;
  /** The file with its content. */
  readonly path: string;
  /** A repository of the same registry that has it: the registry takes it from there. */
  readonly mountFrom?: string;
  /** Larger blobs go in pieces of this size, for servers between that take no longer requests. */
  readonly chunkBytes: number;
  readonly signal?: AbortSignal;
  /** Bytes of this blob that are over there. */
  readonly onBytes?: (sentBytes: number) => void;
}

export type BlobUploaded = 'mounted' | 'sent';

/** Whether a repository has a blob of this size. Throws registry.*, download.*. */
export async function hasRemoteBlob(
  endpoint: RegistryEndpoint,
  repository: string,
  { digest }: Pick<Descriptor, 'digest'>,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const url = endpoint.url(`${repository}/blobs/${digest}`);
  const response = await endpoint.send({ method: 'HEAD', url, signal }, pushTo(repository));
  response.body.resume();
  if (response.status === 200) return true;
  if (response.status === 404) return false;
  throw await endpoint.failureOf(response, `${repository}@${digest}`, repository, false);
}

/**
 * Puts a blob into a repository: mounted from another one where that works, in one piece, or in pieces where it is large
 * (distribution specification, "Pushing blobs"). The registry checks the digest. An upload that was cut begins anew:
 * docker-registry 2.8 drops one whose last piece came in part (its state no longer fits what lies there).
 * @throws registry.*, download.*
 */
export async function uploadBlob(endpoint: RegistryEndpoint, upload: BlobUpload): Promise<BlobUploaded> {
  const { repository, blob, mountFrom, signal } = upload;
  const query = mountFrom === undefined ? '' : `?${new URLSearchParams({ mount: blob.digest, from: mountFrom })}`;
  const access: Access = {
    ...(mountFrom === undefined ? {} : { [mountFrom]: 'pull' as const }),
    ...pushTo(repository),
  };
  const url = endpoint.url(`${repository}/blobs/uploads/${query}`);
  const begun = await endpoint.send({ method: 'POST', url, body: new Uint8Array(), signal }, access);
  const mounted = begun.status === 201 && mountFrom !== undefined;
  if (begun.status !== 202 && !mounted)
    throw await endpoint.failureOf(begun, `${repository}@${blob.digest}`, repository, true);
  begun.body.resume();
  if (mounted) return 'mounted';
  const session = new UploadSession(endpoint, upload, begun);
  try {
    if (blob.size > upload.chunkBytes) await session.sendChunks();
    else await session.sendWhole();
  } catch (error) {
    // an upload that nobody finishes takes room over there
    await session.cancel();
    throw error;
  }
  return 'sent';
}

class UploadSession {
  readonly #endpoint: RegistryEndpoint;
  readonly #upload: BlobUpload;
  #location: string;

  constructor(endpoint: RegistryEndpoint, upload: BlobUpload, begun: HttpResponse) {
    this.#endpoint = endpoint;
    this.#upload = upload;
    this.#location = this.#locationOf(begun, endpoint.url(''));
  }

  async sendWhole(): Promise<void> {
    await this.#finish(0);
  }

  async sendChunks(): Promise<void> {
    const { blob, chunkBytes, signal, repository } = this.#upload;
    for (let at = 0; at < blob.size; at += chunkBytes) {
      const end = Math.min(blob.size, at + chunkBytes);
      const headers = { 'content-type': 'application/octet-stream', 'content-range': `${at}-${end - 1}` };
      const body = this.#bytes(at, end);
      const response = await this.#send({ method: 'PATCH', headers, url: this.#location, body, signal });
      if (response.status !== 202 && response.status !== 204)
        throw await this.#endpoint.failureOf(response, `${repository}@${blob.digest}`, repository, true);
      response.body.resume();
      this.#location = this.#locationOf(response, this.#location);
    }
    await this.#finish(blob.size);
  }

  async cancel(): Promise<void> {
    try {
      const response = await this.#send({ method: 'DELETE', url: this.#location });
      response.body.resume();
    } catch {
      // the registry clears old uploads away on its own
    }
  }

  async #finish(from: number): Promise<void> {
    const { blob, signal, repository } = this.#upload;
    const url = new URL(this.#location);
    url.searchParams.set('digest', blob.digest);
    const response = await this.#send({
      method: 'PUT',
      url: url.href,
      headers: { 'content-type': 'application/octet-stream' },
      body: this.#bytes(from, blob.size),
      signal,
    });
    if (response.status !== 201 && response.status !== 204)
      throw await this.#endpoint.failureOf(response, `${repository}@${blob.digest}`, repository, true);
    response.body.resume();
    this.#upload.onBytes?.(blob.size);
  }

  #bytes(from: number, to: number): HttpRequest['body'] {
    const { path, onBytes } = this.#upload;
    if (from === to) return new Uint8Array();
    return {
      sizeBytes: to - from,
      open: () => {
        let sent = from;
        const stream = createReadStream(path, { start: from, end: to - 1, highWaterMark: 256 * 1024 });
        return stream.on('data', (chunk) => {
          sent += chunk.length;
          onBytes?.(sent);
        });
      },
    };
  }

  #send(request: HttpRequest): Promise<HttpResponse> {
    return this.#endpoint.send(request, pushTo(this.#upload.repository));
  }

  /** Where to go on. A registry behind a TLS terminator may name itself with http: its own address is kept then. */
  #locationOf({ headers }: HttpResponse, before: string): string {
    if (headers.location === undefined) return before;
    const { base } = this.#endpoint;
    const url = new URL(headers.location, before);
    if (url.hostname === base.hostname && url.protocol === 'http:' && base.protocol === 'https:') {
      url.protocol = base.protocol;
      url.port = base.port;
    }
    return url.href;
  }
}

export function pushTo(repository: string): Access {
  return { [repository]: 'pull,push' };
}
