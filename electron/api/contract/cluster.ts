import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { ClusterAskSchema, ClusterReadEventSchema } from '../cluster-reading.ts';
import { DiagnosticSchema } from '../diagnostic.ts';
import { SITE_FOLDER_NAME } from '../new-site.ts';
import { everywhere, procedure } from '../procedure.ts';
import { SiteDocumentSchema } from '../sites.ts';
import { path } from './path.ts';

export const cluster = {
  /** Reads a cluster that runs, over SSH. Changes nothing on it. */
  read: procedure(everywhere).input(ClusterAskSchema).output(eventIterator(ClusterReadEventSchema)),
  /** A new site folder that describes what was read. `place` = the folder above it; absent = where sites usually are. */
  make: procedure(everywhere)
    .input(
      z.strictObject({
        reading: z.string().max(80),
        folder: z.string().regex(SITE_FOLDER_NAME),
        name: z.string().trim().min(1).max(80),
        language: z.enum(['en', 'es']),
        place: path.optional(),
      }),
    )
    .output(z.strictObject({ site: SiteDocumentSchema, notes: z.array(DiagnosticSchema) })),
};
