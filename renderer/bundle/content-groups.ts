import type { BundleItem } from '../../electron/api/bundle.ts';

/** The items of one kind, in the order of their names. */
export interface ContentGroup {
  readonly kind: string;
  readonly items: readonly BundleItem[];
  readonly sizeBytes: number;
  readonly missing: number;
}

/** What holds every word that was typed, in any of its texts; nothing typed holds all. */
export function matching(items: readonly BundleItem[], typed: string): readonly BundleItem[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return items;
  return items.filter((item) => {
    const { name, version = '', source, digest, licence, why } = item;
    const text = [name, version, source, digest, licence, why.en, why.es].join('\n').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** By kind, as the lock has them; within it by what is locked together, then by name. */
export function contentGroups(items: readonly BundleItem[]): readonly ContentGroup[] {
  const kinds = new Map<string, BundleItem[]>();
  for (const item of items) {
    const known = kinds.get(item.kind);
    if (known) known.push(item);
    else kinds.set(item.kind, [item]);
  }
  return [...kinds].map(([kind, own]) => ({
    kind,
    items: own.sort((a, b) => compare(a.group, b.group) || compare(a.name, b.name)),
    sizeBytes: own.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    missing: own.filter(({ present }) => !present).length,
  }));
}

/** `sha256:0123…cdef`: enough to tell two apart by eye. */
export function shortDigest(digest: string): string {
  const [algorithm, hex = ''] = digest.split(':');
  return hex.length <= 12 ? digest : `${algorithm}:${hex.slice(0, 6)}…${hex.slice(-4)}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
