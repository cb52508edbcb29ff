import { z } from 'zod';

/** A range of addresses that the site uses, with who uses it. */
export const SiteRangeSchema = z.strictObject({
  cidr: z.string(),
  /**
   * management and link = declared networks; interface = of a node's own bonds, VLANs and bridges; machine = of a machine on a bridge
   * of its own; compose, pods, services = inside a stack's host; docker = what Docker may take there by itself.
   */
  kind: z.enum(['management', 'link', 'interface', 'machine', 'compose', 'pods', 'services', 'docker']),
  /** Who has it: the link's number, the host or machine, the stack instance. */
  name: z.string(),
  /** Where it is written; absent where nobody wrote it. */
  field: z.string().optional(),
});
export type SiteRange = z.infer<typeof SiteRangeSchema>;
