import { z } from 'zod';
import { NewSiteSchema, SITE_FOLDER_NAME } from '../new-site.ts';
import { commandLineOnly, everywhere, procedure } from '../procedure.ts';
import { SiteDifferenceSchema, SiteExportedSchema } from '../site-carrying.ts';
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
      z.strictObject({ site: SiteRefSchema, baseText: z.string(), edits: z.array(SiteEditSchema).min(1).max(2000) }),
    )
    .output(SiteDocumentSchema),
  copyExample: procedure(everywhere)
    .input(z.strictObject({ site: SiteRefSchema, name: z.string().regex(/^[a-z][a-z0-9-]{1,30}$/) }))
    .output(SiteDocumentSchema),
  /** A new folder with a site.toml from a template. `place` = the folder above it; absent = where sites usually are. */
  create: procedure(everywhere)
    .input(z.strictObject({ asked: NewSiteSchema, place: path.optional() }))
    .output(SiteDocumentSchema),
  /** A site of the list whose folder moved: `found` is where it is now. */
  locate: procedure(everywhere)
    .input(z.strictObject({ site: SiteRefSchema, found: SiteRefSchema }))
    .output(SiteDocumentSchema),
  /** Takes a site off the list. Its folder is not touched. */
  forget: procedure(everywhere)
    .input(z.strictObject({ site: SiteRefSchema }))
    .output(z.array(SiteListEntrySchema)),
  /** The site as one file, written to `target`: a folder that is there, or the file itself. */
  exportFile: procedure(everywhere)
    .input(
      z.strictObject({
        site: SiteRefSchema,
        target: path,
        withSecrets: z.boolean().default(false),
        withReports: z.boolean().default(false),
      }),
    )
    .output(SiteExportedSchema),
  importFile: procedure(everywhere)
    .input(z.strictObject({ file: path, name: z.string().regex(SITE_FOLDER_NAME), place: path.optional() }))
    .output(SiteDocumentSchema),
  compare: procedure(everywhere)
    .input(z.strictObject({ left: SiteRefSchema, right: SiteRefSchema }))
    .output(z.strictObject({ differences: z.array(SiteDifferenceSchema) })),
  exportTerraform: procedure(commandLineOnly)
    .input(z.strictObject({ site: SiteRefSchema, outDir: path }))
    .output(z.strictObject({ files: z.array(z.string()) })),
};
