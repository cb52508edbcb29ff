import { z } from 'zod';

/** What a host holds of a site's bundle, how full its disk is, and what may go. */
export const BundleOnHostSchema = z.strictObject({
  host: z.string(),
  /** Ours alone; everything below counts. */
  folder: z.string(),
  files: z.int(),
  bytes: z.number(),
  /** Of the lock that this laptop has: not there, or of another size. */
  missingFiles: z.int(),
  missingBytes: z.number(),
  /** The disk that the folder lies on. */
  disk: z.strictObject({ totalBytes: z.number(), freeBytes: z.number() }),
  /** In the folder, and named by no lock: older versions, parts of broken-off pushes. */
  removable: z.array(z.strictObject({ path: z.string(), sizeBytes: z.number() })),
});
export type BundleOnHost = z.infer<typeof BundleOnHostSchema>;
