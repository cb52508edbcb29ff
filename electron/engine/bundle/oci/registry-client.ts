import { fail } from '../../../api/diagnostic.ts';
import { type DownloadProgress, downloadFile } from '../http/download-file.ts';
import { fromFirst } from '../http/from-first.ts';
import type { HttpClient } from '../http/http-client.ts';
import type { HttpCredential } from '../http/http-settings.ts';
import { readBody } from '../http/read-body.ts';
import { withRetries } from '../http/retry.ts';
import { LARGEST_DOCUMENT_BYTES } from './bounded-json.ts';
import { choosePlatform, SITE_PLATFORM } from './choose-platform.ts';
import { type Digest, digestOf, hexOf, isDigest } from './digest.ts';
import {
  type Descriptor,
  type ImageDocument,
  type ImageManifest,
  type Platform,
  readImageDocument,
} from './image-documents.ts';
import { formatImageReference, type ImageReference } from './image-reference.ts';
import { ACCEPTED_MANIFESTS } from './media-types.ts';
import { type Access, RegistryEndpoint } from './registry-endpoint.ts';

export interface RegistryOptions {
  readonly http: HttpClient;
  /** Default: what the client's settings hold for the registry's name. */
  readonly credential?: HttpCredential;
  /** The registry has no TLS (one on loopback, one behind a tunnel). */
  readonly plainHttp?: boolean;
  /** Other servers with the same images, asked first when pulling: `https://mirror.example`. */
  readonly mirrors?: readonly string[];
}

export interface ResolvedImage {
  readonly digest: Digest;
  readonly mediaType: string;
  readonly sizeBytes: number;
}

/** A document as the registry has it, its digest checked. */
export interface RegistryDocument {
  readonly descriptor: Descriptor;
  readonly bytes: Uint8Array;
  readonly document: ImageDocument;
}

/** The image of one platform. */
export interface PlatformImage {
  readonly descriptor: Descriptor;
  readonly bytes: Uint8Array;
  readonly manifest: ImageManifest;
}

/** Where Docker's own registry answers. */
const HUB = 'registry-1.docker.io';
const MANIFEST_HEADERS = { accept: ACCEPTED_MANIFESTS.join(', ') };

/** One registry, for looking and pulling; what pushes takes its {@link RegistryClient.endpoint}. */
export class RegistryClient {
  readonly registry: string;
  /** The registry itself; mirrors are only read from. */
  readonly endpoint: RegistryEndpoint;
  readonly #readFrom: readonly RegistryEndpoint[];

  constructor(registry: string, options: RegistryOptions) {
    const { http, plainHttp, mirrors = [] } = options;
    this.registry = registry;
    const scheme = plainHttp ? 'http' : 'https';
    const { credentials = {} } = http.settings;
    const credential = options.credential ?? credentials[registry];
    const base = `${scheme}://${registry === 'docker.io' ? HUB : registry}`;
    this.endpoint = new RegistryEndpoint({ http, registry, base, ...(credential ? { credential } : {}) });
    this.#readFrom = [
      ...mirrors.map((mirror) => {
        const { host } = new URL(mirror);
        const own = credentials[host];
        return new RegistryEndpoint({ http, registry: host, base: mirror, ...(own ? { credential: own } : {}) });
      }),
      this.endpoint,
    ];
  }

  /** What a name stands for now: a tag's digest, or whether a digest is there. Throws registry.*, download.*. */
  async resolve(reference: ImageReference, signal?: AbortSignal): Promise<ResolvedImage> {
    const wanted = reference.digest ?? reference.tag ?? 'latest';
    return this.#ask(signal, async (endpoint) => {
      const found = await headManifest(endpoint, reference.repository, wanted, signal);
      if (found === undefined) throw notThere(endpoint, reference);
      if (found !== 'incomplete') return found;
      const { descriptor } = await getManifest(endpoint, reference, wanted, signal);
      return { digest: descriptor.digest, mediaType: descriptor.mediaType, sizeBytes: descriptor.size };
    });
  }

  /** A manifest or an index, by tag or digest. Throws registry.*, oci.*, download.*. */
  async manifest(reference: ImageReference, signal?: AbortSignal): Promise<RegistryDocument> {
    const wanted = reference.digest ?? reference.tag ?? 'latest';
    return this.#ask(signal, (endpoint) => getManifest(endpoint, reference, wanted, signal));
  }

  /**
   * The manifest for one platform: what is locked and carried, as a registry on site takes an index only with all its images.
   * @throws oci.platform-missing besides what {@link manifest} throws
   */
  async platformManifest(
    reference: ImageReference,
    platform: Platform = SITE_PLATFORM,
    signal?: AbortSignal,
  ): Promise<PlatformImage> {
    const name = formatImageReference(reference);
    let found = await this.manifest(reference, signal);
    for (let depth = 0; depth < 4; depth += 1) {
      const { document, descriptor, bytes } = found;
      if (document.kind === 'manifest') return { descriptor, bytes, manifest: document.manifest };
      const chosen = choosePlatform(document.index, platform, name);
      const { registry, repository } = reference;
      found = await this.manifest({ registry, repository, digest: chosen.digest }, signal);
    }
    throw fail('oci.document-invalid', { params: { what: 'index', subject: name, why: 'nested too deep' } });
  }

  /** A document that is no manifest (a config): whole in memory, checked. */
  async smallBlob(repository: string, descriptor: Descriptor, signal?: AbortSignal): Promise<Uint8Array> {
    const what = `${repository}@${descriptor.digest}`;
    return this.#ask(signal, async (endpoint) => {
      const url = endpoint.url(`${repository}/blobs/${descriptor.digest}`);
      const response = await endpoint.send({ url, signal }, { [repository]: 'pull' });
      if (response.status !== 200) throw await endpoint.failureOf(response, what, repository, false);
      const bytes = await readBody(response, Math.min(descriptor.size, LARGEST_DOCUMENT_BYTES));
      return checked(bytes, descriptor.digest, what);
    });
  }

  /** Brings a blob into a file, resumable and checked ({@link downloadFile}). */
  async blobToFile(
    repository: string,
    descriptor: Pick<Descriptor, 'digest' | 'size'>,
    target: string,
    options: { readonly signal?: AbortSignal; readonly onProgress?: (progress: DownloadProgress) => void } = {},
  ): Promise<void> {
    const { settings } = this.endpoint.http;
    await fromFirst(this.#readFrom, options.signal, (endpoint) =>
      downloadFile((request) => endpoint.send(request, { [repository]: 'pull' }), {
        urls: [endpoint.url(`${repository}/blobs/${descriptor.digest}`)],
        target,
        digest: { sha256: hexOf(descriptor.digest) },
        sizeBytes: descriptor.size,
        attempts: settings.attempts,
        clock: settings.clock,
        signal: options.signal,
        onProgress: options.onProgress,
      }),
    );
  }

  async #ask<T>(signal: AbortSignal | undefined, work: (endpoint: RegistryEndpoint) => Promise<T>): Promise<T> {
    const { attempts, clock } = this.endpoint.http.settings;
    return fromFirst(this.#readFrom, signal, (endpoint) =>
      withRetries(() => work(endpoint), { attempts, clock, signal }),
    );
  }
}

