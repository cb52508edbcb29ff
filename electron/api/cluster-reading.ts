import { z } from 'zod';
import { DiagnosticSchema } from './diagnostic.ts';
import { SITE_FOLDER_NAME } from './new-site.ts';

/** A fingerprint of a host key as OpenSSH prints it. */
export const FingerprintSchema = z.string().regex(/^SHA256:[A-Za-z0-9+/]{43}$/);

/** How root comes in. Neither is kept: a password stays in memory for one reading, of a key file only the public half goes on. */
const ClusterLoginSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('password'), password: z.string().min(1).max(1024) }),
  z.strictObject({ kind: z.literal('key'), file: z.string().min(1).max(4096) }),
]);

/** Which cluster is read, and by whose key one knows that it is that one. */
export const ClusterAskSchema = z.strictObject({
  /** Management address of one node; the others are reached where it says. */
  address: z.string().min(1).max(80),
  login: ClusterLoginSchema,
  /** Fingerprints that a person has compared. What the cluster itself knows of its other nodes needs none. */
  hostKeys: z.array(FingerprintSchema).max(64).default([]),
});
export type ClusterAsk = z.infer<typeof ClusterAskSchema>;

/** What happens while a cluster is read; all but `node` end it. */
export const ClusterReadEventSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('node'),
    name: z.string(),
    address: z.string(),
    state: z.enum(['asking', 'read', 'unread']),
    diagnostic: DiagnosticSchema.optional(),
  }),
  /** A key that nobody has confirmed: nothing was sent. Compared with the machine's own screen, it is asked for again. */
  z.strictObject({
    type: z.literal('host-key'),
    host: z.string(),
    address: z.string(),
    fingerprint: FingerprintSchema,
  }),
  /** Told as an event: what goes wrong while a stream runs has no other way over every border. */
  z.strictObject({ type: z.literal('failed'), diagnostics: z.array(DiagnosticSchema).min(1) }),
  z.strictObject({
    type: z.literal('done'),
    /** By which `make` knows it; kept for a while, in memory. */
    reading: z.string(),
    nodes: z.int(),
    unread: z.int(),
    machines: z.int(),
    /** Of the site whose marks the cluster carries, and a proposal where there is none. */
    siteId: z.string().optional(),
    folder: z.string().regex(SITE_FOLDER_NAME),
    name: z.string(),
    notes: z.array(DiagnosticSchema),
  }),
]);
export type ClusterReadEvent = z.infer<typeof ClusterReadEventSchema>;
