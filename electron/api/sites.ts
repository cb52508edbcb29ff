import { z } from 'zod';
import { DiagnosticSchema } from './diagnostic.ts';
import { DraftSchema, EditHistoryViewSchema } from './edits.ts';
import { RunSummarySchema } from './run.ts';
import { PveVersionSchema, SiteSchema } from './site.ts';

/** A handle given out by `sites.list` or `sites.open`; on the command line also the path of a site.toml or its folder. */
export const SiteRefSchema = z.string().min(1).max(4096);

export const SiteListEntrySchema = z.strictObject({
  ref: z.string(),
  name: z.string(),
  folder: z.string(),
  kind: z.enum(['example', 'recent']),
  state: z.enum(['planned', 'media-made', 'installing', 'verified', 'rehearsed', 'unfinished', 'broken']),
  nodes: z.int(),
  /** Of what can be read of it. */
  pve: PveVersionSchema.optional(),
  pveNodes: z.int().optional(),
  hasWitness: z.boolean().optional(),
  organisation: z.string().optional(),
  /** When site.toml was last written. */
  changedAt: z.iso.datetime().optional(),
  lastRun: RunSummarySchema.optional(),
  diagnostics: z.array(DiagnosticSchema),
});
export type SiteListEntry = z.infer<typeof SiteListEntrySchema>;

export const SiteDocumentSchema = z.strictObject({
  ref: z.string(),
  path: z.string(),
  text: z.string(),
  site: SiteSchema.optional(),
  /** What stands in the file, where it is TOML: also when no site can be read out of it. */
  written: z.record(z.string(), z.json()).optional(),
  diagnostics: z.array(DiagnosticSchema),
  history: EditHistoryViewSchema,
  drafts: z.array(DraftSchema),
});
export type SiteDocument = z.infer<typeof SiteDocumentSchema>;

/** One edit of site.toml, by path as the diagnostics write it: `hosts[1].address`. */
export const SiteEditSchema = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('set'), path: z.string().min(1).max(200), value: z.json() }),
  z.strictObject({ op: z.literal('remove'), path: z.string().min(1).max(200) }),
]);
export type SiteEdit = z.infer<typeof SiteEditSchema>;
