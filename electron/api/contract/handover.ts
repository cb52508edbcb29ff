import { z } from 'zod';
import { HandedOverSchema, HandoverFormSchema } from '../handover.ts';
import { HandoverLookSchema } from '../handover-look.ts';
import { everywhere, procedure } from '../procedure.ts';
import { RehearsalOptionsSchema } from '../rehearsal.ts';
import { SiteRefSchema } from '../sites.ts';
import { path } from './path.ts';

export const handover = {
  /** Where the hand-over stands: report, bundle, what was given and copied. Opens no vault. */
  look: procedure(everywhere)
    .input(z.strictObject({ site: SiteRefSchema }))
    .output(HandoverLookSchema),
  /** Writes the secrets for the customer. `outDir`: a handle on a page, a path on the command line; never below the site's folder. */
  secrets: procedure(everywhere)
    .input(z.strictObject({ site: SiteRefSchema, form: HandoverFormSchema, outDir: path }))
    .output(HandedOverSchema),
  /**
   * Copies site, lock, journals and reports into a folder of its own in `target`, where it opens again; to be repeated at any time. The
   * vault only where asked for, encrypted as it is.
   */
  copyToFolder: procedure(everywhere)
    .input(z.strictObject({ site: SiteRefSchema, target: path, withVault: z.boolean().default(false) }))
    .output(z.strictObject({ runId: z.string() })),
  /** The same onto every node of the site, into a folder that only root reads. */
  copyToNodes: procedure(everywhere)
    .input(
      z.strictObject({
        site: SiteRefSchema,
        rehearsal: RehearsalOptionsSchema.optional(),
        withVault: z.boolean().default(false),
      }),
    )
    .output(z.strictObject({ runId: z.string() })),
};