/** What a registry says of a manifest without sending it: undefined = not there, `incomplete` = it has to be read. */
export async function headManifest(
  endpoint: RegistryEndpoint,
  repository: string,
  wanted: string,
  signal: AbortSignal | undefined,
  access: Access = { [repository]: 'pull' },
): Promise<ResolvedImage | 'incomplete' | undefined> {
  const url = endpoint.url(`${repository}/manifests/${wanted}`);
  const response = await endpoint.send({ method: 'HEAD', url, headers: MANIFEST_HEADERS, signal }, access);
  response.body.resume();
  if (response.status === 404) return undefined;
  // some servers do not know HEAD for this
  if (response.status === 405) return 'incomplete';
  const what = `${repository}: ${wanted}`;
  if (response.status !== 200) throw await endpoint.failureOf(response, what, repository, false);
  const { 'docker-content-digest': digest, 'content-type': type, 'content-length': length } = response.headers;
  const sizeBytes = Number(length ?? Number.NaN);
  if (typeof digest !== 'string' || !isDigest(digest) || type === undefined || !Number.isSafeInteger(sizeBytes))
    return 'incomplete';
  if (isDigest(wanted) && wanted !== digest) throw endpoint.misunderstood(what, `it names ${digest}`);
  return { digest, mediaType: plainType(type), sizeBytes };
}

async function getManifest(
  endpoint: RegistryEndpoint,
  reference: ImageReference,
  wanted: string,
  signal: AbortSignal | undefined,
): Promise<RegistryDocument> {
  const { repository } = reference;
  const name = formatImageReference(reference);
  const url = endpoint.url(`${repository}/manifests/${wanted}`);
  const response = await endpoint.send({ url, headers: MANIFEST_HEADERS, signal }, { [repository]: 'pull' });
  if (response.status === 404) {
    response.body.resume();
    throw notThere(endpoint, reference);
  }
  if (response.status !== 200) throw await endpoint.failureOf(response, name, repository, false);
  const bytes = await readBody(response, LARGEST_DOCUMENT_BYTES);
  const digest = digestOf(bytes);
  const said = response.headers['docker-content-digest'];
  for (const expected of [isDigest(wanted) ? wanted : undefined, typeof said === 'string' ? said : undefined])
    if (expected !== undefined) checked(bytes, expected, name);
  const mediaType = plainType(response.headers['content-type'] ?? '');
  const document = readImageDocument(bytes, mediaType, name);
  return { descriptor: { mediaType, digest, size: bytes.length }, bytes, document };
}

function checked(bytes: Uint8Array, wanted: string, subject: string): Uint8Array {
  const got = digestOf(bytes);
  if (got !== wanted) throw fail('oci.digest-differs', { params: { subject, wanted: wanted.slice(0, 200), got } });
  return bytes;
}

function notThere(endpoint: RegistryEndpoint, reference: ImageReference) {
  const what = formatImageReference(reference);
  return fail('registry.not-there', { params: { registry: endpoint.registry, what } });
}

function plainType(contentType: string): string {
  return (contentType.split(';')[0] ?? '').trim();
}
