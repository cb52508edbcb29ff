import { z } from 'zod';

/**
 * What a technician sends to whoever helps: one packed file without secrets. `known`: the vault's secrets were searched for by their
 * values; locked = only what looks like a secret was taken out beyond what the logs leave out anyway; none = the site has no vault.
 */
export const SupportBundleSchema = z.strictObject({
  name: z.string(),
  base64: z.string(),
  files: z.array(z.strictObject({ name: z.string(), sizeBytes: z.int() })),
  known: z.enum(['open', 'locked', 'none']),
});
export type SupportBundle = z.infer<typeof SupportBundleSchema>;
