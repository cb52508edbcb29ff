import { z } from 'zod';
import { DiagnosticSchema } from '../diagnostic.ts';
import { commandLineOnly, everywhere, procedure } from '../procedure.ts';
import { RenewedSecretSchema, SecretsInitSchema, SecretViewSchema, VaultLookSchema } from '../secrets.ts';
import { SiteRefSchema } from '../sites.ts';

const passphrase = z.string().min(1).max(4096);
const secretName = z.string().min(1).max(80);

/** The vault. A value comes in from standard input or a prompt and goes out only to the person who asks for it. */
export const secrets = {
  list: procedure(commandLineOnly)
    .input(z.strictObject({ site: SiteRefSchema }))
    .output(z.strictObject({ secrets: z.array(SecretViewSchema), diagnostics: z.array(DiagnosticSchema) })),
  /** `passphrase`: of the vault that is made, as it was typed on a page; the command line asks for it itself. */
  init: procedure(everywhere)
    .input(
      z.strictObject({
        site: SiteRefSchema,
        newSshKey: z.boolean().default(false),
        passphrase: passphrase.optional(),
      }),
    )
    .output(SecretsInitSchema),
  set: procedure(everywhere)
    .input(
      z.strictObject({
        site: SiteRefSchema,
        name: secretName,
        value: z.string().min(1).max(65_536),
        isPassword: z.boolean().default(false),
      }),
    )
    .output(SecretViewSchema),
  look: procedure(everywhere)
    .input(z.strictObject({ site: SiteRefSchema }))
    .output(VaultLookSchema),
  /** Opens the vault for this Sitewright, and for the next ones where the system has a keychain. */
  unlock: procedure(everywhere)
    .input(z.strictObject({ site: SiteRefSchema, passphrase: passphrase.optional() }))
    .output(z.strictObject({ count: z.int() })),
  rekey: procedure(commandLineOnly)
    .input(z.strictObject({ site: SiteRefSchema, passphrase }))
    .output(z.strictObject({ count: z.int() })),
  /** A new value by chance for one secret. Says what has to be run until the machines have it too. */
  renew: procedure(everywhere)
    .input(z.strictObject({ site: SiteRefSchema, name: secretName }))
    .output(RenewedSecretSchema),
  /** One value, for the person who must type it somewhere. It is in no event, log, journal or report. */
  reveal: procedure(everywhere)
    .input(z.strictObject({ site: SiteRefSchema, name: secretName }))
    .output(z.strictObject({ value: z.string() })),
};
