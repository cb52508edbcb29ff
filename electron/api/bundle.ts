import { z } from 'zod';
import { DiagnosticSchema } from './diagnostic.ts';
import { TextSchema } from './plan.ts';

/** Something that the site needs and no network will give, and whether its bundle has it. */
export const BundleNeedSchema = z.strictObject({
  kind: z.enum(['container-image', 'deb', 'cloud-image', 'file']),
  name: z.string(),
  why: TextSchema,
  present: z.boolean(),
  sizeBytes: z.number().optional(),
});
export type BundleNeed = z.infer<typeof BundleNeedSchema>;

/** What looking at a bundle, offline, came to. */
export const BundleVerdictSchema = z.strictObject({
  ok: z.boolean(),
  folder: z.string(),
  items: z.int(),
  files: z.int(),
  bytes: z.number(),
  durationMs: z.number(),
  /** Fingerprint of the key that signed it. */
  signedBy: z.string().optional(),
  diagnostics: z.array(DiagnosticSchema),
});
export type BundleVerdict = z.infer<typeof BundleVerdictSchema>;

/** One item that two locks do not say the same about; a side that does not have it is absent. */
export const BundleMoveSchema = z.strictObject({
  kind: z.string(),
  name: z.string(),
  before: z.string().optional(),
  after: z.string().optional(),
  beforeBytes: z.number().optional(),
  afterBytes: z.number().optional(),
});
export type BundleMove = z.infer<typeof BundleMoveSchema>;

/** What the sources have now; `written` = it is the lock. */
export const BundleUpdateSchema = z.strictObject({
  moves: z.array(BundleMoveSchema),
  written: z.boolean(),
  diagnostics: z.array(DiagnosticSchema),
});

export const BundleDiffSchema = z.strictObject({
  moves: z.array(BundleMoveSchema),
  /** What the second has and the first does not: what a delta carries. */
  newFiles: z.int(),
  newBytes: z.number(),
});
export type BundleDiff = z.infer<typeof BundleDiffSchema>;

/** What was written for carrying: a delta, volumes, or a bundle put together from them. */
export const BundleCarriedSchema = z.strictObject({ folder: z.string(), files: z.int(), bytes: z.number() });
export type BundleCarried = z.infer<typeof BundleCarriedSchema>;

/** One item as the lock names it. */
export const BundleItemSchema = z.strictObject({
  kind: z.string(),
  name: z.string(),
  /** What is locked together: the folder of packages of one release; the item itself elsewhere. */
  group: z.string(),
  version: z.string().optional(),
  source: z.string(),
  digest: z.string(),
  licence: z.string(),
  why: TextSchema,
  files: z.int(),
  sizeBytes: z.number(),
  /** All its files lie there in their size; what is in them is only known by verifying. */
  present: z.boolean(),
});
export type BundleItem = z.infer<typeof BundleItemSchema>;

/** Where things are fetched from, without what is secret. */
export const BundleSourcesSchema = z.strictObject({
  /** Absent = no settings: the public places, directly. */
  file: z.string().optional(),
  /** Named for this look, not the one beside the site. */
  isChosen: z.boolean(),
  /** What each address is asked at instead. */
  mirrors: z.array(z.strictObject({ of: z.string(), at: z.array(z.string()), only: z.boolean() })),
  registries: z.array(z.strictObject({ name: z.string(), url: z.string() })),
  archives: z.array(z.strictObject({ name: z.string(), url: z.string() })),
  proxy: z.string().optional(),
  files: z.int(),
  parallel: z.int(),
});
export type BundleSources = z.infer<typeof BundleSourcesSchema>;

/**
 * A bundle as far as it is seen without reading it: what its lock names, what lies there, whose it is. `own` = signed with the key
 * that this site signs with; `unknown-key` = the site has none to compare with.
 */
export const BundleLookSchema = z.strictObject({
  folder: z.string(),
  state: z.enum(['none', 'begun', 'made']),
  /** When it was last made. */
  madeAt: z.string().optional(),
  signature: z.enum(['none', 'own', 'unknown-key', 'other-key', 'bad']),
  signedBy: z.string().optional(),
  sizeBytes: z.number(),
  files: z.int(),
  filesThere: z.int(),
  items: z.array(BundleItemSchema),
  /** What reading it whole came to; absent = not done since it was made. */
  checked: z.strictObject({ at: z.string(), ok: z.boolean() }).optional(),
  /** What the site needs today and the lock does not name. */
  lacking: z.array(z.string()),
  sources: BundleSourcesSchema,
  diagnostics: z.array(DiagnosticSchema),
});
export type BundleLook = z.infer<typeof BundleLookSchema>;

/** Long work on a bundle; each is a run. */
export const BUNDLE_WORKS = ['make', 'update', 'verify', 'delta', 'patch', 'split', 'join'] as const;
export type BundleWork = (typeof BUNDLE_WORKS)[number];

/** How far bringing is: by kind, and what is being brought in this moment. */
export const BundleBringingSchema = z.strictObject({
  kinds: z.array(
    z.strictObject({
      kind: z.string(),
      items: z.int(),
      itemsThere: z.int(),
      bytes: z.number(),
      bytesThere: z.number(),
    }),
  ),
  now: z.array(z.strictObject({ kind: z.string(), name: z.string(), doneBytes: z.number(), sizeBytes: z.number() })),
});
export type BundleBringing = z.infer<typeof BundleBringingSchema>;

/** Work on a bundle, whole, as a run tells of it; what it came to stands in it at the end. */
export const BundleWorkViewSchema = z.strictObject({
  work: z.enum(BUNDLE_WORKS),
  /** What is made, read or written. */
  folder: z.string(),
  bringing: BundleBringingSchema.optional(),
  verdict: BundleVerdictSchema.optional(),
  update: BundleUpdateSchema.optional(),
  carried: BundleCarriedSchema.optional(),
});
export type BundleWorkView = z.infer<typeof BundleWorkViewSchema>;
