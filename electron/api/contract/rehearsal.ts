import { z } from 'zod';
import { everywhere, procedure } from '../procedure.ts';
import { FaultViewSchema } from '../rehearsal.ts';
import { SiteEditSchema, SiteRefSchema } from '../sites.ts';

export const rehearsal = {
  faults: procedure(everywhere).input(z.void()).output(z.array(FaultViewSchema)),
  /** The edits of site.toml that fill what stands on labels nobody has read yet with made-up ones, marked as such. */
  labels: procedure(everywhere)
    .input(z.strictObject({ site: SiteRefSchema }))
    .output(z.strictObject({ edits: z.array(SiteEditSchema) })),
  fidelity: procedure(everywhere).input(z.void()).output(z.json()),
};
