import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { DiagnosticError, fail } from '../../../../api/diagnostic.ts';
import { errorCode, makeFolder, writeFileAtomic } from '../../../workspace/atomic-file.ts';
import { LARGEST_DOCUMENT_BYTES, parseBoundedJson } from '../bounded-json.ts';
import { type Digest, digestOf, hexOf } from '../digest.ts';
import { type Descriptor, DescriptorSchema } from '../image-documents.ts';
import { OCI_INDEX } from '../media-types.ts';

/** The annotation that gives an image its name (OCI image specification, annotations). */
export const REFERENCE_ANNOTATION = 'org.opencontainers.image.ref.name';
const LAYOUT_VERSION = '1.0.0';
const LARGEST_INDEX_BYTES = 16 * 1024 ** 2;
const MOST_IMAGES = 10_000;

const MarkerSchema = z.object({ imageLayoutVersion: z.literal(LAYOUT_VERSION) });
const FolderIndexSchema = z.object({
  schemaVersion: z.literal(2),
  manifests: z.array(DescriptorSchema).max(MOST_IMAGES).readonly(),
});

/** An image that lies in a layout. */
export interface LayoutImage {
  /** As given to {@link ImageLayout.addImage}; undefined = known by its digest alone. */
  readonly reference?: string;
  readonly descriptor: Descriptor;
}

/**
 * An OCI image layout on disk: `oci-layout`, `index.json`, `blobs/sha256/`. A blob is there under its name only when it is whole
 * and checked; index.json changes last and at once, so that a power cut leaves the images of before or those of now. One process
 * writes at a time (the caller's lock); several images may be added at once within it.
 */
export class ImageLayout {
  readonly folder: string;
  #writing: Promise<unknown> = Promise.resolve();
  readonly #bringing = new Map<Digest, Promise<void>>();

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** Opens a layout that is there. Throws oci.layout-unreadable. */
  static async open(folder: string): Promise<ImageLayout> {
    const layout = new ImageLayout(folder);
    await layout.#read('oci-layout', 1024, MarkerSchema);
    await layout.images();
    return layout;
  }

  /** Opens a layout, or makes an empty one. Throws oci.layout-unreadable, workspace.not-writable. */
  static async openOrCreate(folder: string): Promise<ImageLayout> {
    const there = await lstat(join(folder, 'oci-layout')).catch(() => undefined);
    if (there) return ImageLayout.open(folder);
    const layout = new ImageLayout(folder);
    await makeFolder(join(folder, 'blobs', 'sha256'));
    await layout.#writeIndex([]);
    // last: it says that the rest is there
    await writeFileAtomic(join(folder, 'oci-layout'), JSON.stringify({ imageLayoutVersion: LAYOUT_VERSION }));
    return layout;
  }

  /** What index.json names, in its order. Throws oci.layout-unreadable. */
  async images(): Promise<readonly LayoutImage[]> {
    const { manifests } = await this.#read('index.json', LARGEST_INDEX_BYTES, FolderIndexSchema);
    return manifests.map((descriptor) => {
      const reference = descriptor.annotations?.[REFERENCE_ANNOTATION];
      return { descriptor, ...(reference === undefined ? {} : { reference }) };
    });
  }

  /** The image of a name, or of a digest. Throws oci.image-missing, oci.layout-unreadable. */
  async image(referenceOrDigest: string): Promise<LayoutImage> {
    const images = await this.images();
    const found =
      images.find(({ reference }) => reference === referenceOrDigest) ??
      images.find(({ descriptor }) => descriptor.digest === referenceOrDigest);
    if (found) return found;
    throw fail('oci.image-missing', { params: { folder: this.folder, reference: referenceOrDigest } });
  }

  /** Where a blob lies, or will. */
  blobPath(digest: Digest): string {
    return join(this.folder, 'blobs', 'sha256', hexOf(digest));
  }

  /** Whether a blob is there with its size. Its content was checked when it came; {@link verifyImage} checks again. */
  async hasBlob({ digest, size }: Pick<Descriptor, 'digest' | 'size'>): Promise<boolean> {
    const entry = await lstat(this.blobPath(digest)).catch(() => undefined);
    return entry?.isFile() === true && entry.size === size;
  }

  /** A document among the blobs, bounded, its size and digest checked. Throws oci.blob-missing, oci.digest-differs, oci.document-invalid. */
  async readDocument({ digest, size }: Pick<Descriptor, 'digest' | 'size'>, subject: string): Promise<Uint8Array> {
    if (size > LARGEST_DOCUMENT_BYTES)
      throw fail('oci.document-invalid', { params: { what: digest, subject, why: `${size} bytes` } });
    if (!(await this.hasBlob({ digest, size })))
      throw fail('oci.blob-missing', { params: { folder: this.folder, digest, subject } });
    const bytes = await this.#bytes(this.blobPath(digest));
    const got = digestOf(bytes);
    if (got !== digest)
      throw fail('oci.digest-differs', { params: { subject: `${subject}: ${digest}`, wanted: digest, got } });
    return bytes;
  }

  /** Puts a small blob (manifest, config) there, also in place of a damaged one. Gives what names it. */
  async putBlob(bytes: Uint8Array, mediaType: string): Promise<Descriptor> {
    const descriptor = { mediaType, digest: digestOf(bytes), size: bytes.length };
    const { digest } = descriptor;
    const there = await this.hashBlob(digest).catch(() => undefined);
    if (there?.digest !== digest) await writeFileAtomic(this.blobPath(digest), bytes);
    return descriptor;
  }

