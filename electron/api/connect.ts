import { z } from 'zod';
import { DiagnosticSchema } from './diagnostic.ts';

export const LaptopInterfaceSchema = z.strictObject({
  name: z.string(),
  address: z.string(),
  mac: z.string(),
  /** The address lies in the site's management network. */
  inside: z.boolean(),
});

/** One thing that must hold before the rack is powered, with the exact fix for this laptop's system. */
export const ConnectCheckSchema = z.strictObject({
  id: z.enum(['interface', 'address', 'conflict', 'receiver', 'firewall', 'sleep', 'clock', 'power']),
  outcome: z.enum(['passed', 'failed', 'unknown', 'not-applicable']),
  /** What was literally seen. */
  seen: z.array(z.string()),
  diagnostics: z.array(DiagnosticSchema),
});
export type ConnectCheck = z.infer<typeof ConnectCheckSchema>;
