import { z } from 'zod';

/** Who signs a report: the one who built the site, and the one who takes it over. */
export const SIGNERS = ['installer', 'customer'] as const;
export const SignerSchema = z.enum(SIGNERS);
export type Signer = z.infer<typeof SignerSchema>;

/** A signature is a few strokes: more is a photograph of something else. */
export const MAX_SIGNATURE_BYTES = 256 * 1024;

/** One line of text that a person is known by: no control characters, not only spaces. */
const personName = z
  .string()
  .trim()
  .min(1)
  .max(120)
  .regex(/^[^\p{Cc}\p{Cf}]+$/u);

/** typed: the name stands for the signature. image: drawn or picked, PNG or JPEG. */
export const SignatureSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('typed') }),
  z.strictObject({
    kind: z.literal('image'),
    mediaType: z.enum(['image/png', 'image/jpeg']),
    base64: z.base64().max(Math.ceil(MAX_SIGNATURE_BYTES / 3) * 4),
  }),
]);
export type Signature = z.infer<typeof SignatureSchema>;

export const SignOffSchema = z.strictObject({
  as: SignerSchema,
  name: personName,
  /** The day on which it was signed, as the signer says it. */
  date: z.iso.date(),
  signature: SignatureSchema,
});
export type SignOff = z.infer<typeof SignOffSchema>;

/**
 * What the sign-off of a run's report says. as-signed: the report is what was signed. changed-since: runs of the site have been added
 * after it; the signed report lies untouched in its folder.
 */
export const SignedStateSchema = z.strictObject({
  state: z.enum(['none', 'as-signed', 'changed-since']),
  by: z.array(SignOffSchema.pick({ as: true, name: true, date: true })),
});
export type SignedState = z.infer<typeof SignedStateSchema>;
