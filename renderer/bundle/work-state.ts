import type { BundleLook, BundleWork } from '../../electron/api/bundle.ts';
import type { ItemProgress, RunState } from '../state/run-fold.ts';

/** Work that the page shows: on a bundle, and its ways to where it is used. */
export type WorkName = BundleWork | 'stick' | 'push';

export interface WorkState {
  readonly work: WorkName;
  readonly isRunning: boolean;
  /** The stage that runs, or the one at which it ended badly. */
  readonly stage: ItemProgress | undefined;
  readonly percent: number | undefined;
  /** Undefined until there is a rate. */
  readonly leftMs: number | undefined;
}

/** Where work on a bundle is. Undefined before the run has told what it is. */
export function workState(run: RunState | undefined): WorkState | undefined {
  const work = run && workOf(run);
  if (!work) return undefined;
  const stage =
    run.items.find(({ state }) => state === 'running') ??
    run.items.find(({ state }) => state === 'failed' || state === 'cancelled');
  const { progress } = stage ?? {};
  const left = progress?.bytesPerSecond ? (progress.total - progress.done) / progress.bytesPerSecond : undefined;
  return {
    work,
    isRunning: run.outcome === undefined,
    stage,
    percent: progress && progress.total > 0 ? Math.floor((100 * progress.done) / progress.total) : undefined,
    leftMs: left === undefined ? undefined : Math.max(0, left * 1000),
  };
}

function workOf(run: RunState): WorkName | undefined {
  if (run.bundle) return run.bundle.work;
  const [first] = run.items;
  const prefix = first?.item.id.split('.')[0];
  return prefix === 'stick' || prefix === 'push' ? prefix : undefined;
}

/** Whether a run goes on; that is so before it has told what it is. */
export function isUnderWay(run: RunState | undefined): boolean {
  return run?.startedAt !== undefined && run.outcome === undefined;
}

/** Work that a button alone begins again: on the bundle in this folder, which is the site's own. */
export function repeatable(
  run: RunState | undefined,
  folder: string | undefined,
): 'make' | 'verify' | 'update' | undefined {
  const { work, folder: at } = run?.bundle ?? {};
  return at === folder && (work === 'make' || work === 'verify' || work === 'update') ? work : undefined;
}

/** What stands in the way of leaving with this bundle, the gravest first. */
export type Readiness = 'none' | 'by-hand' | 'begun' | 'bad' | 'lacking' | 'complete';

/** Nothing tells what the bundle is. A lock that cannot be read is not one that is not there. */
export function hasNoLock({ state, diagnostics }: Pick<BundleLook, 'state' | 'diagnostics'>): boolean {
  return state === 'none' && !diagnostics.some(({ subject }) => subject.file?.endsWith('bundle.lock.toml'));
}

/**
 * @param needs what the site needs and how much of it is not there: a bundle without a lock may have been put there by hand.
 */
export function readiness(
  look: Pick<BundleLook, 'state' | 'signature' | 'checked' | 'lacking' | 'diagnostics'>,
  needs: { readonly count: number; readonly missing: number },
): Readiness {
  if (hasNoLock(look)) return needs.count > 0 && needs.missing === 0 ? 'by-hand' : 'none';
  if (look.state === 'none') return 'bad';
  if (look.state === 'begun') return 'begun';
  if (look.checked?.ok === false || look.signature === 'bad' || look.signature === 'other-key') return 'bad';
  return look.lacking.length > 0 ? 'lacking' : 'complete';
}
