import { z } from 'zod';

/** An age recipient (age-encryption.org/v1, X25519): the public half, which may be said anywhere. */
const recipient = z.string().regex(/^age1[02-9ac-hj-np-z]{58}$/);

/**
 * How a customer gets the secrets: encrypted to their own keys, encrypted with a passphrase that is told apart from the file, or as a sheet
 * to print. Only the first two may be mailed.
 */
export const HandoverFormSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('recipients'), recipients: z.array(recipient).min(1).max(20) }),
  z.strictObject({ kind: z.literal('passphrase'), passphrase: z.string().min(1).max(4096) }),
  z.strictObject({ kind: z.literal('sheet'), language: z.enum(['en', 'es']) }),
]);
export type HandoverForm = z.infer<typeof HandoverFormSchema>;

export const HandedOverSchema = z.strictObject({
  folder: z.string(),
  files: z.array(z.strictObject({ name: z.string(), sha256: z.string(), sizeBytes: z.int() })),
  handed: z.array(z.string()),
  /** What only this laptop needs, and hashes that nobody can log in with. */
  leftOut: z.array(z.string()),
});
export type HandedOver = z.infer<typeof HandedOverSchema>;
