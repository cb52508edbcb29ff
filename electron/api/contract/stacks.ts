import { z } from 'zod';
import { everywhere, procedure } from '../procedure.ts';
import { RehearsalOptionsSchema } from '../rehearsal.ts';
import { SiteRefSchema } from '../sites.ts';
import { InstanceBackupsSchema, InstanceIdSchema, StackInstanceViewSchema } from '../stacks.ts';
import { path } from './path.ts';

const about = {
  site: SiteRefSchema,
  instance: InstanceIdSchema,
  rehearsal: RehearsalOptionsSchema.optional(),
};
const started = z.strictObject({ runId: z.string() });
/** What a person typed: the name of the instance. */
const confirm = z.string().max(80);
const takeLock = z.boolean().optional();

/** Instances of stacks: their data are saved and brought back, and they are taken away. Each is a run. */
export const stacks = {
  /** The instances that the site has, in the order of its file. Reaches no host. */
  list: procedure(everywhere)
    .input(z.strictObject({ site: SiteRefSchema }))
    .output(z.array(StackInstanceViewSchema)),
  /** The backups that the instance's host keeps. Only looks. */
  backups: procedure(everywhere).input(z.strictObject(about)).output(InstanceBackupsSchema),
  /** Saves the data of an instance on its host, while it runs. */
  backup: procedure(everywhere)
    .input(
      z.strictObject({
        ...about,
        /** Only on the command line: brought into this file too. */
        out: path.optional(),
        takeLock,
      }),
    )
    .output(started),
  /** Brings saved data back, all or nothing, and waits until the instance is healthy. */
  restore: procedure(everywhere)
    .input(
      z.strictObject({
        ...about,
        /** The name of a backup that the host keeps, or a file of this computer (a handle in the window). */
        from: z.union([z.strictObject({ name: z.string().min(1).max(80) }), z.strictObject({ file: path })]),
        confirm,
        takeLock,
      }),
    )
    .output(started),
  /** Takes an instance away, one that the site does not name any more too; its data only with `withData`. */
  remove: procedure(everywhere)
    .input(z.strictObject({ ...about, withData: z.boolean().default(false), confirm, takeLock }))
    .output(started),
};
