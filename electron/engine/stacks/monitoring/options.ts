import { z } from 'zod';
import { fail } from '../../../api/diagnostic.ts';
import { SecretRefSchema, type StackInstance } from '../../../api/site.ts';

/** Options of a monitoring instance, as written below `[stacks.options]`. */
export const MonitoringOptionsSchema = z
  .strictObject({
    httpPort: z.int().min(1).max(65_535).default(8000),
    /** Signs sessions; any text of the vault. */
    secretKey: SecretRefSchema,
    databasePassword: SecretRefSchema,
    adminPassword: SecretRefSchema,
    adminUser: z
      .string()
      .regex(/^[a-z][a-z0-9._-]{1,31}$/)
      .default('admin'),
    /** Compose project: the containers are called PROJECT-SERVICE-1. */
    project: z
      .string()
      .regex(/^[a-z0-9][a-z0-9_-]{0,62}$/)
      .default('municipal_project'),
    /** Pause between two samples. */
    collectSeconds: z.int().min(5).max(3600).default(15),
  })
  .readonly();
export type MonitoringOptions = z.infer<typeof MonitoringOptionsSchema>;

/** Reads the options of an instance; throws `stack.options` with the first problem. */
export function monitoringOptions(instance: StackInstance): MonitoringOptions {
  const result = MonitoringOptionsSchema.safeParse(instance.options);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = `stacks.options.${issue?.path.join('.') ?? ''}`.replace(/\.$/, '');
  throw fail('stack.options', {
    params: { instance: instance.id, problem: `${field}: ${issue?.message ?? 'not valid'}`, field },
    subject: { field },
  });
}
