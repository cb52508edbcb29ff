import { fail } from '../../../../api/diagnostic.ts';
import type { Digest } from '../digest.ts';
import { type Descriptor, type ImageManifest, readImageDocument } from '../image-documents.ts';
import type { ImageLayout } from './image-layout.ts';

const DEEPEST = 4;
const MOST_PARTS = 20_000;

/** Everything that belongs to an image, each once. */
export interface ImageParts {
  /** Manifests and indexes; what names others comes after what it names, so that they can be pushed in this order. */
  readonly documents: readonly Descriptor[];
  /** Configs and layers. */
  readonly blobs: readonly Descriptor[];
  readonly manifests: readonly ImageManifest[];
  readonly sizeBytes: number;
}

/**
 * What an image of a layout consists of, read from its documents. An index may name images that are not carried (other
 * platforms); `complete: false` leaves those out.
 * @throws oci.blob-missing, oci.digest-differs, oci.document-invalid, oci.kind-unknown
 */
export async function imageParts(
  layout: ImageLayout,
  image: Descriptor,
  subject: string,
  { complete = true }: { readonly complete?: boolean } = {},
): Promise<ImageParts> {
  const documents = new Map<Digest, Descriptor>();
  const blobs = new Map<Digest, Descriptor>();
  const manifests: ImageManifest[] = [];
  const invalid = (why: string) => fail('oci.document-invalid', { params: { what: 'index', subject, why } });

  const take = (parts: Map<Digest, Descriptor>, descriptor: Descriptor): void => {
    const known = parts.get(descriptor.digest);
    if (known && known.size !== descriptor.size) throw invalid(`two sizes of ${descriptor.digest}`);
    if (!known) parts.set(descriptor.digest, descriptor);
    if (documents.size + blobs.size > MOST_PARTS) throw invalid(`more than ${MOST_PARTS} parts`);
  };

  const walk = async (descriptor: Descriptor, depth: number): Promise<void> => {
    if (depth > DEEPEST) throw invalid(`nested deeper than ${DEEPEST}`);
    if (documents.has(descriptor.digest)) return take(documents, descriptor);
    if (depth > 0 && !complete && !(await layout.hasBlob(descriptor))) return;
    const bytes = await layout.readDocument(descriptor, subject);
    const read = readImageDocument(bytes, descriptor.mediaType, subject);
    if (read.kind === 'index') for (const child of read.index.manifests) await walk(child, depth + 1);
    else {
      manifests.push(read.manifest);
      for (const part of [read.manifest.config, ...read.manifest.layers]) take(blobs, part);
    }
    take(documents, descriptor);
  };
  await walk(image, 0);
  const all = [...documents.values(), ...blobs.values()];
  return {
    documents: [...documents.values()],
    blobs: [...blobs.values()],
    manifests,
    sizeBytes: all.reduce((sum, { size }) => sum + size, 0),
  };
}
