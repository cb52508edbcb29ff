import { z } from 'zod';

/** A secret as it may be shown: where the site uses it and whether the vault keeps it; never its value. */
export const SecretViewSchema = z.strictObject({
  name: z.string(),
  /** What it is for: decides how it is checked and whether it can be made by chance. */
  kind: z.enum([
    'ssh-key',
    'password-hash',
    'root-password',
    'random',
    'certificate',
    'subscription-key',
    'token',
    'signing-key',
    'other',
  ]),
  state: z.enum(['kept', 'lacking', 'unused']),
  usedBy: z.array(z.string()),
});
export type SecretView = z.infer<typeof SecretViewSchema>;

export const SecretsInitSchema = z.strictObject({
  /** False: the vault was there and only what it lacked was made. */
  created: z.boolean(),
  made: z.array(z.string()),
  /** The new public half, where a key was made: it stands in site.toml now. */
  sshPublicKey: z.string().optional(),
  secrets: z.array(SecretViewSchema),
});
export type SecretsInit = z.infer<typeof SecretsInitSchema>;
