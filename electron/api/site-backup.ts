import { z } from 'zod';
import { ConfigIdSchema, HostNameSchema } from './site-names.ts';

const kept = z.int().min(1).max(9999).optional();

/** A vzdump job of the cluster. */
export const BackupJobSchema = z
  .strictObject({
    /** Id of the job on the cluster; kept for years. */
    id: ConfigIdSchema,
    /** Calendar event as Proxmox takes it: `21:00`, `sat 03:00`. */
    schedule: z.string().min(1).max(128),
    storage: ConfigIdSchema,
    /** Machines by name; absent = all machines of this site. */
    machines: z.array(HostNameSchema).min(1).optional(),
    mode: z.enum(['snapshot', 'suspend', 'stop']).default('snapshot'),
    /** How many are kept; at least one has to be said, since Proxmox otherwise keeps all until the storage is full. */
    keep: z
      .strictObject({ last: kept, hourly: kept, daily: kept, weekly: kept, monthly: kept, yearly: kept })
      .readonly(),
  })
  .readonly();
export type BackupJob = z.infer<typeof BackupJobSchema>;
