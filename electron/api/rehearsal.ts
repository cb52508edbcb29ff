import { z } from 'zod';

/** A rehearsal of the example takes about 20 s at this; faster ones leave slow laptops too little time for each deadline. */
export const DEFAULT_COMPRESSION = 60;

/** Where the work goes: the real site, or a simulated one with named faults. */
export const RehearsalOptionsSchema = z.strictObject({
  faults: z.array(z.string().max(120)).max(50).default([]),
  /** Keep the simulated site's state in the user's state folder and go on from it. */
  keep: z.boolean().default(false),
  /** How many times faster than real delays; 1 = as observed on real nodes. */
  compression: z.number().min(1).max(10_000).default(DEFAULT_COMPRESSION),
  /** The site's own bundle and nothing else: no stand-ins for what it lacks. */
  bundleAlone: z.boolean().optional(),
});
export type RehearsalOptions = z.infer<typeof RehearsalOptionsSchema>;

export const FaultViewSchema = z.strictObject({
  name: z.string(),
  text: z.strictObject({ en: z.string(), es: z.string() }),
});
