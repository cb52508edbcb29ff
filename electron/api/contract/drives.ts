import { z } from 'zod';
import { DriveViewSchema, ShownIdentitySchema } from '../media.ts';
import { everywhere, notOverHttp, procedure } from '../procedure.ts';
import { SiteRefSchema } from '../sites.ts';
import { path } from './path.ts';

export const drives = {
  list: procedure(everywhere)
    .input(
      z.strictObject({
        /** Whose sticks are recognised as current or older; others are named by their site. */
        site: SiteRefSchema.optional(),
        imageSizeBytes: z.number().optional(),
        includeVirtual: z.boolean().default(false),
      }),
    )
    .output(z.array(DriveViewSchema)),
  /** Asks the flasher, with privilege, what is on drives that could not be read without. Nothing is written. */
  identify: procedure(notOverHttp)
    .input(z.strictObject({ site: SiteRefSchema.optional(), devices: z.array(path).min(1).max(64) }))
    .output(z.array(DriveViewSchema)),
  /** Writes confirmed drives, several at once, each failing alone; one elevation for all. */
  flash: procedure(notOverHttp)
    .input(
      z.strictObject({
        writes: z
          .array(
            z.strictObject({
              image: path,
              device: path,
              confirm: z.string().min(1).max(4096),
              /** Of the drive that was shown; another one at its place is refused. */
              identity: ShownIdentitySchema.optional(),
            }),
          )
          .min(1)
          .max(64),
        base: path.optional(),
        /** Serial of a drive that is larger than sticks are and meant all the same; honoured on the command line alone. */
        acceptLarge: z.string().min(1).max(512).optional(),
      }),
    )
    .output(z.strictObject({ runId: z.string() })),
};
