import { type Diagnostic, DiagnosticError, fail } from '../../../api/diagnostic.ts';
import { kindOf } from '../kinds/index.ts';
import type { BundleKind, LockContext, Need } from '../kinds/kind.ts';
import { filesOf, itemKey, LOCK_SCHEMA_VERSION, type Lock, type LockItem } from '../lock/lock.ts';
import { UNREAD_LICENCE } from '../unread-licence.ts';
import { type LockStanding, LockTally } from './tell-locking.ts';

export interface LockOrder {
  readonly siteId: string;
  readonly needs: readonly Need[];
  readonly kinds: readonly BundleKind[];
  /** What is locked already. */
  readonly before: Lock | undefined;
  /** Ask the sources for everything again, as `bundle update` does; default only for what lacks. */
  readonly anew: boolean;
  readonly context: LockContext;
  /** What should be known and stops nothing: an archive past its time that is taken from the cache. */
  readonly onWarning: (warning: Diagnostic) => void;
  readonly onProgress?: (standing: LockStanding) => void;
}

/**
 * The lock of what a site needs. Without `anew` what is locked stays as it is, groups that lack something are asked for, and
 * what nothing needs any longer falls out. Throws all that could not be had at once; nothing is written.
 */
export async function lockBundle(order: LockOrder): Promise<Lock> {
  const { siteId, needs, kinds, before, anew, context } = order;
  if (before && before.site !== siteId) {
    throw fail('bundle.other-site', { params: { folder: context.folder, found: before.site, site: siteId } });
  }
  const items: LockItem[] = [];
  const failures: Diagnostic[] = [];
  for (const need of needs) kindOf(need.kind, kinds);
  const shares = kinds.map((kind) => {
    const own = needs.filter((need) => need.kind === kind.id);
    const wanted = new Set(own.map((need) => kind.groupOfNeed(need)));
    const kept = (before?.items ?? []).filter((item) => item.kind === kind.id && wanted.has(kind.groupOfItem(item)));
    const lacking = new Set(
      own
        .filter((need) => anew || !kept.some((item) => kind.answers(item, need)))
        .map((need) => kind.groupOfNeed(need)),
    );
    return { kind, own, kept, lacking };
  });
  const tally = new LockTally(new Map(shares.map(({ kind, lacking }) => [kind.id, lacking.size])), (standing) =>
    order.onProgress?.(standing),
  );
  for (const { kind, own, kept, lacking } of shares) {
    items.push(...kept.filter((item) => !lacking.has(kind.groupOfItem(item))).map((item) => withWhy(item, own, kind)));
    if (lacking.size === 0) continue;
    context.signal?.throwIfAborted();
    try {
      const locked = await kind.lock(
        own.filter((need) => lacking.has(kind.groupOfNeed(need))),
        { ...context, onProgress: (progress) => tally.told(kind.id, progress) },
      );
      tally.finished(kind.id);
      items.push(...locked.items.map((item) => withLicence(item, before)));
      for (const found of locked.diagnostics) {
        if (found.severity === 'error') failures.push(found);
        else order.onWarning(found);
      }
    } catch (error) {
      context.signal?.throwIfAborted();
      if (!(error instanceof DiagnosticError)) throw error;
      failures.push(...error.diagnostics);
    }
  }
  const [first, ...rest] = failures;
  if (first) throw new DiagnosticError(first, ...rest);
  const unchanged = before !== undefined && sameItems(before.items, items);
  const stale = leftBy(before, items, unchanged);
  return {
    schemaVersion: LOCK_SCHEMA_VERSION,
    site: siteId,
    ...(before?.publicKey ? { publicKey: before.publicKey } : {}),
    items,
    made: unchanged ? before.made : [],
    ...(stale.length > 0 ? { stale } : {}),
  };
}

/**
 * What the lock before named and this one does not. It is written down, because what takes it away comes later, after a stop
 * or in another command: by then the lock before is gone.
 */
function leftBy(before: Lock | undefined, items: readonly LockItem[], unchanged: boolean): readonly string[] {
  if (!before) return [];
  const wanted = filesOf({ items, made: unchanged ? before.made : [] });
  return [...new Set([...(before.stale ?? []), ...filesOf(before).keys()])].filter((path) => !wanted.has(path));
}

/** What was read of the same content stays known. */
function withLicence(item: LockItem, before: Lock | undefined): LockItem {
  if (item.licence !== UNREAD_LICENCE) return item;
  const known = before?.items.find((each) => itemKey(each) === itemKey(item) && each.digest === item.digest);
  return known ? { ...item, licence: known.licence } : item;
}

/** What was locked for one template may be needed by two today. */
function withWhy(item: LockItem, needs: readonly Need[], kind: BundleKind): LockItem {
  const why = [...new Set(needs.filter((need) => kind.answers(item, need)).flatMap((need) => need.why))].sort();
  return why.length === 0 ? item : { ...item, why };
}

function sameItems(a: readonly LockItem[], b: readonly LockItem[]): boolean {
  const texts = (items: readonly LockItem[]) => items.map((item) => JSON.stringify(item)).sort();
  return JSON.stringify(texts(a)) === JSON.stringify(texts(b));
}
