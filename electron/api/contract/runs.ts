import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { DrillOfferSchema, DrillOrderSchema } from '../drill.ts';
import { everywhere, procedure } from '../procedure.ts';
import { RehearsalOptionsSchema } from '../rehearsal.ts';
import { RunEventSchema, RunSummarySchema, StopModeSchema } from '../run.ts';
import { PruneSchema, SelectionSchema, WipeSchema } from '../selection.ts';
import { SiteRefSchema } from '../sites.ts';
import { path } from './path.ts';

export const runs = {
  apply: procedure(everywhere)
    .input(
      z.strictObject({
        site: SiteRefSchema,
        rehearsal: RehearsalOptionsSchema.optional(),
        /** Refuse when the plan has changed since it was shown. */
        planFingerprint: z.string().optional(),
        selection: SelectionSchema.optional(),
        prune: PruneSchema.optional(),
        wipe: WipeSchema.optional(),
        /** Take the cluster's lock from a run that has not renewed it for long; one that is renewed is never taken. */
        takeLock: z.boolean().optional(),
      }),
    )
    .output(z.strictObject({ runId: z.string() })),
  smoke: procedure(everywhere)
    .input(z.strictObject({ site: SiteRefSchema, rehearsal: RehearsalOptionsSchema.optional() }))
    .output(z.strictObject({ runId: z.string() })),
  /** Takes one node out of service (its HA machines move away) or back into it. */
  maintenance: procedure(everywhere)
    .input(
      z.strictObject({
        site: SiteRefSchema,
        rehearsal: RehearsalOptionsSchema.optional(),
        node: z.string().min(1).max(63),
        /** `off` ends it: machines that were moved away come back by their rules. */
        mode: z.enum(['on', 'off']),
      }),
    )
    .output(z.strictObject({ runId: z.string() })),
  /** The drills that a site can have, each with its warning and what is typed to begin it. */
  drillOffers: procedure(everywhere)
    .input(z.strictObject({ site: SiteRefSchema }))
    .output(z.array(DrillOfferSchema)),
  /** Breaks the site for a while, measures, and puts it back. */
  drill: procedure(everywhere)
    .input(
      z.strictObject({
        site: SiteRefSchema,
        rehearsal: RehearsalOptionsSchema.optional(),
        drill: DrillOrderSchema,
        /** What a person typed: the name of what is broken. */
        confirm: z.string().max(80),
        takeLock: z.boolean().optional(),
      }),
    )
    .output(z.strictObject({ runId: z.string() })),
  /** Apply, smoke tests and report on a simulated site. */
  rehearse: procedure(everywhere)
    .input(
      z.strictObject({
        site: SiteRefSchema,
        rehearsal: RehearsalOptionsSchema,
        /** Only on the command line; elsewhere the report goes into the site's folder. */
        outDir: path.optional(),
      }),
    )
    .output(z.strictObject({ runId: z.string() })),
  list: procedure(everywhere)
    .input(z.strictObject({ site: SiteRefSchema }))
    .output(z.array(RunSummarySchema)),
  events: procedure(everywhere)
    .input(z.strictObject({ runId: z.string(), after: z.int().min(0).default(0) }))
    .output(eventIterator(RunEventSchema)),
  stop: procedure(everywhere)
    .input(z.strictObject({ runId: z.string(), mode: StopModeSchema }))
    .output(z.void()),
};
