import { z } from 'zod';
import { DiagnosticSchema } from './diagnostic.ts';

/**
 * How an image can be started and partitioned. grub-hybrid: protective MBR, GPT and Apple map, as grub-mkrescue and
 * Proxmox make it. isohybrid: an MBR entry over the whole image. partition-offset: a second superblock, never patched.
 */
export const IMAGE_LAYOUTS = ['grub-hybrid', 'isohybrid', 'partition-offset', 'plain', 'other-hybrid'] as const;
export const ImageLayoutSchema = z.enum(IMAGE_LAYOUTS);
export type ImageLayout = z.infer<typeof ImageLayoutSchema>;

export const Sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);

/** A published official image. `source` says where the vendor publishes the digest and how it came into this list. */
export const KnownImageSchema = z
  .strictObject({
    product: z.literal('pve'),
    version: z.string(),
    fileName: z.string(),
    sha256: Sha256Schema,
    source: z.string(),
  })
  .readonly();
export type KnownImage = z.infer<typeof KnownImageSchema>;

/** A file of the answer kind found in an image. Its content is never shown: it holds password hashes. */
export const ImageAnswerFileSchema = z
  .strictObject({ path: z.string(), sizeBytes: z.number(), sha256: Sha256Schema })
  .readonly();
export type ImageAnswerFile = z.infer<typeof ImageAnswerFileSchema>;

/** What an image lets the installer do. Secrets are never in it: no answer, no token. */
export const ImageInstallSchema = z
  .strictObject({
    /** As the mode file says: iso (answer on the medium), http (asked from a server), partition. */
    mode: z.string(),
    /** http only: where the answer is asked (its path, a secret, as `***`), and whether fingerprint and token are set. */
    url: z.string().optional(),
    certFingerprint: z.string().optional(),
    hasToken: z.boolean().optional(),
    /** The node: `global.fqdn` of the answer, as text. Absent where the name comes from DHCP or the answer is elsewhere. */
    fqdn: z.string().optional(),
    firstBootBytes: z.number().optional(),
  })
  .readonly();
export type ImageInstall = z.infer<typeof ImageInstallSchema>;

/** How answers could be added to an image. */
export const ImagePatchingSchema = z
  .strictObject({
    /** The form a usual answer takes here; absent = refused, the diagnostics say why. */
    place: z.enum(['pad', 'append']).optional(),
    /** Of each tree: primary, then Joliet. */
    roots: z.array(z.enum(['in-place', 'extend', 'relocate'])).optional(),
    /** Whether the image can grow, so that a first-boot program of 1 MiB fits. */
    canGrow: z.boolean(),
    /** offered: `image make --full --rewrite` is the way out. unsafe: it is not. */
    rewrite: z.enum(['not-needed', 'offered', 'unsafe']),
  })
  .readonly();
export type ImagePatching = z.infer<typeof ImagePatchingSchema>;

/** What `image inspect` says about an image, an overlay or a written stick. */
export const ImageInspectionSchema = z
  .strictObject({
    kind: z.enum(['iso', 'overlay']),
    file: z.string(),
    /** Of the file, or of the drive. */
    sizeBytes: z.number(),
    /** iso only. */
    imageBytes: z.number().optional(),
    volumeId: z.string().optional(),
    layout: ImageLayoutSchema.optional(),
    joliet: z.boolean().optional(),
    rockRidge: z.boolean().optional(),
    entries: z.number().optional(),
    /** Blocks of 2048 bytes that a patch can use without growing the image. */
    freeBlocks: z.number().optional(),
    /** The installer says itself that it can run unattended (newer images). */
    autoInstallerCapable: z.boolean().optional(),
    product: z.string().optional(),
    release: z.string().optional(),
    partitions: z
      .array(
        z.strictObject({
          table: z.enum(['mbr', 'gpt', 'apm']),
          index: z.number(),
          type: z.string(),
          name: z.string(),
          startBytes: z.number(),
          sizeBytes: z.number(),
        }),
      )
      .optional(),
    /** iso only: how it could be a base for answers. */
    patching: ImagePatchingSchema.optional(),
    /** iso only: a session was added behind the first, as the vendor's prepare-iso does. */
    grownByVendorTool: z.boolean().optional(),
    /** What it installs; absent when no mode file is in it. */
    installs: ImageInstallSchema.optional(),
    /** overlay only: for which node and base it was made. */
    node: z.string().optional(),
    siteId: z.string().optional(),
    base: z.strictObject({ sha256: Sha256Schema, sizeBytes: z.number(), volumeId: z.string() }).optional(),
    /** Whether answers, the mode file and a first-boot program are in it. */
    answers: z.array(ImageAnswerFileSchema),
    /** Why it cannot be a base for answers, and what else is worth saying. */
    diagnostics: z.array(DiagnosticSchema),
  })
  .readonly();
export type ImageInspection = z.infer<typeof ImageInspectionSchema>;

/** What making images reports while it works. Bytes are of the phase, for all nodes together. */
export const ImageProgressSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('base-digest'), doneBytes: z.number(), totalBytes: z.number() }),
  z.strictObject({ type: z.literal('planned'), node: z.string(), writtenBytes: z.number() }),
  z.strictObject({ type: z.literal('writing'), node: z.string(), doneBytes: z.number(), totalBytes: z.number() }),
  z.strictObject({ type: z.literal('made'), node: z.string(), file: z.string(), sizeBytes: z.number() }),
]);
export type ImageProgress = z.infer<typeof ImageProgressSchema>;
