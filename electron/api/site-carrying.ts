import { z } from 'zod';

/** One difference of two sites: a path as diagnostics write it, but with names where a site has lists. */
export const SiteDifferenceSchema = z.strictObject({
  path: z.string(),
  /** As the site has it, defaults included; absent = it does not say it. */
  left: z.string().optional(),
  right: z.string().optional(),
});
export type SiteDifference = z.infer<typeof SiteDifferenceSchema>;

export const SiteExportedSchema = z.strictObject({
  /** File name with its folder. */
  path: z.string(),
  sizeBytes: z.int(),
  /** What went along, below the site folder. */
  files: z.array(z.string()),
  /** Opened with the passphrase of this site's vault, and with no other. */
  withSecrets: z.boolean(),
});
export type SiteExported = z.infer<typeof SiteExportedSchema>;
