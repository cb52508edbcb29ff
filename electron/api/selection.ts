import { z } from 'zod';

const name = z.string().min(1).max(160);

/**
 * Which part of a site's work is meant. Nothing given = all of it. What is not selected is looked at and never changed; where
 * something selected needs it and it is not true, the selected step is blocked and says so.
 */
export const SelectionSchema = z
  .strictObject({
    /** Only these: ids of steps (`machines.clone`) or names of phases (`machines`). */
    only: z.array(name).min(1).max(64).optional(),
    /** This step or phase and everything listed after it. */
    from: name.optional(),
    /** Only what works on these hosts or machines; what works on the site as a whole is then left out. */
    nodes: z.array(name).min(1).max(64).optional(),
    /** Items (`stack.up@vm-1`) to leave undone; only those whose step may be skipped. */
    skip: z.array(name).min(1).max(256).optional(),
  })
  .readonly();
export type Selection = z.infer<typeof SelectionSchema>;

/** Serials, each typed by a person: disks of the site's storages that may lose in this run what is on them. */
export const WipeSchema = z.array(z.string().min(1).max(64)).min(1).max(64).readonly();

/** Removal of what is ours and no longer named: exactly these, each name typed by a person. */
export const PruneSchema = z.strictObject({ confirmed: z.array(name).max(256) }).readonly();
export type Prune = z.infer<typeof PruneSchema>;
