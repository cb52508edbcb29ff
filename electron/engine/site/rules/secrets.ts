import { diagnostic } from '../../../api/diagnostic.ts';
import { SecretRefSchema } from '../../../api/site.ts';
import { ARRIVAL_IDENTITY, ARRIVAL_SECRET, SITE_AUTHORITY } from '../delivery.ts';
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
    id: 'secrets.one-purpose',
    looksAt: ['every text that begins with secret:'],
    codes: ['site.secret-two-uses'],
    check: (site) => {
      const first = new Map<string, { readonly field: string; readonly purpose: string }>(
        [ARRIVAL_IDENTITY, ARRIVAL_SECRET, SITE_AUTHORITY].map((ref) => [
          ref,
          { field: ref === SITE_AUTHORITY ? 'stacks' : 'network.laptop', purpose: ref },
        ]),
      );
      return secretUses(site).flatMap(({ ref, field }) => {
        const purpose = purposeOf(field);
        const before = first.get(ref);
        if (!before) first.set(ref, { field, purpose });
        if (!before || before.purpose === purpose) return [];
        const params = { field, name: ref.replace(/^secret:/, ''), first: before.field };
        return [diagnostic('site.secret-two-uses', { params, subject: { field } })];
      });
    },
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

/** The key that a secret stands under: a password is no hash, a hash no key. Stacks may share among themselves. */
function purposeOf(field: string): string {
  return field.startsWith('stacks[') ? 'stack' : field.slice(field.lastIndexOf('.') + 1);
}
