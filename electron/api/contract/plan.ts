import { z } from 'zod';
import { OutlineStepSchema, PlanSchema } from '../plan.ts';
import { everywhere, procedure } from '../procedure.ts';
import { RehearsalOptionsSchema } from '../rehearsal.ts';
import { PruneSchema, SelectionSchema } from '../selection.ts';
import { SiteRefSchema } from '../sites.ts';

export const plan = {
  make: procedure(everywhere)
    .input(
      z.strictObject({
        site: SiteRefSchema,
        rehearsal: RehearsalOptionsSchema.optional(),
        selection: SelectionSchema.optional(),
        /** Show the removal of these too. */
        prune: PruneSchema.optional(),
      }),
    )
    .output(PlanSchema),
  /** The steps that the site has, in their order: from its file alone, no machine is asked. */
  outline: procedure(everywhere)
    .input(z.strictObject({ site: SiteRefSchema }))
    .output(z.array(OutlineStepSchema)),
};
