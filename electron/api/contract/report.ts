import { z } from 'zod';
import { commandLineOnly, everywhere, procedure } from '../procedure.ts';
import { ReportFolderSchema, ReportVerdictSchema } from '../report.ts';
import { SiteRefSchema } from '../sites.ts';
import { path } from './path.ts';

export const report = {
  make: procedure(everywhere)
    .input(z.strictObject({ site: SiteRefSchema, runId: z.string().optional(), outDir: path.optional() }))
    .output(ReportFolderSchema),
  preview: procedure(everywhere)
    .input(z.strictObject({ site: SiteRefSchema, runId: z.string().optional(), language: z.enum(['en', 'es']) }))
    .output(z.strictObject({ html: z.string(), runId: z.string() })),
  verify: procedure(commandLineOnly)
    .input(z.strictObject({ folder: path }))
    .output(ReportVerdictSchema),
};
