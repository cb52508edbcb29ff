import { z } from 'zod';
import { commandLineOnly, everywhere, procedure } from '../procedure.ts';
import {
  EvidenceLogSchema,
  EvidenceNumberSchema,
  EvidenceSchema,
  ReportFolderSchema,
  ReportVerdictSchema,
} from '../report.ts';
import { SignedStateSchema, SignOffSchema } from '../sign-off.ts';
import { SiteRefSchema } from '../sites.ts';
import { path } from './path.ts';

export const report = {
  make: procedure(everywhere)
    .input(z.strictObject({ site: SiteRefSchema, runId: z.string().optional(), outDir: path.optional() }))
    .output(ReportFolderSchema),
  preview: procedure(everywhere)
    .input(z.strictObject({ site: SiteRefSchema, runId: z.string().optional(), language: z.enum(['en', 'es']) }))
    .output(
      z.strictObject({
        html: z.string(),
        runId: z.string(),
        signed: SignedStateSchema,
        evidence: z.array(EvidenceSchema),
        /** Rows that say something, and how many of them name what they stand on. */
        statements: z.strictObject({ all: z.int(), proven: z.int() }),
      }),
    ),
  /** What one number of the preview stands on: the record, and what was asked and answered. */
  evidence: procedure(everywhere)
    .input(z.strictObject({ site: SiteRefSchema, runId: z.string().optional(), number: z.string().max(12) }))
    .output(EvidenceLogSchema),
  /** The numbers that the report of the newest run has, and what each is of; none where nothing was built yet. */
  numbers: procedure(everywhere)
    .input(z.strictObject({ site: SiteRefSchema }))
    .output(z.array(EvidenceNumberSchema)),
  /** Writes the report as it stands, signed. What was signed once is not written over. */
  sign: procedure(everywhere)
    .input(z.strictObject({ site: SiteRefSchema, runId: z.string().optional(), signOff: SignOffSchema }))
    .output(ReportFolderSchema),
  /** Puts the signed report aside, whole, so that a new one can be made. `confirm`: the site's name, as it was typed. */
  setAside: procedure(everywhere)
    .input(z.strictObject({ site: SiteRefSchema, runId: z.string().optional(), confirm: z.string() }))
    .output(z.strictObject({ folder: z.string() })),
  verify: procedure(commandLineOnly)
    .input(z.strictObject({ folder: path }))
    .output(ReportVerdictSchema),
};
