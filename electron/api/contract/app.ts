import { z } from 'zod';
import { LaptopViewSchema } from '../laptop.ts';
import { everywhere, procedure, SURFACES } from '../procedure.ts';

export const app = {
  info: procedure(everywhere)
    .input(z.void())
    .output(
      z.strictObject({
        version: z.string(),
        surface: z.enum(SURFACES),
        platform: z.string(),
        node: z.string(),
        canWriteDrives: z.boolean(),
      }),
    ),
  /** What this laptop brings to any site. */
  laptop: procedure(everywhere).input(z.void()).output(LaptopViewSchema),
};
