import { z } from 'zod';
import type { StackInstance } from '../../../api/site.ts';
import { readOptions } from '../read-options.ts';

/** Options of a registry instance, as written below `[stacks.options]`. */
export const RegistryOptionsSchema = z
  .strictObject({
    port: z.int().min(1).max(65_535).default(5000),
  })
  .readonly();
export type RegistryOptions = z.infer<typeof RegistryOptionsSchema>;

/** Reads the options of an instance; throws `stack.options` with the first problem. */
export function registryOptions(instance: StackInstance): RegistryOptions {
  return readOptions(RegistryOptionsSchema, instance);
}
