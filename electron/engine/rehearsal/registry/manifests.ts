import { createHash } from 'node:crypto';
import { ApiError } from './api-error.ts';
import type { RegistryStore } from './registry-store.ts';

const OCI_MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const OCI_INDEX = 'application/vnd.oci.image.index.v1+json';
const DOCKER_MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json';
const DOCKER_LIST = 'application/vnd.docker.distribution.manifest.list.v2+json';
const TYPES: readonly string[] = [OCI_MANIFEST, OCI_INDEX, DOCKER_MANIFEST, DOCKER_LIST];

interface Manifest {
  readonly schemaVersion?: unknown;
  readonly mediaType?: unknown;
  readonly config?: { readonly digest?: unknown };
  readonly layers?: readonly { readonly digest?: unknown }[];
  readonly manifests?: readonly { readonly digest?: unknown }[];
}

/** Checks and stores a manifest under its digest and, where the reference is none, under a tag. Gives its digest. */
export function putManifest(
  store: RegistryStore,
  repository: string,
  reference: string,
  contentType: string,
  bytes: Uint8Array,
): string {
  const manifest = parse(bytes, contentType);
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  if (reference.includes(':') && reference !== digest) throw new ApiError('DIGEST_INVALID');
  const isIndex = contentType === OCI_INDEX || contentType === DOCKER_LIST;
  const named = (isIndex ? (manifest.manifests ?? []) : [manifest.config ?? {}, ...(manifest.layers ?? [])]).map(
    (entry) => String(entry.digest ?? ''),
  );
  const missing = named.filter((entry) =>
    isIndex ? !store.hasManifest(repository, entry) : !store.hasLayer(repository, entry),
  );
  if (missing.length > 0) throw ApiError.ofAll('MANIFEST_BLOB_UNKNOWN', missing);
  store.putManifest(repository, digest, bytes);
  if (!reference.includes(':')) store.writeTag(repository, reference, digest);
  return digest;
}

export interface FoundManifest {
  readonly digest: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** What a reference names, where the client says that it takes that kind. Throws {@link ApiError}. */
export function getManifest(
  store: RegistryStore,
  repository: string,
  reference: string,
  accepts: ReadonlySet<string>,
): FoundManifest {
  const isDigest = reference.includes(':');
  const digest = isDigest ? reference : store.resolveTag(repository, reference);
  if (digest === undefined) throw new ApiError('MANIFEST_UNKNOWN', { Tag: reference });
  const bytes = store.hasManifest(repository, digest) ? store.readBlob(digest) : undefined;
  if (!bytes) throw new ApiError('MANIFEST_UNKNOWN', { Name: repository, Revision: digest });
  const mediaType = typeOf(JSON.parse(Buffer.from(bytes).toString('utf8')) as Manifest);
  if (mediaType === OCI_MANIFEST && !accepts.has(OCI_MANIFEST))
    throw unacceptable('OCI manifest found, but accept header does not support OCI manifests');
  if (mediaType === OCI_INDEX && !accepts.has(OCI_INDEX))
    throw unacceptable('OCI index found, but accept header does not support OCI indexes');
  return { digest, mediaType, bytes };
}

const unacceptable = (message: string) => new ApiError('MANIFEST_UNKNOWN', undefined, message);

function parse(bytes: Uint8Array, contentType: string): Manifest {
  if (!TYPES.includes(contentType)) throw new ApiError('MANIFEST_INVALID', {});
  let manifest: Manifest;
  try {
    manifest = JSON.parse(Buffer.from(bytes).toString('utf8')) as Manifest;
  } catch {
    throw new ApiError('MANIFEST_INVALID', {});
  }
  const isOci = contentType === OCI_MANIFEST || contentType === OCI_INDEX;
  const isIndex = contentType === OCI_INDEX || contentType === DOCKER_LIST;
  if (manifest.mediaType === undefined ? !isOci : manifest.mediaType !== contentType)
    throw new ApiError('MANIFEST_INVALID', {});
  if (isIndex ? 'config' in manifest || 'layers' in manifest : 'manifests' in manifest)
    throw new ApiError('MANIFEST_INVALID', {});
  // its schema version is looked at only after it was read
  if (manifest.schemaVersion !== 2) throw new ApiError('UNKNOWN', {});
  return manifest;
}

function typeOf(manifest: Manifest): string {
  if (typeof manifest.mediaType === 'string') return manifest.mediaType;
  return manifest.manifests ? OCI_INDEX : OCI_MANIFEST;
}
