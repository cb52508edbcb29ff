import { z } from 'zod';
import { GuestSourceSchema, SourceSchema } from './source.ts';
import { NameSchema, RemarkSchema, TimeSchema, TypedSchema } from './text.ts';

const many = <T extends z.ZodType>(item: T) => z.array(item).max(5_000);

/** A cluster and its members. A node that stands alone has neither name nor quorum: null. */
export const ClusterStateSchema = z.object({
  name: NameSchema.nullable(),
  quorate: z.boolean().nullable(),
  nodes: many(
    z.object({
      name: NameSchema,
      online: z.boolean(),
      uptimeSeconds: z.number().min(0).nullable().default(null),
    }),
  ),
});
export type ClusterState = z.infer<typeof ClusterStateSchema>;

/** Every guest of the cluster, running or not. */
export const GuestStateSchema = z.object({
  source: GuestSourceSchema,
  name: NameSchema.nullable(),
  node: NameSchema,
  /** As Proxmox says: running, stopped, paused, unknown. */
  status: NameSchema,
  template: z.boolean(),
  uptimeSeconds: z.number().min(0).nullable().default(null),
});
export type GuestState = z.infer<typeof GuestStateSchema>;

export const StorageStateSchema = z.object({
  source: SourceSchema,
  storage: NameSchema,
  node: NameSchema,
  shared: z.boolean(),
  /** available, unknown. */
  status: NameSchema,
});
export type StorageState = z.infer<typeof StorageStateSchema>;

/** `/cluster/ha/status/current`. */
export const HaStateSchema = z.object({
  quorate: z.boolean().nullable(),
  /** null: high availability was never used. */
  master: z.object({ node: NameSchema, status: RemarkSchema, at: TimeSchema.nullable() }).nullable(),
  localManagers: many(z.object({ node: NameSchema, status: RemarkSchema, at: TimeSchema.nullable() })),
  services: many(
    z.object({
      /** `vm:101` */
      sid: NameSchema,
      node: NameSchema.nullable(),
      state: NameSchema,
      requestState: NameSchema.nullable(),
    }),
  ),
});
export type HaState = z.infer<typeof HaStateSchema>;

/** A replication job, as the node of its guest knows it. */
export const ReplicationStateSchema = z.object({
  /** `100-0` */
  id: NameSchema,
  guest: z.int().positive(),
  source: NameSchema,
  target: NameSchema,
  disabled: z.boolean(),
  schedule: NameSchema.nullable().default(null),
  /** Start of the last sync that went well; null: none yet. */
  lastSyncAt: TimeSchema.nullable(),
  lastTryAt: TimeSchema.nullable(),
  nextSyncAt: TimeSchema.nullable().default(null),
  durationSeconds: z.number().min(0).nullable(),
  failures: z.int().min(0),
  error: RemarkSchema.nullable(),
});
export type ReplicationState = z.infer<typeof ReplicationStateSchema>;

/** What a finished backup task did for one guest. */
export const BackupResultSchema = z.object({
  /** UPID of the task. */
  task: TypedSchema.min(1).max(300),
  guest: GuestSourceSchema,
  node: NameSchema,
  startedAt: TimeSchema,
  endedAt: TimeSchema,
  result: z.enum(['ok', 'warnings', 'failed']),
  text: RemarkSchema.nullable().default(null),
});
export type BackupResult = z.infer<typeof BackupResultSchema>;

/** States of a round. A part that could not be read is absent: what was known of it stays, and grows old. */
export const StatesSchema = z.object({
  cluster: ClusterStateSchema.optional(),
  guests: many(GuestStateSchema).optional(),
  storages: many(StorageStateSchema).optional(),
  ha: HaStateSchema.optional(),
  /** Jobs whose node answered; `replicationNodes` says which did, so that a silent node's jobs stay as they were. */
  replication: many(ReplicationStateSchema).optional(),
  replicationNodes: many(NameSchema).optional(),
  /** New results only, or all that the nodes still list: what is stored already changes nothing. */
  backups: many(BackupResultSchema).optional(),
});
export type States = z.infer<typeof StatesSchema>;
