import { z } from 'zod';
import { AddressPlanOrderSchema, AddressPlanSchema } from '../address-plan.ts';
import { everywhere, procedure } from '../procedure.ts';
import { SiteRangeSchema } from '../site-ranges.ts';
import { SiteRefSchema } from '../sites.ts';

export const network = {
  /** Every range of addresses of the site, those of its stacks and of Docker included. */
  ranges: procedure(everywhere)
    .input(z.strictObject({ site: SiteRefSchema }))
    .output(z.array(SiteRangeSchema)),
  /** Addresses for all of a site out of one network. Changes nothing: the edits are written by `sites.edit`. */
  addressPlan: procedure(everywhere)
    .input(z.strictObject({ site: SiteRefSchema, ...AddressPlanOrderSchema.shape }))
    .output(AddressPlanSchema),
};
