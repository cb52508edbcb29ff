import { z } from 'zod';
import { isBundlePath } from '../layout.ts';

export const LOCK_SCHEMA_VERSION = 1;

const sentence = z.string().min(1).max(2000);
const path = z.string().refine(isBundlePath, 'not a path inside a bundle');
const sizeBytes = z
  .int()
  .min(0)
  .max(2 ** 48);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** A digest as sources publish it. */
export const DigestSchema = z.string().regex(/^(sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/);

/** One file of a bundle. Its `sha256` is known from the source, or once it has been fetched and fits what was published. */
const LockedFileSchema = z.strictObject({ path, sizeBytes, sha256: sha256.optional() }).readonly();
export type LockedFile = z.infer<typeof LockedFileSchema>;

/** A file that `bundle make` wrote itself: indexes, the SBOM. */
const MadeFileSchema = z.strictObject({ path, sizeBytes, sha256 }).readonly();
export type MadeFile = z.infer<typeof MadeFileSchema>;

const LockItemSchema = z
  .strictObject({
    /** A registered kind (bundle/kinds). */
    kind: z.string().regex(/^[a-z][a-z0-9-]{0,30}$/),
    /** Says which one it is, within its kind. */
    name: z.string().min(1).max(300),
    version: z.string().min(1).max(200).optional(),
    /** From where: an address without credentials, or `by hand`. */
    source: sentence,
    /** What the source says the content is. */
    digest: DigestSchema,
    sizeBytes,
    /** An SPDX expression, or a sentence where there is none. */
    licence: sentence,
    /** What needs it, as {@link ./why.ts} reads it: `template 9000`, `stack monitoring`, `step cluster.witness`. */
    why: z.array(sentence).min(1).max(1000).readonly(),
    /** What a kind keeps of its own; read with the kind's schema. */
    detail: z
      .record(
        z.string().regex(/^[a-z][A-Za-z0-9]{0,40}$/),
        z.union([z.string().max(4096), z.int(), z.array(z.string().max(4096)).readonly()]),
      )
      .readonly()
      .optional(),
    files: z.array(LockedFileSchema).min(1).max(10_000).readonly(),
  })
  .readonly();
export type LockItem = z.infer<typeof LockItemSchema>;

/**
 * `bundle.lock.toml`: everything that a bundle holds. Made by `bundle make`, changed by `bundle update`, signed as it lies on
 * the disk. `made` is there once the bundle is complete.
 */
export const LockSchema = z
  .strictObject({
    schemaVersion: z.literal(LOCK_SCHEMA_VERSION),
    /** Id of the site that it is made for. */
    site: z.string().min(1).max(200),
    /** Ed25519, the 32 bytes of RFC 8032 in base64. */
    publicKey: z
      .string()
      .regex(/^[A-Za-z0-9+/]{43}=$/)
      .optional(),
    items: z.array(LockItemSchema).max(20_000).readonly(),
    made: z.array(MadeFileSchema).max(1000).readonly(),
    /** Files of earlier locks that may still lie there; gone once the bundle is complete. */
    stale: z.array(path).max(200_000).readonly().optional(),
  })
  .readonly();
export type Lock = z.infer<typeof LockSchema>;

/** Every file that a lock names, once, by path: layers that two images share lie there once. */
export function filesOf(lock: Pick<Lock, 'items' | 'made'>): ReadonlyMap<string, LockedFile> {
  return new Map([...lock.items.flatMap(({ files }) => files), ...lock.made].map((file) => [file.path, file]));
}

/** Whether all that a lock names was brought and bound together. */
export function isFinished(lock: Lock): boolean {
  return lock.made.length > 0 && lock.items.every(({ files }) => files.every(({ sha256 }) => sha256 !== undefined));
}

/** Items that can be told apart and compared: by kind and name. */
export function itemKey({ kind, name }: Pick<LockItem, 'kind' | 'name'>): string {
  return `${kind} ${name}`;
}
