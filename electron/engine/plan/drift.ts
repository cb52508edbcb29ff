import { createHash } from 'node:crypto';
import type { PlanItem } from '../../api/plan.ts';
import { type Site, SiteSchema } from '../../api/site.ts';
import type { CheckVerdict, Step, View } from '../steps/step.ts';
import { canonicalJson } from './canonical-json.ts';
import { checkItem } from './check-item.ts';

/** What a claim was judged against. Never a secret. */
export interface ClaimBasis {
  readonly site: unknown;
  readonly appVersion: string;
  /** SHA-256 over the assets the site would use. */
  readonly assets: string;
}

/** That an item was true once, as the journal of a run says. */
export interface Truth {
  /** ISO time at which it was seen to be true. */
  readonly since: string;
  readonly runId: string;
  readonly basis: ClaimBasis;
}

export function basisOf(site: Site, appVersion: string, assets: Readonly<Record<string, string>>): ClaimBasis {
  return { site, appVersion, assets: createHash('sha256').update(canonicalJson(assets)).digest('hex') };
}

/**
 * Whether somebody changed by hand what this application had made true: the item was true after a run, it is not now, and
 * nothing on our side explains that. Where the site file has changed since, the item is judged by the old file too: what even
 * that one would change is drift. After an update of the application or of its files nothing is called drift.
 */
export function driftOf(
  step: Step,
  target: string,
  verdict: CheckVerdict,
  view: View,
  truth: Truth | undefined,
  now: ClaimBasis,
): PlanItem['drift'] {
  if (verdict.state !== 'needed' || !truth) return undefined;
  const { basis, since, runId } = truth;
  if (basis.appVersion !== now.appVersion || basis.assets !== now.assets) return undefined;
  if (canonicalJson(basis.site) === canonicalJson(now.site)) return { since, runId };
  const then = SiteSchema.safeParse(basis.site);
  if (!then.success || !step.targets(then.data).includes(target)) return undefined;
  return checkItem(step, { ...view, site: then.data }, target).state === 'needed' ? { since, runId } : undefined;
}
