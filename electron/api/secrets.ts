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

/** A vault as it can be seen without opening it. `open`: this Sitewright has its passphrase already. */
export const VaultLookSchema = z.strictObject({
  state: z.enum(['none', 'locked', 'open']),
  secrets: z.array(SecretViewSchema),
});
export type VaultLook = z.infer<typeof VaultLookSchema>;

/**
 * A secret that got a new value. `stillToDo`: until then the machines have the old one. media = sticks and answers are made anew; passwd = it
 * is set by hand on a machine that is installed already; apply = the site is applied again.
 */
export const RenewedSecretSchema = z.strictObject({
  name: z.string(),
  kind: SecretViewSchema.shape.kind,
  usedBy: z.array(z.string()),
  stillToDo: z.array(z.enum(['media', 'passwd', 'apply'])),
});
export type RenewedSecret = z.infer<typeof RenewedSecretSchema>;
