import { z } from 'zod';
import { everywhere, notOverHttp, procedure, windowOnly } from '../procedure.ts';
import { InstallationSchema, ReleaseViewSchema, UpdateDoneSchema } from '../update.ts';
import { path } from './path.ts';

/** A new version that somebody brought as a file, with its signature beside it (`FILE.sig`). */
export const update = {
  installation: procedure(everywhere).input(z.void()).output(InstallationSchema),
  /** Reads and proves it; changes nothing. */
  look: procedure(notOverHttp)
    .input(z.strictObject({ file: path }))
    .output(ReleaseViewSchema),
  install: procedure(notOverHttp)
    .input(z.strictObject({ file: path, acceptOlder: z.boolean().default(false) }))
    .output(UpdateDoneSchema),
  /** The window closes and comes up again as what is installed now. Refused while a run goes on. */
  restart: procedure(windowOnly).input(z.void()).output(z.void()),
};
