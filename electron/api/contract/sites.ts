import { z } from 'zod';
import { commandLineOnly, everywhere, procedure } from '../procedure.ts';
import { SiteDocumentSchema, SiteEditSchema, SiteListEntrySchema, SiteRefSchema } from '../sites.ts';
import { path } from './path.ts';

export const sites = {
  list: procedure(everywhere).input(z.void()).output(z.array(SiteListEntrySchema)),
  open: procedure(commandLineOnly).input(z.strictObject({ path })).output(SiteDocumentSchema),
  read: procedure(everywhere)
    .input(z.strictObject({ site: SiteRefSchema }))
    .output(SiteDocumentSchema),
  edit: procedure(everywhere)
    .input(
      z.strictObject({ site: SiteRefSchema, baseText: z.string(), edits: z.array(SiteEditSchema).min(1).max(500) }),
    )
    .output(SiteDocumentSchema),
  copyExample: procedure(everywhere)
    .input(z.strictObject({ site: SiteRefSchema, name: z.string().regex(/^[a-z][a-z0-9-]{1,30}$/) }))
    .output(SiteDocumentSchema),
  exportTerraform: procedure(commandLineOnly)
    .input(z.strictObject({ site: SiteRefSchema, outDir: path }))
    .output(z.strictObject({ files: z.array(z.string()) })),
};
