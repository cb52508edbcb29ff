import { z } from 'zod';

/** What a release comes as. */
export const RELEASE_KINDS = ['deb', 'rpm', 'AppImage', 'exe', 'dmg'] as const;
export type ReleaseKind = (typeof RELEASE_KINDS)[number];

/** How this Sitewright came onto the laptop, and whether it can tell a genuine release from another file. */
export const InstallationSchema = z.strictObject({
  version: z.string(),
  /** Absent = not installed: a checkout, an unpacked folder, a deployment stick. */
  kind: z.enum(RELEASE_KINDS).optional(),
  knowsReleaseKey: z.boolean(),
});
export type Installation = z.infer<typeof InstallationSchema>;

/** A file that is what its signature says, and what taking it would mean. */
export const ReleaseViewSchema = z.strictObject({
  name: z.string(),
  version: z.string(),
  kind: z.enum(RELEASE_KINDS),
  sizeBytes: z.int().nonnegative(),
  sha256: z.string(),
  /** Against the version that asks. */
  relation: z.enum(['newer', 'same', 'older']),
  /** installs: by the system's packages, asking for a password. replaces: the file itself. opens: its installer asks the rest. */
  way: z.enum(['installs', 'replaces', 'opens']),
});
export type ReleaseView = z.infer<typeof ReleaseViewSchema>;
export type UpdateWay = ReleaseView['way'];

export const UpdateDoneSchema = z.strictObject({
  version: z.string(),
  way: z.enum(['installs', 'replaces', 'opens']),
  /** What was opened, where a person goes on. */
  opened: z.string().optional(),
});
export type UpdateDone = z.infer<typeof UpdateDoneSchema>;
