import { diagnostic, fail } from '../../api/diagnostic.ts';
import type { Plan } from '../../api/plan.ts';
import type { SiteFacts } from '../facts/site-facts.ts';
import { awayNotices, type Hold, type HoldOf, holdsOf } from '../plan/away.ts';
import { checkItem } from '../plan/check-item.ts';
import { basisOf } from '../plan/drift.ts';
import { itemId } from '../plan/item-view.ts';
import { makePlan, needsUnselected, sharesTarget } from '../plan/make-plan.ts';
import { awayHosts } from '../plan/standing.ts';
import type { CheckVerdict, Step } from '../steps/step.ts';
import { applyItem, type ItemResult, touchedHosts } from './apply-item.ts';
import type { ApplyOptions } from './apply-options.ts';
import { clearJobs, waitForJobs } from './earlier-jobs.ts';
import { type SightOfSite, sightOfSite } from './sight-of-site.ts';
import { asDiagnostics, type RunContext, type WorkResult } from './start-run.ts';

export interface ApplyResult extends WorkResult {
  /** The plan as this run made it, before its first change. */
  readonly plan: Plan;
  /** The site as last seen. */
  readonly facts: SiteFacts;
}

type Outcome = ItemResult['outcome'] | 'skipped';
interface Item {
  readonly id: string;
  readonly step: Step;
  readonly target: string;
  /** Left undone on request: what needs it elsewhere goes on, and the run has not failed for it. */
  readonly isSkippedOnRequest: boolean;
  isLeftOut: boolean;
  state: 'pending' | 'running' | Outcome;
}

const DEFAULT_CONCURRENCY = 8;

/**
 * Makes the site as it is described: one look at every host, a plan, then every step in the order of its needs. Knows
 * no step. A failed item stops only what depends on it, and a host of a standing site that is away only what concerns it: the
 * run has then failed, as it does not know that the site is as described. Where everything is true already, the look is all
 * that is sent.
 */
export async function applySteps(run: RunContext, options: ApplyOptions): Promise<ApplyResult> {
  const release = options.locks.tryAcquire([`site:${options.site.id}`]);
  if (!release) throw fail('run.busy', { params: { runId: run.runId } });
  try {
    if (options.interrupted) await waitForJobs(run, options, options.interrupted);
    const sight = await sightOfSite(run, options);
    const extra = options.afterLook?.(sight.view());
    const steps = [...(extra?.steps ?? []), ...options.steps];
    const plan = makePlan({ ...options, ...extra, steps, view: sight.view() });
    if (options.plan && options.plan.fingerprint !== plan.fingerprint) {
      throw fail('run.plan-stale', {
        params: { madeAt: options.plan.madeAt },
        evidence: [`agreed to: ${options.plan.fingerprint}`, `now: ${plan.fingerprint}`],
      });
    }
    await run.record('plan', {
      fingerprint: plan.fingerprint,
      basis: basisOf(options.site, options.appVersion, options.assets),
      isPart: options.selected?.selection !== undefined,
      items: plan.items.map(({ id, action, changes }) => ({ id, action, changes })),
    });
    run.emit({ type: 'plan', items: [...plan.items] });
    // What blocks may be the half-done work of another laptop: who is at work is told, not what that looks like.
    if (plan.items.some((item) => item.action === 'blocked' && !item.leftOut))
      await options.siteLock?.refuse(sight.facts());
    const told = plan.diagnostics.filter(({ code }) => code === 'run.host-away');
    for (const notice of [...(extra?.notices ?? []), ...told]) run.emit({ type: 'diagnostic', diagnostic: notice });
    const items = await work(run, { ...options, steps }, sight);
    // The result of a job stays for the step that it belongs to until every step is true.
    const isWhole =
      items.every((item) => item.state === 'changed' || item.state === 'unchanged') && !options.selected?.selection;
    if (options.interrupted && isWhole) await clearJobs(run, options, options.interrupted);
    const count = (...states: readonly Item['state'][]): number =>
      items.filter((item) => states.includes(item.state)).length;
    return {
      changed: count('changed'),
      unchanged: count('unchanged'),
      failed: count('failed'),
      cancelled: count('cancelled') > 0,
      plan,
      facts: sight.facts(),
    };
  } finally {
    await options.siteLock?.release(run, options.interrupted?.runId);
    release();
  }
}

