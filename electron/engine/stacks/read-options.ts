import type { ZodType } from 'zod';
import { fail } from '../../api/diagnostic.ts';
import type { StackInstance } from '../../api/site.ts';

/** The options of an instance as its stack's schema has them; throws `stack.options` with the first problem. */
export function readOptions<Options>(schema: ZodType<Options>, instance: StackInstance): Options {
  const result = schema.safeParse(instance.options);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = `stacks.options.${issue?.path.join('.') ?? ''}`.replace(/\.$/, '');
  throw fail('stack.options', {
    params: { instance: instance.id, problem: `${field}: ${issue?.message ?? 'not valid'}`, field },
    subject: { field },
  });
}
