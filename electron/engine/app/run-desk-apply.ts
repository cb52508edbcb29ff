import { type Diagnostic, diagnostic, fail } from '../../api/diagnostic.ts';
import type { Plan } from '../../api/plan.ts';
import type { Prune, Selection } from '../../api/selection.ts';
import { namedDisks } from '../../api/site-storage.ts';
import { stableFacts } from '../facts/stable-facts.ts';
import { findOrphans } from '../ownership/find-orphans.ts';
import { confirmedOrphans, removalSteps } from '../ownership/removal-steps.ts';
import { makePlan } from '../plan/make-plan.ts';
import { selectItems } from '../plan/select-items.ts';
import type { AfterLook, ApplyOptions } from '../run/apply-options.ts';
import { applySteps } from '../run/apply-steps.ts';
import type { Locks } from '../run/lock.ts';
import { openRunStore } from '../run/run-store.ts';
import { heldByOther, locksOfOthers, siteLock } from '../run/site-lock.ts';
import type { RunContext, WorkResult } from '../run/start-run.ts';
import { lockHosts } from '../site/derive.ts';
import type { AssetStore } from '../stacks/asset-store.ts';
import type { Step, View } from '../steps/step.ts';
import { allSteps } from './all-steps.ts';
import { hasEndedHere, thisLaptop } from './laptop.ts';
import type { EnginePorts, UserFolders } from './ports.ts';
import type { SiteSession } from './site-session.ts';
import { bundleDigests } from './used-digests.ts';

/** What a person asked for, of the work on a site. */
export interface WorkOrder {
  readonly selection?: Selection | undefined;
  readonly prune?: Prune | undefined;
  /** Serials of disks that may lose what is on them. */
  readonly wipe?: readonly string[] | undefined;
  /** In place of the site's own steps: work that is asked for by itself. */
  readonly steps?: readonly Step[] | undefined;
  /** Take over the cluster's lock from a run that has not renewed it for long. */
  readonly takeLock?: boolean | undefined;
  /** Refuse when this is no longer the plan. */
  readonly planFingerprint?: string | undefined;
}

export interface Workshop {
  readonly ports: EnginePorts;
  readonly assets: AssetStore;
  readonly locks: Locks;
  readonly folders: UserFolders;
}

/** Refuses an order whose names the site does not know, before anything is opened. Throws `selection.*`, `storage.wipe-unknown`. */
export function checkOrder(shop: Workshop, site: SiteSession['site'], order: WorkOrder): void {
  selectItems(stepsOf(shop, order), site, order.selection);
  const named = new Set(site.storages.flatMap(namedDisks).map(({ serial }) => serial));
  const unknown = order.wipe?.find((serial) => !named.has(serial));
  if (unknown !== undefined) throw fail('storage.wipe-unknown', { params: { serial: unknown } });
}

function stepsOf(shop: Workshop, order: WorkOrder): readonly Step[] {
  return order.steps ?? allSteps(shop.assets);
}

/** What is and what would be. Only looks. */
export async function planSite(session: SiteSession, shop: Workshop, order: WorkOrder): Promise<Plan> {
  const steps = allSteps(shop.assets);
  const view = session.view(await session.look());
  const extra = afterLook(view, order, 'plan');
  const notices = [...extra.notices, ...(await lockNotice(view, shop))];
  const truths = await openRunStore({ folder: session.runsFolder, redactor: session.redactor }).truths();
  const own = basis(session, shop, steps, order);
  return makePlan({ ...own, ...extra, notices, steps: [...extra.steps, ...steps], view, truths });
}

/** Makes the site true, or the part that was selected. */
export async function applySite(
  session: SiteSession,
  run: RunContext,
  shop: Workshop,
  order: WorkOrder,
): Promise<WorkResult> {
  const { selection, prune, wipe, takeLock } = order;
  // whose names were typed for a removal is evidence
  if (selection || prune || wipe || takeLock) await run.record('asked', { selection, prune, wipe, takeLock });
  const store = openRunStore({ folder: session.runsFolder, redactor: session.redactor });
  const interrupted = await store.interrupted(run.runId);
  return applySteps(run, {
    ...basis(session, shop, stepsOf(shop, order), order),
    site: session.site,
    secret: (ref) => session.secrets.get(ref),
    hasSecret: (ref) => session.secrets.has(ref),
    storeSecret: (ref, secret) => session.secrets.store(ref, secret),
    bundle: session.bundle,
    gather: (hosts, before, signal) =>
      session.look({ ...(hosts ? { hosts } : {}), ...(before ? { before } : {}), signal }),
    transports: session.transports,
    locks: shop.locks,
    ...(await lockOf(session, shop, order)),
    ...(wipe ? { confirmedWipes: wipe } : {}),
    ...(order.steps ? {} : { afterLook: (view: View) => afterLook(view, order, 'apply') }),
    truths: await store.truths(),
    ...(shop.ports.concurrency === undefined ? {} : { concurrency: shop.ports.concurrency }),
    ...(interrupted ? { interrupted } : {}),
    ...(order.planFingerprint ? { plan: { fingerprint: order.planFingerprint, madeAt: '' } } : {}),
  });
}

/** The lock that keeps another laptop from changing the site at the same time. */
export async function lockOf(
  session: SiteSession,
  shop: Workshop,
  order: WorkOrder,
): Promise<Pick<ApplyOptions, 'siteLock'>> {
  const hosts = lockHosts(session.site);
  if (hosts.length === 0) return {};
  const { state } = shop.folders;
  return {
    siteLock: siteLock({
      hosts,
      transport: (name) => session.transports.change(name, () => {}),
      self: await thisLaptop(state, shop.ports.by, session.site.id),
      isGone: (holder) => hasEndedHere(state, holder),
      takeStale: order.takeLock === true,
    }),
  };
}

/** Who else is changing the site; a plan is made all the same. */
async function lockNotice(view: View, shop: Workshop): Promise<readonly Diagnostic[]> {
  const locks = await locksOfOthers(lockHosts(view.site), view.facts, (holder) =>
    hasEndedHere(shop.folders.state, holder),
  );
  return locks.map((held) => ({ ...heldByOther(held, held.host), severity: 'warning' }));
}

/** What is ours and no longer named, and the steps that remove what was confirmed of it. */
function afterLook(view: View, { prune }: WorkOrder, purpose: 'plan' | 'apply'): AfterLook {
  const orphans = findOrphans(view);
  const confirmed = prune ? confirmedOrphans(orphans, prune.confirmed) : [];
  const kept = orphans.found.filter((entry) => !confirmed.includes(entry) && entry.orphan.partOf === undefined);
  const names = kept.map(({ orphan }) => orphan.name).join(', ');
  return {
    steps: removalSteps(confirmed),
    orphans: orphans.found.map(({ orphan }) => orphan),
    notices: [
      ...orphans.unknown,
      ...(purpose === 'apply' && kept.length > 0 ? [diagnostic('ownership.orphans-kept', { params: { names } })] : []),
    ],
  };
}

function basis(session: SiteSession, shop: Workshop, steps: readonly Step[], order: WorkOrder) {
  return {
    steps,
    selected: selectItems(steps, session.site, order.selection),
    appVersion: shop.ports.appVersion,
    assets: Object.fromEntries(bundleDigests(session).map((entry) => [entry.name, entry.sha256])),
    stableFacts,
  };
}
