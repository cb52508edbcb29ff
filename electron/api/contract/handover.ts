import { z } from 'zod';
import { HandedOverSchema, HandoverFormSchema } from '../handover.ts';
import { commandLineOnly, procedure } from '../procedure.ts';
import { SiteRefSchema } from '../sites.ts';
import { path } from './path.ts';

export const handover = {
  secrets: procedure(commandLineOnly)
    .input(z.strictObject({ site: SiteRefSchema, form: HandoverFormSchema, outDir: path }))
    .output(HandedOverSchema),
};
