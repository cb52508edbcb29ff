import { z } from 'zod';
import { AnswerCheckSchema, ErasureViewSchema } from '../answers.ts';
import { DiagnosticSchema } from '../diagnostic.ts';
import { commandLineOnly, everywhere, procedure } from '../procedure.ts';
import { SiteRefSchema } from '../sites.ts';
import { path } from './path.ts';

export const answers = {
  preview: procedure(everywhere)
    .input(z.strictObject({ site: SiteRefSchema }))
    .output(
      z.array(
        z.strictObject({
          node: z.string(),
          fileName: z.string(),
          text: z.string(),
          diagnostics: z.array(DiagnosticSchema),
        }),
      ),
    ),
  /** Which disk of which machine will be erased, before a stick is made. */
  erasure: procedure(everywhere)
    .input(z.strictObject({ site: SiteRefSchema }))
    .output(z.array(ErasureViewSchema)),
  make: procedure(commandLineOnly)
    .input(z.strictObject({ site: SiteRefSchema, outDir: path }))
    .output(z.array(z.strictObject({ node: z.string(), file: z.string(), sha256: z.string() }))),
  check: procedure(commandLineOnly)
    .input(
      z.strictObject({
        files: z.array(path).min(1).max(1000),
        pve: z.enum(['8.4', '9.1', '9.2']),
        inventory: path.optional(),
      }),
    )
    .output(z.array(AnswerCheckSchema)),
};
