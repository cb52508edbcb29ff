import { z } from 'zod';
import { DiagnosticSchema } from './diagnostic.ts';

export const AnswerCheckSchema = z.strictObject({
  file: z.string(),
  accepted: z.boolean(),
  installs: z
    .strictObject({ filesystem: z.string(), disks: z.array(z.string()), managementNic: z.string() })
    .nullable(),
  diagnostics: z.array(DiagnosticSchema),
});
export type AnswerCheck = z.infer<typeof AnswerCheckSchema>;

/** What the installer will do to one machine, by its own rules over what is known of the machine. */
export const ErasureViewSchema = z.strictObject({
  node: z.string(),
  /** From where the machine is known; none: nothing can be told. */
  inventory: z.enum(['none', 'typed', 'imported']),
  disks: z.array(
    z.strictObject({
      label: z.string(),
      serial: z.string(),
      sizeBytes: z.number().optional(),
      verdict: z.enum(['erased', 'kept', 'cannot-tell']),
      reason: DiagnosticSchema.optional(),
    }),
  ),
  nics: z.array(
    z.strictObject({
      name: z.string(),
      mac: z.string(),
      verdict: z.enum(['management', 'other', 'cannot-tell']),
      /** Its name in the installed system, where it is pinned. */
      pinnedName: z.string().optional(),
    }),
  ),
  /** Errors stop the making of media for this node. */
  diagnostics: z.array(DiagnosticSchema),
});
export type ErasureView = z.infer<typeof ErasureViewSchema>;
