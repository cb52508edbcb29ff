import { z } from 'zod';
import { BundleOnHostSchema } from '../deployment.ts';
import { everywhere, notOverHttp, procedure } from '../procedure.ts';
import { SiteRefSchema } from '../sites.ts';
import { path } from './path.ts';

/** A finished bundle on its way to where it is used: on a stick, or over the network. */
export const deployment = {
  /**
   * Fills a mounted stick with bundle, site, lock and the command line: what a node of the site needs to install it without a
   * laptop. A run with progress; filling again brings only what differs.
   */
  stick: procedure(notOverHttp)
    .input(
      z.strictObject({
        site: SiteRefSchema,
        /** The stick's folder: a handle in the window, a path on the command line. */
        target: path,
        /** Also a folder of this computer's own disk is filled, to be copied on. */
        plainFolder: z.boolean().default(false),
      }),
    )
    .output(z.strictObject({ runId: z.string() })),
  /** Brings what the site's bundle has and a host has not, and proves it there; `prune` removes what no lock names. */
  push: procedure(everywhere)
    .input(z.strictObject({ site: SiteRefSchema, to: z.string().min(1).max(63), prune: z.boolean().default(false) }))
    .output(z.strictObject({ runId: z.string() })),
  /**
   * What a host holds of the site's bundle, and how full its disk is. Only looks. With the push that has just ended: what that
   * one saw at its end, where it did, so that no host is reached and no vault opened a second time.
   */
  onHost: procedure(everywhere)
    .input(
      z.strictObject({ site: SiteRefSchema, host: z.string().min(1).max(63), runId: z.string().max(200).optional() }),
    )
    .output(BundleOnHostSchema),
};
