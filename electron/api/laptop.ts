import { z } from 'zod';

/** What this laptop brings to any site: room, installers it worked with, sticks, its own addresses. */
export const LaptopViewSchema = z.strictObject({
  /** Where new sites and their images go. */
  sitesFolder: z.string(),
  /** Undefined where the system does not say. */
  freeBytes: z.number().nonnegative().optional(),
  /** Proxmox images that sticks of the known sites were made from. */
  bases: z.array(z.string()),
  canWriteDrives: z.boolean(),
  /** Sticks that are in it and may be written; undefined where drives cannot be listed. */
  sticks: z.int().nonnegative().optional(),
  addresses: z.array(z.strictObject({ name: z.string(), address: z.string() })),
});
export type LaptopView = z.infer<typeof LaptopViewSchema>;
