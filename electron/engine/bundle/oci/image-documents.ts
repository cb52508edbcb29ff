import { z } from 'zod';
import { fail } from '../../../api/diagnostic.ts';
import { LARGEST_DOCUMENT_BYTES, parseBoundedJson } from './bounded-json.ts';
import { type Digest, isDigest } from './digest.ts';
import { isIndexType, isManifestType } from './media-types.ts';

const LARGEST_BLOB_BYTES = 1024 ** 4;
const MOST_LAYERS = 500;
const MOST_MANIFESTS = 1000;
const AnnotationsSchema = z.record(z.string().max(1000), z.string().max(LARGEST_DOCUMENT_BYTES));

export const PlatformSchema = z
  .object({ architecture: z.string().max(100), os: z.string().max(100), variant: z.string().max(100).optional() })
  .readonly();
export type Platform = z.infer<typeof PlatformSchema>;

/** What a part is, its digest and its size: how manifests and indexes name what belongs to them. */
export const DescriptorSchema = z
  .object({
    mediaType: z.string().min(1).max(255),
    digest: z.string().transform((text, context): Digest => {
      if (isDigest(text)) return text;
      context.addIssue({ code: 'custom', message: 'the digest is not sha256: and 64 hex digits' });
      return z.NEVER;
    }),
    size: z.int().min(0).max(LARGEST_BLOB_BYTES),
    platform: PlatformSchema.optional(),
    annotations: AnnotationsSchema.optional(),
  })
  .readonly();
export type Descriptor = z.infer<typeof DescriptorSchema>;

export const IndexSchema = z.object({
  schemaVersion: z.literal(2),
  mediaType: z.string().optional(),
  manifests: z.array(DescriptorSchema).max(MOST_MANIFESTS).readonly(),
  annotations: AnnotationsSchema.optional(),
});
export type ImageIndex = z.infer<typeof IndexSchema>;

const ManifestSchema = z.object({
  schemaVersion: z.literal(2),
  mediaType: z.string().optional(),
  config: DescriptorSchema,
  layers: z.array(DescriptorSchema).max(MOST_LAYERS).readonly(),
  annotations: AnnotationsSchema.optional(),
});
export type ImageManifest = z.infer<typeof ManifestSchema>;

const StringsSchema = z.array(z.string()).nullish();
const ConfigSchema = z.object({
  architecture: z.string().max(100),
  os: z.string().max(100),
  variant: z.string().max(100).optional(),
  created: z.string().optional(),
  config: z
    .object({
      User: z.string().optional(),
      Env: StringsSchema,
      Entrypoint: StringsSchema,
      Cmd: StringsSchema,
      WorkingDir: z.string().optional(),
      Labels: z.record(z.string(), z.string()).nullish(),
      ExposedPorts: z.record(z.string(), z.unknown()).nullish(),
    })
    .nullish(),
  rootfs: z.object({
    type: z.literal('layers'),
    diff_ids: z.array(z.string().refine(isDigest)).max(MOST_LAYERS).readonly(),
  }),
});
export type ImageConfig = z.infer<typeof ConfigSchema>;

/** A document of an image, read: for one platform, or a list of such. */
export type ImageDocument =
  | { readonly kind: 'manifest'; readonly mediaType: string; readonly manifest: ImageManifest }
  | { readonly kind: 'index'; readonly mediaType: string; readonly index: ImageIndex };

/**
 * Reads a manifest or an index.
 * @param mediaType what the one who named it calls it (descriptor, Content-Type); the document must not contradict
 * @param subject how it is called in sentences
 * @throws oci.document-invalid, oci.kind-unknown
 */
export function readImageDocument(bytes: Uint8Array, mediaType: string, subject: string): ImageDocument {
  if (!isIndexType(mediaType) && !isManifestType(mediaType))
    throw fail('oci.kind-unknown', { params: { subject, mediaType } });
  const what = isIndexType(mediaType) ? 'index' : 'manifest';
  return invalidAs(what, subject, () => {
    const value = parseBoundedJson(bytes);
    const fields = z.object({ mediaType: z.string().optional() }).loose().parse(value);
    if (fields.mediaType !== undefined && fields.mediaType !== mediaType)
      throw new Error(`it calls itself ${fields.mediaType.slice(0, 200)}, not ${mediaType}`);
    // One document that reads as both is two images to two readers (CVE-2021-41190).
    if ('manifests' in fields && ('layers' in fields || 'config' in fields))
      throw new Error('index and manifest in one');
    return isIndexType(mediaType)
      ? { kind: 'index', mediaType, index: IndexSchema.parse(value) }
      : { kind: 'manifest', mediaType, manifest: ManifestSchema.parse(value) };
  });
}

/** Reads the config of an image. Throws oci.document-invalid. */
export function readImageConfig(bytes: Uint8Array, subject: string): ImageConfig {
  return invalidAs('config', subject, () => ConfigSchema.parse(parseBoundedJson(bytes)));
}

function invalidAs<T>(what: string, subject: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw fail('oci.document-invalid', { params: { what, subject, why: whyOf(error) } });
  }
}

function whyOf(error: unknown): string {
  const [issue] = error instanceof z.ZodError ? error.issues : [];
  if (issue) return `${issue.path.map(String).join('.').slice(0, 200)}: ${issue.message.slice(0, 200)}`;
  return error instanceof Error ? error.message : 'unknown';
}
