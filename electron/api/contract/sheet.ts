import { z } from 'zod';
import { FieldSheetSchema } from '../field-sheet.ts';
import { commandLineOnly, everywhere, procedure } from '../procedure.ts';
import { SiteRefSchema } from '../sites.ts';
import { LANGUAGES } from '../text.ts';
import { path } from './path.ts';

/** The field sheet: what to pack, firmware settings, cables, labels. */
export const sheet = {
  read: procedure(everywhere)
    .input(z.strictObject({ site: SiteRefSchema }))
    .output(FieldSheetSchema),
  /** As one HTML file that prints. */
  write: procedure(commandLineOnly)
    .input(z.strictObject({ site: SiteRefSchema, out: path, language: z.enum(LANGUAGES) }))
    .output(z.strictObject({ file: z.string() })),
};
