import { z } from 'zod';

/** One edit that can be put back (or done again), as a person knows it: which fields it wrote, and when. */
export const EditStepViewSchema = z.strictObject({
  /** Field paths, the first few. */
  fields: z.array(z.string()).max(8),
  /** How many fields in all. */
  count: z.int().nonnegative(),
  at: z.iso.datetime(),
});
export type EditStepView = z.infer<typeof EditStepViewSchema>;

export const EditHistoryViewSchema = z.strictObject({
  undo: EditStepViewSchema.optional(),
  redo: EditStepViewSchema.optional(),
});

/** What was typed into a field and not yet written into site.toml, kept for the case that the window dies. */
export const DraftSchema = z.strictObject({
  path: z.string().min(1).max(200),
  text: z.string().max(4096),
  at: z.iso.datetime(),
});
export type Draft = z.infer<typeof DraftSchema>;
