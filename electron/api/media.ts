import { z } from 'zod';
import { DiagnosticSchema } from './diagnostic.ts';

/** A stick that this laptop wrote and knows again. */
export const StickViewSchema = z.strictObject({
  siteId: z.string(),
  siteName: z.string(),
  node: z.string(),
  writtenAt: z.string(),
  verifiedAt: z.string().optional(),
  /** older: the plan says something else by now. */
  state: z.enum(['current', 'older', 'other-site', 'node-gone']),
  /** What the plan says differently by now, in the field's words; secrets as ***. */
  changed: z.array(z.strictObject({ what: z.string(), before: z.string().optional(), after: z.string().optional() })),
});
export type StickView = z.infer<typeof StickViewSchema>;

export const DriveViewSchema = z.strictObject({
  device: z.string(),
  /** What must be typed to confirm it: its serial; for a loop device its backing path. */
  confirm: z.string(),
  /** Opaque: which drive this is, as it is plugged in now. Given back, another one at its place is not written. */
  identity: z.string(),
  model: z.string(),
  sizeBytes: z.number(),
  verdict: z.enum(['offered', 'excluded']),
  /** How it is connected and where, as far as the system says: `usb`, `left side, USB 3`. */
  connection: z.string().optional(),
  /** What is on it now: labels and sizes of its partitions, or that it is empty. */
  holds: z.array(z.string()),
  /** A stick of ours, recognised by the digest of what is on it. needs-permission: it could not be read unprivileged. */
  stick: z.union([StickViewSchema, z.literal('needs-permission')]).optional(),
  diagnostics: z.array(DiagnosticSchema),
});
export type DriveView = z.infer<typeof DriveViewSchema>;

export const ImageViewSchema = z.strictObject({
  node: z.string(),
  file: z.string(),
  /** iso: a complete image, for a BMC's virtual medium. */
  kind: z.enum(['overlay', 'iso']),
  sizeBytes: z.number(),
  /** Said when it is made; in a list absent for complete images: none is read as a whole only to be listed. */
  sha256: z.string().optional(),
  /** older: the plan says something else by now; unknown: the node is not in the plan. */
  state: z.enum(['current', 'older', 'unknown']),
});
export type ImageView = z.infer<typeof ImageViewSchema>;

/** `identity` of a listed drive, given back. */
export const ShownIdentitySchema = z.string().min(1).max(32_768);

/** The digest that was typed for a base that is no known image. */
export const AcceptBaseSchema = z
  .string()
  .regex(/^[0-9a-f]{64}$/i)
  .optional();
