import type { BundleBringing } from '../../../api/bundle.ts';
import { itemKey, type LockedFile, type LockItem } from '../lock/lock.ts';

interface KindCount {
  readonly kind: string;
  items: number;
  itemsThere: number;
  bytes: number;
  bytesThere: number;
}

/** Which items are there, which are being brought, and how far: what a person sees of a long making. */
export class BringingBoard {
  readonly #kinds = new Map<string, KindCount>();
  /** By path: the items that name the file, the first of which it is counted for. */
  readonly #itemsOf = new Map<string, LockItem[]>();
  /** Files of an item that are not there yet. */
  readonly #left = new Map<LockItem, number>();
  readonly #now = new Map<string, { readonly item: LockItem; readonly sizeBytes: number; doneBytes: number }>();

  constructor(items: readonly LockItem[], there: ReadonlySet<string>) {
    for (const item of items) {
      const count = this.#countOf(item.kind);
      count.items += 1;
      const paths = new Set(item.files.map(({ path }) => path));
      const left = [...paths].filter((path) => !there.has(path)).length;
      this.#left.set(item, left);
      if (left === 0) count.itemsThere += 1;
      for (const { path, sizeBytes } of item.files) {
        const known = this.#itemsOf.get(path);
        if (known) {
          if (!known.includes(item)) known.push(item);
          continue;
        }
        this.#itemsOf.set(path, [item]);
        count.bytes += sizeBytes;
        if (there.has(path)) count.bytesThere += sizeBytes;
      }
    }
  }

  begin(item: LockItem, { path, sizeBytes }: LockedFile): void {
    this.#now.set(path, { item, sizeBytes, doneBytes: 0 });
  }

  bytes({ path }: LockedFile, count: number): void {
    const entry = this.#now.get(path);
    if (entry) entry.doneBytes += count;
  }

  end({ path, sizeBytes }: LockedFile, isThere: boolean): void {
    this.#now.delete(path);
    if (!isThere) return;
    const [first, ...others] = this.#itemsOf.get(path) ?? [];
    if (!first) return;
    this.#countOf(first.kind).bytesThere += sizeBytes;
    for (const item of [first, ...others]) {
      const left = (this.#left.get(item) ?? 0) - 1;
      this.#left.set(item, left);
      if (left === 0) this.#countOf(item.kind).itemsThere += 1;
    }
  }

  /** What an item has of its own may come in several parts at a time: it is told once. */
  view(): BundleBringing {
    const now = new Map<string, BundleBringing['now'][number]>();
    for (const { item, sizeBytes, doneBytes } of this.#now.values()) {
      const before = now.get(itemKey(item));
      const { kind, name } = item;
      now.set(itemKey(item), {
        kind,
        name,
        doneBytes: (before?.doneBytes ?? 0) + doneBytes,
        sizeBytes: (before?.sizeBytes ?? 0) + sizeBytes,
      });
    }
    return { kinds: [...this.#kinds.values()].map((count) => ({ ...count })), now: [...now.values()] };
  }

  #countOf(kind: string): KindCount {
    const known = this.#kinds.get(kind);
    if (known) return known;
    const fresh = { kind, items: 0, itemsThere: 0, bytes: 0, bytesThere: 0 };
    this.#kinds.set(kind, fresh);
    return fresh;
  }
}