  /**
   * Brings a blob that is not there: once, however many images ask for it at a time.
   * @param bring puts the checked content under the path, at once (temp and rename)
   * @returns whether it was this call that brought it
   */
  async bringBlob(descriptor: Descriptor, bring: (target: string) => Promise<void>): Promise<boolean> {
    const { digest } = descriptor;
    for (;;) {
      if (await this.hasBlob(descriptor)) return false;
      const other = this.#bringing.get(digest);
      if (!other) break;
      // where the other one fails, this one tries on its own
      await other.catch(() => undefined);
    }
    const own = bring(this.blobPath(digest)).finally(() => this.#bringing.delete(digest));
    this.#bringing.set(digest, own);
    await own;
    return true;
  }

  /**
   * Names an image whose blobs are all there. The name moves where another image had it; adding twice changes nothing.
   * @param reference whole, as {@link formatImageReference} gives it; undefined = known by its digest alone
   */
  addImage(descriptor: Descriptor, reference?: string): Promise<void> {
    const { mediaType, digest, size, platform } = descriptor;
    // as it is read again, so that the same images give the same file in whatever order they come
    const entry = DescriptorSchema.parse({
      mediaType,
      digest,
      size,
      ...(platform ? { platform } : {}),
      ...(reference === undefined ? {} : { annotations: { [REFERENCE_ANNOTATION]: reference } }),
    });
    return this.#changeIndex((images) => [
      ...images.filter(({ annotations, digest: other }) =>
        reference === undefined
          ? other !== digest || annotations?.[REFERENCE_ANNOTATION] !== undefined
          : annotations?.[REFERENCE_ANNOTATION] !== reference,
      ),
      entry,
    ]);
  }

  /** Takes names out of index.json; blobs stay until {@link pruneBlobs}. */
  forgetImages(gone: (image: LayoutImage) => boolean): Promise<void> {
    return this.#changeIndex((descriptors) =>
      descriptors.filter((descriptor) => {
        const reference = descriptor.annotations?.[REFERENCE_ANNOTATION];
        return !gone({ descriptor, ...(reference === undefined ? {} : { reference }) });
      }),
    );
  }

  /** Hashes a blob where it lies. Undefined = not there as a plain file. */
  async hashBlob(
    digest: Digest,
    signal?: AbortSignal,
  ): Promise<{ readonly digest: Digest; readonly size: number } | undefined> {
    const path = this.blobPath(digest);
    const entry = await lstat(path).catch(() => undefined);
    if (!entry?.isFile()) return undefined;
    const hash = createHash('sha256');
    let size = 0;
    for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024, ...(signal ? { signal } : {}) })) {
      hash.update(chunk as Buffer);
      size += (chunk as Buffer).length;
    }
    return { digest: `sha256:${hash.digest('hex')}`, size };
  }

  #changeIndex(change: (images: readonly Descriptor[]) => readonly Descriptor[]): Promise<void> {
    const changed = this.#writing.then(async () => {
      const before = (await this.images()).map(({ descriptor }) => descriptor);
      await this.#writeIndex(change(before));
    });
    this.#writing = changed.catch(() => undefined);
    return changed;
  }

  /** Ordered by name and digest, so that the same images give the same file. */
  async #writeIndex(descriptors: readonly Descriptor[]): Promise<void> {
    const keyOf = ({ annotations, digest }: Descriptor) => `${annotations?.[REFERENCE_ANNOTATION] ?? ''}\n${digest}`;
    const manifests = [...descriptors].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0));
    const text = `${JSON.stringify({ schemaVersion: 2, mediaType: OCI_INDEX, manifests }, null, 2)}\n`;
    const path = join(this.folder, 'index.json');
    if ((await readFile(path, 'utf8').catch(() => undefined)) !== text) await writeFileAtomic(path, text);
  }

  async #read<T>(name: string, maxBytes: number, schema: z.ZodType<T>): Promise<T> {
    const path = join(this.folder, name);
    try {
      const { size } = await lstat(path);
      if (size > maxBytes) throw new RangeError(`${name} has ${size} bytes`);
      return schema.parse(parseBoundedJson(await this.#bytes(path), maxBytes));
    } catch (error) {
      throw this.#unreadable(name, error);
    }
  }

  async #bytes(path: string): Promise<Uint8Array> {
    try {
      // a link could lead out of the folder
      if (!(await lstat(path)).isFile()) throw new Error('not a plain file');
      return await readFile(path);
    } catch (error) {
      throw this.#unreadable(path, error);
    }
  }

  #unreadable(name: string, error: unknown): DiagnosticError {
    if (error instanceof DiagnosticError) return error;
    const code = errorCode(error);
    const [issue] = error instanceof z.ZodError ? error.issues : [];
    const why = issue
      ? `${issue.path.map(String).join('.')}: ${issue.message}`
      : code !== 'unknown'
        ? code
        : error instanceof Error
          ? error.message
          : code;
    return fail('oci.layout-unreadable', {
      params: { folder: this.folder, why: `${name}: ${why}` },
      subject: { file: this.folder },
    });
  }
}
