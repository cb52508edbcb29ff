import { z } from 'zod';
import { ConnectCheckSchema, LaptopInterfaceSchema } from '../connect.ts';
import { DiagnosticSchema } from '../diagnostic.ts';
import { everywhere, procedure } from '../procedure.ts';
import { SiteRefSchema } from '../sites.ts';

export const connect = {
  /** The laptop's own place on site. The self-test listens on the receiver's port for a moment and asks itself. */
  look: procedure(everywhere)
    .input(z.strictObject({ site: SiteRefSchema }))
    .output(
      z.strictObject({
        interfaces: z.array(LaptopInterfaceSchema),
        checks: z.array(ConnectCheckSchema),
        diagnostics: z.array(DiagnosticSchema),
      }),
    ),
};
