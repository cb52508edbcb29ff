import { z } from 'zod';
import { everywhere, procedure } from '../procedure.ts';
import { SiteDocumentSchema, SiteRefSchema } from '../sites.ts';

const step = z.strictObject({ site: SiteRefSchema, baseText: z.string() });

/** Edits of a site that are put back or done again, and what is typed but not yet written. */
export const edits = {
  /** Puts back the text that was there before the last edit. Refused where something else wrote in between. */
  undo: procedure(everywhere).input(step).output(SiteDocumentSchema),
  redo: procedure(everywhere).input(step).output(SiteDocumentSchema),
  /** Keeps what is typed in a field until it is written or given up (without `text`). A secret is not kept. */
  keepDraft: procedure(everywhere)
    .input(
      z.strictObject({
        site: SiteRefSchema,
        path: z.string().min(1).max(200),
        text: z.string().max(4096).optional(),
      }),
    )
    .output(z.strictObject({ isKept: z.boolean() })),
};
