import type { Plan } from '../../electron/api/plan.ts';
import { DEFAULT_COMPRESSION, type RehearsalOptions } from '../../electron/api/rehearsal.ts';
import type { Prune, Selection } from '../../electron/api/selection.ts';

/** What a person asked for: where, which part, and what goes. */
export interface WorkOrder {
  readonly rehearsed: boolean;
  readonly selection?: Selection;
  readonly prune?: Prune;
  /** Serials of disks that may lose what is on them. */
  readonly wipe?: readonly string[];
  /** Take the lock from a laptop that has not been heard from for long. */
  readonly takeLock?: boolean;
}

/** A plan with the order that it was made for. */
export interface ShownPlan {
  readonly plan: Plan;
  readonly order: WorkOrder;
}

/** Whether it is less than the whole work, or more than it. */
export function isSpecial({ selection, prune, wipe, takeLock }: WorkOrder): boolean {
  return selection !== undefined || prune !== undefined || wipe !== undefined || takeLock === true;
}

/** The same order, with this item left undone. */
export function skipping(order: WorkOrder, itemId: string): WorkOrder {
  const { selection } = order;
  return { ...order, selection: { ...selection, skip: [...new Set([...(selection?.skip ?? []), itemId])] } };
}

/** The same order, with this orphan going. */
export function removing(order: WorkOrder, name: string): WorkOrder {
  return { ...order, prune: { confirmed: [...new Set([...(order.prune?.confirmed ?? []), name])] } };
}

/** The same order, with this disk emptied where a storage takes it. */
export function wiping(order: WorkOrder, serial: string): WorkOrder {
  return { ...order, wipe: [...new Set([...(order.wipe ?? []), serial])] };
}

/** What a Retry asks for: the same, without what was typed for one run alone. A lock or a disk that is still in the way is named again. */
export function lasting({ wipe: _wipe, takeLock: _takeLock, ...order }: WorkOrder): WorkOrder {
  return order;
}

/** Another part of the same work; what was asked to go still goes, what was left undone is asked for anew. */
export function partOf({ rehearsed, prune }: WorkOrder, part: Selection | undefined): WorkOrder {
  return { rehearsed, ...(part ? { selection: part } : {}), ...(prune ? { prune } : {}) };
}

/** The simulated site is kept: plan, install, drills follow each other on it as on the real one. */
export function rehearsalWith(fault: string): RehearsalOptions {
  return { faults: fault === '' ? [] : [fault], keep: true, compression: DEFAULT_COMPRESSION };
}

export type WorkRequest =
  /** Install, smoke tests and report, on the simulated site. */
  | { readonly call: 'rehearse'; readonly input: { readonly site: string; readonly rehearsal: RehearsalOptions } }
  | {
      readonly call: 'apply';
      readonly input: {
        readonly site: string;
        readonly rehearsal?: RehearsalOptions;
        readonly planFingerprint?: string;
        readonly selection?: Selection;
        readonly prune?: Prune;
        readonly wipe?: readonly string[];
        readonly takeLock?: boolean;
      };
    };

/**
 * What the engine is asked for. On real machines the plan that is on the screen is the one that is applied: it is refused
 * where it no longer fits.
 */
export function requestOf(site: string, order: WorkOrder, fault: string, shown?: ShownPlan): WorkRequest {
  const { rehearsed, ...special } = order;
  const rehearsal = rehearsalWith(fault);
  if (rehearsed && !isSpecial(order)) return { call: 'rehearse', input: { site, rehearsal } };
  const isOfThis = !rehearsed && shown !== undefined && shown.order === order;
  return {
    call: 'apply',
    input: {
      site,
      ...special,
      ...(rehearsed ? { rehearsal } : {}),
      ...(isOfThis ? { planFingerprint: shown.plan.fingerprint } : {}),
    },
  };
}
