import { z } from 'zod';
import { SecretRefSchema, type StackInstance } from '../../../api/site.ts';
import { readOptions } from '../read-options.ts';

/** Options of a monitoring instance, as written below `[stacks.options]`. */
export const MonitoringOptionsSchema = z
  .strictObject({
    httpPort: z.int().min(1).max(65_535).default(8000),
    /** Port 80 leads browsers to the dashboard, where nobody else has it. */
    redirect: z.boolean().default(true),
    /** HTTPS with a certificate of the site's own authority. */
    tls: z.boolean().default(false),
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
    /** What the collector keeps on its machine's disk while the dashboard is away. */
    spoolMegabytes: z.int().min(16).max(65_536).default(256),
  })
  .readonly()
  // browsers ask port 80 without TLS, and nothing else may lead them on from there
  .refine(({ tls, httpPort }) => !(tls && httpPort === 80), {
    path: ['httpPort'],
    message: 'with tls = true not 80, which browsers ask without TLS: 443, or leave it out',
  });
export type MonitoringOptions = z.infer<typeof MonitoringOptionsSchema>;

/** Reads the options of an instance; throws `stack.options` with the first problem. */
export function monitoringOptions(instance: StackInstance): MonitoringOptions {
  return readOptions(MonitoringOptionsSchema, instance);
}