async function work(run: RunContext, options: ApplyOptions, sight: SightOfSite): Promise<readonly Item[]> {
  const { selected } = options;
  const all: Item[] = options.steps.flatMap((step) =>
    step.targets(options.site).map((target) => ({
      id: itemId(step, target),
      step,
      target,
      isSkippedOnRequest: selected?.isSkipped(step, target) ?? false,
      isLeftOut: false,
      state: 'pending' as const,
    })),
  );
  const items = all.filter((item) => selected?.includes(item.step, item.target) ?? true);
  /** What is not selected is looked at and never worked on. */
  const others = all.filter((item) => !items.includes(item));
  const openElsewhere = (stepIds: readonly string[]): readonly string[] =>
    others
      .filter(
        (item) =>
          stepIds.includes(item.step.id) &&
          checkItem(item.step, sight.view(), item.target).state !== 'satisfied' &&
          !holdOf(item),
      )
      .map((item) => item.id);
  let holds: { readonly facts: SiteFacts; readonly of: HoldOf } | undefined;
  /** What a host that is away now holds back; it keeps nothing else waiting. */
  const holdOf = ({ step, target }: Item): Hold | undefined => {
    if (holds?.facts !== sight.facts()) holds = { facts: sight.facts(), of: holdsOf(options.steps, sight.view()) };
    return holds.of(step, target);
  };
  const ofStep = new Map<string, Item[]>();
  for (const item of items) ofStep.set(item.step.id, [...(ofStep.get(item.step.id) ?? []), item]);
  const running = new Set<Promise<void>>();
  const records: Promise<void>[] = [];
  let recordFailure: unknown;

  const finish = (item: Item, outcome: Outcome, result: Partial<ItemResult>, startedAt: number): Promise<void> => {
    item.state = outcome;
    const told = {
      outcome,
      changes: [...(result.changes ?? [])],
      durationMs: Math.max(0, run.clock.now() - startedAt),
      ...(result.diagnostic ? { diagnostic: result.diagnostic } : {}),
      ...(outcome === 'failed' ? { offers: offersOf(item.step) } : {}),
    };
    run.emit({ type: 'step-finished', itemId: item.id, ...told });
    const recorded = run.record('step-finished', { item: item.id, ...told });
    records.push(
      recorded.catch((error) => {
        recordFailure ??= error;
      }),
    );
    return recorded;
  };

  /** What is true may still be worth a word: told once, before anything that needs it begins. */
  const warn = (verdict: CheckVerdict): void => {
    if (verdict.state !== 'satisfied') return;
    for (const entry of verdict.warnings ?? []) run.emit({ type: 'diagnostic', diagnostic: entry });
  };

  const begin = (item: Item, release: () => void): void => {
    item.state = 'running';
    const startedAt = run.clock.now();
    const doing = applyItem(run, options, sight, item.step, item.target)
      .catch((error): ItemResult => {
        const outcome = run.signal.aborted ? 'cancelled' : 'failed';
        return { outcome, changes: [], diagnostic: asDiagnostics(error, item.id)[0] };
      })
      .then((result) => {
        if (result.outcome === 'changed' || result.outcome === 'unchanged')
          warn(checkItem(item.step, sight.view(), item.target));
        return finish(item, result.outcome, result, startedAt);
      })
      .catch(() => {}) // a journal that cannot be written: told below
      .finally(() => {
        release();
        running.delete(doing);
      });
    running.add(doing);
  };

  /** Starts or settles every item that can be; true when something was settled without work. */
  const advance = (): boolean => {
    let hasSettled = false;
    for (const item of items) {
      if (item.state !== 'pending') continue;
      const now = run.clock.now();
      if (run.stopMode() !== undefined || recordFailure !== undefined) {
        void finish(item, 'cancelled', {}, now).catch(() => {});
        hasSettled = true;
        continue;
      }
      // judged last: the host may be back by then
      if (!item.isSkippedOnRequest && holdOf(item)) continue;
      const before = item.step.needs
        .flatMap((need) => ofStep.get(need) ?? [])
        .filter((need) => need.isLeftOut || need.state === 'running' || !holdOf(need));
      if (before.some((need) => !need.isLeftOut && ['failed', 'skipped', 'cancelled'].includes(need.state))) {
        void finish(item, 'skipped', {}, now).catch(() => {});
        hasSettled = true;
        continue;
      }
      if (before.some((need) => need.state === 'pending' || need.state === 'running')) continue;
      const verdict = checkItem(item.step, sight.view(), item.target);
      if (verdict.state === 'satisfied') {
        warn(verdict);
        void finish(item, 'unchanged', {}, now).catch(() => {});
        hasSettled = true;
        continue;
      }
      if (item.isSkippedOnRequest || before.some((need) => need.isLeftOut && sharesTarget(need, item.target))) {
        item.isLeftOut = true;
        void finish(item, 'skipped', {}, now).catch(() => {});
        hasSettled = true;
        continue;
      }
      const missing =
        verdict.state === 'blocked'
          ? []
          : openElsewhere([...item.step.needs, ...(verdict.state === 'later' ? verdict.waitsFor : [])]);
      if (missing.length > 0) {
        void finish(item, 'failed', { diagnostic: needsUnselected(item.id, missing) }, now).catch(() => {});
        hasSettled = true;
        continue;
      }
      if (verdict.state === 'later' && isWaiting(verdict.waitsFor, item, ofStep)) continue;
      if (running.size >= (options.concurrency ?? DEFAULT_CONCURRENCY)) continue;
      const isAlone = item.step.order === 'one-at-a-time';
      if (isAlone && ofStep.get(item.step.id)?.some((other) => other.state === 'running')) continue;
      const hosts = new Set([...touchedHosts(item.step, options, sight, item.target), item.target]);
      const release = options.locks.tryAcquire([...hosts].map((host) => `host:${options.site.id}/${host}`));
      if (release) begin(item, release);
    }
    return hasSettled;
  };

  /** Once nothing else is left to do: whether hosts that were away are worth another look. */
  const lookAgain = async (): Promise<boolean> => {
    const away = [...awayHosts(sight.view()).keys()];
    const isWaiting = items.some((item) => item.state === 'pending' && holdOf(item));
    const hasWorked = items.some(({ state }) => state === 'changed' || state === 'failed');
    if (!isWaiting || !hasWorked || run.stopMode() !== undefined) return false;
    try {
      await sight.look(away);
    } catch (error) {
      if (!run.signal.aborted) throw error;
      return true; // what is left is told as stopped
    }
    return away.some((host) => !awayHosts(sight.view()).has(host));
  };

  /** What still waits for a host that is away: told with the first item, which has failed for it, and not run. */
  const giveUp = (): void => {
    const held = items.flatMap((item) => {
      const hold = item.state === 'pending' ? holdOf(item) : undefined;
      return hold ? [{ item, hold }] : [];
    });
    const now = run.clock.now();
    const failed = new Set<string>();
    for (const { item, hold } of held) {
      const { host, diagnostic: why } = hold;
      const needs = item.step.needs.flatMap((need) => ofStep.get(need) ?? []);
      item.isLeftOut = needs.some((need) => need.isLeftOut && sharesTarget(need, item.target));
      const isFirst = !item.isLeftOut && !failed.has(host);
      if (isFirst) failed.add(host);
      const outcome = isFirst ? 'failed' : 'skipped';
      void finish(item, outcome, item.isLeftOut ? {} : { diagnostic: why }, now).catch(() => {});
    }
    // of those that were away from the start it was said then
    const isNew = ({ host }: Hold): boolean => !awayAtFirst.has(host);
    for (const notice of awayNotices(held.map(({ hold }) => hold).filter(isNew)))
      run.emit({ type: 'diagnostic', diagnostic: notice });
  };

  const awayAtFirst = awayHosts(sight.view());
  for (let hasLookedAgain = false; ; ) {
    while (advance()); // what was settled may have freed more
    if (running.size > 0) await Promise.race(running);
    else if (!hasLookedAgain && (await lookAgain())) hasLookedAgain = true;
    else break;
  }
  giveUp();
  await Promise.all(records);
  if (recordFailure !== undefined) throw recordFailure;
  const stuck = items.filter((item) => item.state === 'pending');
  if (stuck.length > 0) {
    const steps = stuck.map((item) => item.id).join(', ');
    run.halt(diagnostic('run.stuck', { params: { steps } }));
  }
  return items;
}

/** What a person may do about a failed item of this step. */
function offersOf(step: Step): ('retry' | 'skip')[] {
  return step.skippable ? ['retry', 'skip'] : ['retry'];
}

/** Whether one of these steps still has work before it; one that failed is waited for no longer. */
function isWaiting(stepIds: readonly string[], item: Item, ofStep: ReadonlyMap<string, readonly Item[]>): boolean {
  return stepIds.some(
    (id) =>
      id !== item.step.id &&
      (ofStep.get(id) ?? []).some((other) => other.state === 'pending' || other.state === 'running'),
  );
}
