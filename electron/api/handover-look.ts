import { z } from 'zod';
import { SignedStateSchema } from './sign-off.ts';

const made = { at: z.iso.datetime(), by: z.string().max(200) };
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * What was handed over of a site, one note each; the site's folder keeps them. Never a value of a secret.
 * secrets: a file or sheet was made of them. copy: site, lock, journals and reports were copied. renewed: one got a new value, or (without name) the vault a new passphrase.
 */
export const HandoverNoteSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    ...made,
    kind: z.literal('secrets'),
    form: z.enum(['recipients', 'passphrase', 'sheet']),
    folder: z.string().max(4096),
    files: z.array(z.strictObject({ name: z.string().max(255), sha256 })).max(10),
    count: z.int().nonnegative(),
  }),
  /** The site itself: to a folder, or to nodes. `sha256`: of the list of digests in it. */
  z.strictObject({
    ...made,
    kind: z.literal('copy'),
    folder: z.string().max(4096),
    /** Empty = a folder of this laptop or a stick in it. */
    hosts: z.array(z.string().max(63)).max(64),
    files: z.int().nonnegative(),
    bytes: z.number().nonnegative(),
    sha256,
    withVault: z.boolean(),
  }),
  z.strictObject({ ...made, kind: z.literal('renewed'), name: z.string().max(80).optional() }),
]);
export type HandoverNote = z.infer<typeof HandoverNoteSchema>;

/** Where the hand-over of a site stands. Only what was seen; what is still to be done follows from it. */
export const HandoverLookSchema = z.strictObject({
  /** throw-away: of an example, its passphrase lies beside it. */
  vault: z.enum(['none', 'throw-away', 'own']),
  /** Of the newest run that built or rehearsed the site; absent where there is none. */
  report: z
    .strictObject({
      runId: z.string(),
      rehearsed: z.boolean(),
      finishedAt: z.iso.datetime().optional(),
      isWritten: z.boolean(),
      signed: SignedStateSchema,
    })
    .optional(),
  bundle: z.enum(['none', 'unfinished', 'finished', 'unreadable']),
  /** Newest first. */
  notes: z.array(HandoverNoteSchema),
});
export type HandoverLook = z.infer<typeof HandoverLookSchema>;
