import { diagnostic } from '../../../api/diagnostic.ts';
import { SecretRefSchema } from '../../../api/site.ts';
import { secretUses } from '../derive.ts';
import { looksLikeSecret } from '../secret-look.ts';
import { rules } from './rule.ts';

export const secretRules = rules([
  {
    id: 'secrets.well-formed',
    looksAt: ['every text that begins with secret:'],
    codes: ['site.bad-secret-ref'],
    check: (site) =>
      secretUses(site)
        .filter((use) => !SecretRefSchema.safeParse(use.ref).success)
        .map(({ field }) => diagnostic('site.bad-secret-ref', { params: { field }, subject: { field } })),
  },
  {
    id: 'secrets.none-in-the-file',
    looksAt: ['stacks[].options'],
    codes: ['site.secret-in-file'],
    check: (site) =>
      site.stacks.flatMap((stack, index) =>
        Object.entries(stack.options)
          .filter(([key, value]) => looksLikeSecret(key, value))
          .map(([key]) => {
            const field = `stacks[${index}].options.${key}`;
            return diagnostic('site.secret-in-file', { params: { field }, subject: { field } });
          }),
      ),
  },
]);
