import { z } from 'zod';
import { SEVERITIES } from './alert.ts';
import { CollectorAnswerSchema, CollectorStateSchema } from './collector.ts';
import { SampleSchema } from './sample.ts';
import { RuleSettingsSchema } from './settings.ts';
import {
  ClusterStateSchema,
  GuestStateSchema,
  HaStateSchema,
  ReplicationStateSchema,
  StorageStateSchema,
} from './states.ts';
import { TimeSchema } from './text.ts';

/** The newest sample of a source; null where none came within five minutes. */
const LatestSchema = SampleSchema.omit({ source: true }).nullable();

const dated = <T extends z.ZodType>(value: T) => z.object({ takenAt: TimeSchema, value }).nullable();

/** `GET /api/overview`: the cluster at a glance. */
export const OverviewSchema = z.object({
  now: TimeSchema,
  collector: CollectorAnswerSchema.extend({
    state: dated(CollectorStateSchema),
    /** No round within the time of the rule `collector-silent`: what follows is old. */
    silent: z.boolean(),
  }),
  cluster: dated(ClusterStateSchema.omit({ nodes: true })),
  nodes: z.array(ClusterStateSchema.shape.nodes.element.extend({ source: z.string(), latest: LatestSchema })),
  guests: z.array(
    GuestStateSchema.extend({
      latest: LatestSchema,
      haState: z.string().nullable(),
      lastGoodBackupAt: TimeSchema.nullable(),
    }),
  ),
  storages: z.array(StorageStateSchema.extend({ latest: LatestSchema })),
  ha: dated(HaStateSchema),
  replication: z.array(
    ReplicationStateSchema.extend({
      takenAt: TimeSchema,
      /** Since the start of the last good sync; null: there was none. */
      lagSeconds: z.number().nullable(),
    }),
  ),
  /** When guests with storages, backup tasks, and jobs of replication on any node were read last; null: never. */
  readAt: z.object({
    guests: TimeSchema.nullable(),
    backups: TimeSchema.nullable(),
    replication: TimeSchema.nullable(),
  }),
  /** What the rules of the settings hold this against. */
  limits: RuleSettingsSchema.pick({
    replicationMaxAgeMinutes: true,
    diskFullRatio: true,
    backupMaxAgeHours: true,
    backupExempt: true,
    collectorSilentSeconds: true,
  }),
  alerts: z.object({ open: z.int(), unacknowledged: z.int(), worst: z.enum(SEVERITIES).nullable() }),
});
export type Overview = z.infer<typeof OverviewSchema>;
