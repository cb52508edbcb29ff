import { withRetries } from '../http/retry.ts';
import type { Descriptor } from './image-documents.ts';
import { inParallel } from './in-parallel.ts';
import type { ImageLayout } from './layout/image-layout.ts';
import { imageParts } from './layout/image-parts.ts';
import { headManifest } from './registry-client.ts';
import type { RegistryEndpoint } from './registry-endpoint.ts';
import { hasRemoteBlob, pushTo, uploadBlob } from './upload-blob.ts';

export interface PushItem {
  /** As it lies in the layout. */
  readonly image: Descriptor;
  readonly repository: string;
  /** Undefined = it is put there under its digest alone. */
  readonly tag?: string;
}

export interface PushOptions {
  /** Images at a time; default 4. */
  readonly parallel?: number;
  /** Blobs of one image at a time; default 3. */
  readonly parallelBlobs?: number;
  /** Larger blobs go in pieces; default 64 MiB. */
  readonly chunkBytes?: number;
  /**
   * Asks for each part even where the registry has the image already. A registry takes a manifest only when it has all of
   * its parts, so this finds something only where its disk was damaged.
   */
  readonly everyPart?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: PushProgress) => void;
}

export interface PushProgress {
  readonly doneImages: number;
  readonly totalImages: number;
  /** On the wire since the beginning. */
  readonly sentBytes: number;
}

export interface PushedImage {
  readonly item: PushItem;
  /** Nothing had to be written. */
  readonly unchanged: boolean;
  readonly sentBytes: number;
  readonly mountedBlobs: number;
}

const CHUNK_BYTES = 64 * 1024 ** 2;

/**
 * Puts images of a layout into a registry: only what is not there yet, layers that several images share once. An image that
 * is there already costs one HEAD. The tag is written last.
 * @returns in the order given
 * @throws registry.*, download.*, oci.*
 */
export async function pushImages(
  endpoint: RegistryEndpoint,
  layout: ImageLayout,
  items: readonly PushItem[],
  options: PushOptions = {},
): Promise<readonly PushedImage[]> {
  const { parallel = 4, signal } = options;
  const push = new Push(endpoint, layout, items.length, options);
  // first of all images, so that what the registry has of one is mounted for the others
  const there = await inParallel(items, parallel, signal, (item, stop) => push.isThere(item, stop));
  const asked = items.map((item, index) => ({ item, isThere: there[index] === true }));
  return inParallel(asked, parallel, signal, async ({ item, isThere }, stop) =>
    isThere ? push.unchanged(item) : push.image(item, stop),
  );
}

class Push {
  readonly #endpoint: RegistryEndpoint;
  readonly #layout: ImageLayout;
  readonly #options: PushOptions;
  readonly #totalImages: number;
  #doneImages = 0;
  readonly #sent = new Map<string, number>();
  /** Repositories that have a blob, by digest, as far as this push knows. */
  readonly #places = new Map<string, Set<string>>();
  /** Blobs on their way: who needs the same one waits and has it mounted then. */
  readonly #onTheWay = new Map<string, Promise<unknown>>();

  constructor(endpoint: RegistryEndpoint, layout: ImageLayout, totalImages: number, options: PushOptions) {
    this.#endpoint = endpoint;
    this.#layout = layout;
    this.#totalImages = totalImages;
    this.#options = options;
  }

