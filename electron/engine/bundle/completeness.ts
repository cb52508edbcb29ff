import { type Diagnostic, diagnostic } from '../../api/diagnostic.ts';
import type { BundleKind, Need } from './kinds/kind.ts';
import type { Lock } from './lock/lock.ts';
import { whyOf } from './why.ts';

/**
 * Whether a bundle is all that a site needs and nothing else, by what its lock says and by what lies there. Errors: what is
 * named and is not there. Warnings: what is there and nothing names, so that it may go.
 */
export async function bundleFits(
  lock: Lock,
  needs: readonly Need[],
  kinds: readonly BundleKind[],
  folder: string,
): Promise<readonly Diagnostic[]> {
  const unmet: Diagnostic[] = [];
  for (const kind of kinds) {
    const own = needs.filter((need) => need.kind === kind.id);
    if (own.length === 0 || lackingNeeds(lock, own, kinds).length > 0) continue;
    const items = lock.items.filter((item) => item.kind === kind.id);
    unmet.push(...((await kind.unmet?.(own, items, folder)) ?? []));
  }
  return [...lackingNeeds(lock, needs, kinds), ...unmet, ...unneededItems(lock, needs, kinds)];
}

/** What a lock names and a site does not need: one diagnostic for each group that its kind keeps together. */
export function unneededItems(lock: Lock, needs: readonly Need[], kinds: readonly BundleKind[]): readonly Diagnostic[] {
  const found = new Map<string, { readonly group: string; sizeBytes: number }>();
  for (const item of lock.items) {
    const kind = kinds.find(({ id }) => id === item.kind);
    // What the settings of the office add no site names.
    if (!kind || item.why.includes(whyOf('settings'))) continue;
    const group = kind.groupOfItem(item);
    if (needs.some((need) => need.kind === item.kind && kind.groupOfNeed(need) === group)) continue;
    const entry = found.get(`${item.kind} ${group}`) ?? { group, sizeBytes: 0 };
    entry.sizeBytes += item.sizeBytes;
    found.set(`${item.kind} ${group}`, entry);
  }
  return [...found.values()].map(({ group, sizeBytes }) =>
    diagnostic('bundle.item-unneeded', { params: { name: group, megabytes: Math.ceil(sizeBytes / 1_000_000) } }),
  );
}

/** What a site needs today and a lock does not name: one diagnostic each. */
export function lackingNeeds(lock: Lock, needs: readonly Need[], kinds: readonly BundleKind[]): readonly Diagnostic[] {
  return needs
    .filter((need) => {
      const kind = kinds.find(({ id }) => id === need.kind);
      return !lock.items.some((item) => item.kind === need.kind && kind?.answers(item, need));
    })
    .map(({ name, why }) => diagnostic('bundle.need-missing', { params: { name, why: why.join(', ') } }));
}
