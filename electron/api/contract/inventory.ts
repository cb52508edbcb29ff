import { z } from 'zod';
import { DiagnosticSchema } from '../diagnostic.ts';
import { everywhere, procedure } from '../procedure.ts';
import { SiteEditSchema, SiteRefSchema } from '../sites.ts';

/** What a machine has inside, from `lsblk --json`, `udevadm info --export-db`, `device-info` or `ip -j link`. */
export const inventory = {
  /** Keeps the listing beside the site for this node, and says which edits bring site.toml up to it. */
  bring: procedure(everywhere)
    .input(
      z.strictObject({ site: SiteRefSchema, node: z.string().min(1).max(63), text: z.string().max(8 * 1024 * 1024) }),
    )
    .output(
      z.strictObject({
        found: z.strictObject({ disks: z.int(), nics: z.int(), sources: z.array(z.string()) }),
        edits: z.array(SiteEditSchema),
        diagnostics: z.array(DiagnosticSchema),
      }),
    ),
};
