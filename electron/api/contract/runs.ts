import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { DrillOfferSchema, DrillOrderSchema } from '../drill.ts';
import { everywhere, procedure } from '../procedure.ts';
import { RehearsalOptionsSchema } from '../rehearsal.ts';
import { RunEventSchema, RunSummarySchema, StopModeSchema } from '../run.ts';
import {
  HistoryFilterSchema,
  HistoryPageSchema,
  MOST_RUNS,
  PastRunSchema,
  RunComparisonSchema,
} from '../run-history.ts';
import { LogFilterSchema, LogMatchSchema, LogPageSchema, LogTailSchema, MOST_LINES } from '../run-lines.ts';
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
    .input(
      z.strictObject({
        site: SiteRefSchema,
        rehearsal: RehearsalOptionsSchema.optional(),
        /** Only these, by id: what is known of all others has to be of the site as it is. */
        checks: z.array(z.string().min(1).max(160)).min(1).max(64).optional(),
      }),
    )
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
  /** All runs of a site, newest first, by the page: however many there are, each costs a look at two ends of its journal. */
  history: procedure(everywhere)
    .input(
      z.strictObject({
        site: SiteRefSchema,
        filter: HistoryFilterSchema.default({}),
        /** `next` of the page before; absent = from the newest. */
        before: z.string().max(60).optional(),
        limit: z.int().min(1).max(MOST_RUNS).default(50),
      }),
    )
    .output(HistoryPageSchema),
  /** One of them. Its events and its log are then there to be read, as of a run of now. */
  past: procedure(everywhere)
    .input(z.strictObject({ site: SiteRefSchema, runId: z.string() }))
    .output(PastRunSchema),
  /** What two of them did otherwise; the earlier one is `before`. */
  compare: procedure(everywhere)
    .input(z.strictObject({ site: SiteRefSchema, left: z.string(), right: z.string() }))
    .output(RunComparisonSchema),
  events: procedure(everywhere)
    .input(
      z.strictObject({
        runId: z.string(),
        after: z.int().min(0).default(0),
        /** none: without the lines of the log, which a page asks for by the windowful. */
        log: z.enum(['all', 'none']).default('all'),
      }),
    )
    .output(eventIterator(RunEventSchema)),
  /** The newest lines of a run's log, again whenever it has grown, a few times a second at most; ends with the run. */
  logTail: procedure(everywhere)
    .input(
      z.strictObject({ runId: z.string(), filter: LogFilterSchema.default({}), limit: z.int().min(1).max(MOST_LINES) }),
    )
    .output(eventIterator(LogTailSchema)),
  /** Lines before or after one of them, oldest first. */
  logLines: procedure(everywhere)
    .input(
      z.strictObject({
        runId: z.string(),
        filter: LogFilterSchema.default({}),
        /** Number of an event; it is among the lines of `newer` itself. */
        from: z.int().min(1),
        towards: z.enum(['older', 'newer']),
        limit: z.int().min(1).max(MOST_LINES),
      }),
    )
    .output(LogPageSchema),
  /** Looks for a text in the log, whatever its case: the next line that holds it, or the one before; round the end. */
  logFind: procedure(everywhere)
    .input(
      z.strictObject({
        runId: z.string(),
        filter: LogFilterSchema.default({}),
        query: z.string().min(1).max(200),
        /** Where the last one was found; absent = from the beginning. */
        from: z.int().min(1).optional(),
        towards: z.enum(['older', 'newer']),
      }),
    )
    .output(LogMatchSchema),
  stop: procedure(everywhere)
    .input(z.strictObject({ runId: z.string(), mode: StopModeSchema }))
    .output(z.void()),
};
