import { fail } from '../../api/diagnostic.ts';
import type { Step, View } from '../steps/step.ts';

/** The view of one item: as the whole one, but with only the secrets that its step declared. */
export function itemView(step: Step, view: View, target: string): View {
  const declared = new Set(step.secrets?.(view.site, target) ?? []);
  return {
    site: view.site,
    facts: view.facts,
    bundle: view.bundle,
    ...(view.hasSecret ? { hasSecret: view.hasSecret } : {}),
    ...(view.mayWipe ? { mayWipe: view.mayWipe } : {}),
    secret(ref) {
      if (!declared.has(ref)) {
        const id = itemId(step, target);
        throw fail('step.undeclared-secret', { params: { step: id, secret: ref }, subject: { step: id } });
      }
      return view.secret(ref);
    },
  };
}

/** `cluster.join-node@pve-node2`. */
export function itemId(step: Step, target: string): string {
  return `${step.id}@${target}`;
}