  /** Whether the registry has an image under its name; its parts are known to be there then. */
  async isThere({ image, repository, tag }: PushItem, signal: AbortSignal): Promise<boolean> {
    if (this.#options.everyPart) return false;
    const name = tag ?? image.digest;
    if (!(await this.#retrying(signal, () => this.#isNamed(repository, name, image, signal)))) return false;
    const { blobs } = await imageParts(this.#layout, image, `${repository}@${image.digest}`);
    for (const { digest } of blobs) this.#keepPlace(digest, repository);
    return true;
  }

  unchanged(item: PushItem): PushedImage {
    this.#doneImages += 1;
    this.#tell();
    return { item, unchanged: true, sentBytes: 0, mountedBlobs: 0 };
  }

  async image(item: PushItem, signal: AbortSignal): Promise<PushedImage> {
    const { image, repository } = item;
    const { documents, blobs } = await imageParts(this.#layout, image, `${repository}@${image.digest}`);
    const outcomes = await inParallel(blobs, this.#options.parallelBlobs ?? 3, signal, (blob, stop) =>
      this.#blob(repository, blob, stop),
    );
    let written = 0;
    for (const document of documents) {
      const tag = document.digest === image.digest ? item.tag : undefined;
      if (await this.#document(repository, document, tag, signal)) written += 1;
    }
    this.#doneImages += 1;
    this.#tell();
    return {
      item,
      unchanged: written === 0 && outcomes.every(({ outcome }) => outcome === 'there'),
      sentBytes: outcomes.reduce((sum, { sentBytes }) => sum + sentBytes, 0),
      mountedBlobs: outcomes.filter(({ outcome }) => outcome === 'mounted').length,
    };
  }

  async #blob(repository: string, blob: Descriptor, signal: AbortSignal) {
    const key = blob.digest;
    for (let waitedFor = this.#onTheWay.get(key); waitedFor; waitedFor = this.#onTheWay.get(key))
      await waitedFor.catch(() => undefined);
    if (this.#places.get(key)?.has(repository)) return { outcome: 'there', sentBytes: 0 } as const;
    const work = this.#retrying(signal, async () => {
      if (await hasRemoteBlob(this.#endpoint, repository, blob, signal)) return 'there';
      const [mountFrom] = this.#places.get(key) ?? [];
      return uploadBlob(this.#endpoint, {
        repository,
        blob,
        path: this.#layout.blobPath(blob.digest),
        chunkBytes: this.#options.chunkBytes ?? CHUNK_BYTES,
        signal,
        onBytes: (bytes) => {
          this.#sent.set(`${repository}@${key}`, bytes);
          this.#tell();
        },
        ...(mountFrom === undefined ? {} : { mountFrom }),
      });
    });
    const way = work.finally(() => this.#onTheWay.delete(key));
    this.#onTheWay.set(key, way);
    const outcome = await way;
    this.#keepPlace(key, repository);
    return { outcome, sentBytes: outcome === 'sent' ? blob.size : 0 };
  }

  /** Writes a document where it is not there or the tag names another. Gives whether it had to. */
  async #document(
    repository: string,
    document: Descriptor,
    tag: string | undefined,
    signal: AbortSignal,
  ): Promise<boolean> {
    const name = tag ?? document.digest;
    return this.#retrying(signal, async () => {
      if (await this.#isNamed(repository, name, document, signal)) return false;
      const bytes = await this.#layout.readDocument(document, repository);
      const url = this.#endpoint.url(`${repository}/manifests/${name}`);
      const headers = { 'content-type': document.mediaType };
      const response = await this.#endpoint.send(
        { method: 'PUT', url, headers, body: bytes, signal },
        pushTo(repository),
      );
      if (response.status !== 201)
        throw await this.#endpoint.failureOf(response, `${repository}: ${name}`, repository, true);
      response.body.resume();
      const said = response.headers['docker-content-digest'];
      if (said !== undefined && said !== document.digest)
        throw this.#endpoint.misunderstood(`${repository}: ${name}`, `it names ${String(said)}`);
      return true;
    });
  }

  /** Whether a tag or digest names this document over there. */
  async #isNamed(repository: string, name: string, { digest }: Descriptor, signal: AbortSignal): Promise<boolean> {
    const there = await headManifest(this.#endpoint, repository, name, signal, pushTo(repository));
    return typeof there === 'object' && there.digest === digest;
  }

  #retrying<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const { attempts, clock } = this.#endpoint.http.settings;
    return withRetries(work, { attempts, clock, signal });
  }

  #keepPlace(digest: string, repository: string): void {
    const places = this.#places.get(digest) ?? new Set();
    this.#places.set(digest, places.add(repository));
  }

  #tell(): void {
    this.#options.onProgress?.({
      doneImages: this.#doneImages,
      totalImages: this.#totalImages,
      sentBytes: [...this.#sent.values()].reduce((sum, bytes) => sum + bytes, 0),
    });
  }
}
