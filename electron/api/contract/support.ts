import { z } from 'zod';
import { everywhere, procedure } from '../procedure.ts';
import { SiteRefSchema } from '../sites.ts';
import { SupportBundleSchema } from '../support.ts';

export const support = {
  /** Also of a site whose file has errors, or cannot be read at all. */
  make: procedure(everywhere)
    .input(z.strictObject({ site: SiteRefSchema }))
    .output(SupportBundleSchema),
};
