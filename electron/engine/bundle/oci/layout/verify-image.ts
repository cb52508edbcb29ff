import { availableParallelism } from 'node:os';
import { type Diagnostic, DiagnosticError, diagnostic } from '../../../../api/diagnostic.ts';
import { type Descriptor, readImageConfig } from '../image-documents.ts';
import { inParallel } from '../in-parallel.ts';
import { OCI_CONFIG } from '../media-types.ts';
import type { ImageLayout } from './image-layout.ts';
import { imageParts } from './image-parts.ts';

export interface VerifyOptions {
  readonly signal?: AbortSignal;
  /** Bytes hashed since the last call. */
  readonly onBytes?: (bytes: number) => void;
  /** Blobs that were hashed for another image of the same run, by digest; filled here. */
  readonly seen?: Set<string>;
}

const DOCKER_CONFIG = 'application/vnd.docker.container.image.v1+json';

/**
 * Checks an image completely: every document bounded and consistent, every blob there with its size and digest, the config
 * with one diff id a layer. Gives everything that is wrong; empty = the image is whole.
 */
export async function verifyImage(
  layout: ImageLayout,
  image: Descriptor,
  subject: string,
  options: VerifyOptions = {},
): Promise<readonly Diagnostic[]> {
  const { signal, onBytes, seen = new Set() } = options;
  try {
    const { documents, blobs, manifests } = await imageParts(layout, image, subject);
    for (const { size } of documents) onBytes?.(size);
    const due = blobs.filter(({ digest }) => !seen.has(digest));
    const found = await inParallel(due, availableParallelism(), signal, async (blob, stop) => {
      const wrong = await checkBlob(layout, blob, subject, stop);
      onBytes?.(blob.size);
      if (wrong.length === 0) seen.add(blob.digest);
      return wrong;
    });
    const wrong = found.flat();
    if (wrong.length > 0) return wrong;
    return (
      await Promise.all(manifests.map(({ config, layers }) => checkConfig(layout, config, layers, subject)))
    ).flat();
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof DiagnosticError) return error.diagnostics;
    throw error;
  }
}

async function checkBlob(
  layout: ImageLayout,
  { digest, size }: Descriptor,
  subject: string,
  signal: AbortSignal,
): Promise<readonly Diagnostic[]> {
  const { folder } = layout;
  const found = await layout.hashBlob(digest, signal);
  if (!found)
    return [diagnostic('oci.blob-missing', { params: { folder, digest, subject }, subject: { file: folder } })];
  if (found.digest === digest && found.size === size) return [];
  const got = found.digest === digest ? `${found.size} bytes` : found.digest;
  const wanted = found.digest === digest ? `${size} bytes` : digest;
  const file = layout.blobPath(digest);
  return [
    diagnostic('oci.digest-differs', { params: { subject: `${subject}: ${digest}`, wanted, got }, subject: { file } }),
  ];
}

/** The config of a container image names each layer's unpacked digest; configs of other kinds are not looked into. */
async function checkConfig(
  layout: ImageLayout,
  config: Descriptor,
  layers: readonly Descriptor[],
  subject: string,
): Promise<readonly Diagnostic[]> {
  if (config.mediaType !== OCI_CONFIG && config.mediaType !== DOCKER_CONFIG) return [];
  const { rootfs } = readImageConfig(await layout.readDocument(config, subject), subject);
  if (rootfs.diff_ids.length === layers.length) return [];
  const why = `${rootfs.diff_ids.length} diff ids for ${layers.length} layers`;
  return [diagnostic('oci.document-invalid', { params: { what: 'config', subject, why } })];
}
