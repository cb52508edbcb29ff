import { z } from 'zod';

export const BundleNeedSchema = z.strictObject({
  kind: z.enum(['container-image', 'deb', 'cloud-image', 'file']),
  name: z.string(),
  why: z.strictObject({ en: z.string(), es: z.string() }),
  present: z.boolean(),
  sizeBytes: z.number().optional(),
});
export type BundleNeed = z.infer<typeof BundleNeedSchema>;
