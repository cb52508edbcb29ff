import { z } from 'zod';
import { TextSchema } from './plan.ts';
import { HostNameSchema } from './site-names.ts';

/** A backup that an instance's host keeps. */
export const KeptBackupSchema = z
  .strictObject({
    name: z.string(),
    /** When it was begun, ISO 8601. */
    madeAt: z.string(),
    sizeBytes: z.int().nonnegative(),
    /** Of the file as it was written; absent = its making was cut off right at its end. */
    sha256: z.string().optional(),
  })
  .readonly();
export type KeptBackup = z.infer<typeof KeptBackupSchema>;

/** The backups of an instance, newest first. */
export const InstanceBackupsSchema = z
  .strictObject({
    instance: z.string(),
    host: z.string(),
    /** On the host. */
    folder: z.string(),
    backups: z.array(KeptBackupSchema).readonly(),
  })
  .readonly();
export type InstanceBackups = z.infer<typeof InstanceBackupsSchema>;

/** An instance of a stack as the site has it, and what can be done with it. */
export const StackInstanceViewSchema = z
  .strictObject({
    id: z.string(),
    stack: z.string(),
    title: TextSchema,
    host: z.string(),
    canBackUp: z.boolean(),
    canRestore: z.boolean(),
    canRemove: z.boolean(),
    /** Instances that cannot do without it: as long as there are any it is not removed. */
    neededBy: z.array(z.string()).readonly(),
  })
  .readonly();
export type StackInstanceView = z.infer<typeof StackInstanceViewSchema>;

export const InstanceIdSchema = HostNameSchema;

/** What the newest backup of an instance was, as the journal of the run that made it holds it. */
export const SavedBackupSchema = z
  .strictObject({
    instance: z.string(),
    host: z.string(),
    backup: KeptBackupSchema,
    /** Brought onto the computer of the technician too. */
    brought: z.boolean(),
  })
  .readonly();
export type SavedBackup = z.infer<typeof SavedBackupSchema>;
