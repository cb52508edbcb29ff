import { z } from 'zod';
import { RehearsedMediaSchema, ScreenSchema } from '../arrival.ts';
import { DiagnosticSchema } from '../diagnostic.ts';
import { everywhere, procedure } from '../procedure.ts';
import { RehearsalOptionsSchema } from '../rehearsal.ts';
import { SiteRefSchema } from '../sites.ts';

export const arrival = {
  /** Listens, probes and answers until all machines are ready or the run is stopped. */
  watch: procedure(everywhere)
    .input(
      z.strictObject({
        site: SiteRefSchema,
        rehearsal: RehearsalOptionsSchema.optional(),
        /** Only with `rehearsal`: how the rehearsed technician carries the answers; default as the site says. */
        rehearsedMedia: RehearsedMediaSchema.optional(),
        /** Stop by itself when all machines are ready. */
        untilReady: z.boolean().default(true),
      }),
    )
    .output(z.strictObject({ runId: z.string() })),
  /** A person says that a machine was switched on (again). */
  powered: procedure(everywhere)
    .input(z.strictObject({ runId: z.string(), host: z.string() }))
    .output(z.void()),
  /** Gives an unknown machine a node of the plan. */
  assign: procedure(everywhere)
    .input(z.strictObject({ runId: z.string(), visitor: z.string(), host: z.string() }))
    .output(z.void()),
  /** Lets an installed node be installed again, once. Its name is typed. */
  release: procedure(everywhere)
    .input(z.strictObject({ runId: z.string(), host: z.string(), typedName: z.string() }))
    .output(z.void()),
  /** A person compared the fingerprint with the node's own screen. */
  compareKey: procedure(everywhere)
    .input(z.strictObject({ runId: z.string(), host: z.string(), fingerprint: z.string() }))
    .output(z.void()),
  /** What it means when a silent node's screen shows this, and what to do. */
  screen: procedure(everywhere)
    .input(z.strictObject({ site: SiteRefSchema, host: z.string(), screen: ScreenSchema }))
    .output(z.array(DiagnosticSchema)),
};
