import { join } from 'node:path';
import { type DiagnosticError, fail } from '../../api/diagnostic.ts';
import type { DrillOrder } from '../../api/drill.ts';
import type { OutlineStep, Plan } from '../../api/plan.ts';
import type { RehearsalOptions } from '../../api/rehearsal.ts';
import type { Asked, RunKind, StopMode } from '../../api/run.ts';
import type { Site } from '../../api/site.ts';
import { checkConfirmed, drillOf } from '../drills/offers.ts';
import { outlineSteps } from '../plan/outline-steps.ts';
import { createLocks } from '../run/lock.ts';
import { openRunStore, type RunStore, type StoredRun } from '../run/run-store.ts';
import { type ActiveRun, type RunContext, startRun, type WorkResult } from '../run/start-run.ts';
import { realClock } from '../shell/clock.ts';
import { createRedactor } from '../shell/redactor.ts';
import { allHosts, lockHosts } from '../site/derive.ts';
import { standIns } from '../site/stand-in-labels.ts';
import type { AssetStore } from '../stacks/asset-store.ts';
import { maintenanceStep } from '../steps/availability/maintenance.ts';
import { markAtWork } from '../workspace/at-work.ts';
import { writeFileAtomic } from '../workspace/atomic-file.ts';
import { allFactSets, allSteps, neededImages } from './all-steps.ts';
import { drillSite, isBareRehearsal } from './drill-site.ts';
import type { EnginePorts, UserFolders } from './ports.ts';
import { applySite, checkOrder, lockOf, planSite, type WorkOrder, type Workshop } from './run-desk-apply.ts';
import { KEPT_SITE, RunShelf } from './run-shelf.ts';
import type { SiteSession } from './site-session.ts';
import type { ReadySite } from './site-shelf.ts';
import { smokeSite, someChecks } from './smoke-site.ts';
import { runSticks, type StickItem, type StickWork } from './stick-run.ts';
import { usedDigests } from './used-digests.ts';

export interface StartOptions extends WorkOrder {
  readonly ready: ReadySite;
  readonly rehearsal: RehearsalOptions | undefined;
  /** Done when the run has ended well or badly, before its readers are told of the end. */
  readonly afterwards?: (runId: string, runFolder: string) => Promise<void>;
}

/** Begins and stops runs. A run holds its site's session (and lock) from its start to its end. */
export class RunDesk {
  /** The runs of now and of the past. */
  readonly shelf: RunShelf;
  readonly #ports: EnginePorts;
  readonly #folders: UserFolders;
  readonly #assets: AssetStore;
  readonly #locks = createLocks();
  /** Why nothing may begin now. */
  #barred: (() => DiagnosticError) | undefined;

  constructor(ports: EnginePorts, folders: UserFolders, assets: AssetStore) {
    this.#ports = ports;
    this.#folders = folders;
    this.#assets = assets;
    this.shelf = new RunShelf(folders);
  }

  /** From now on every run is refused with this; the function lifts that again. */
  bar(why: () => DiagnosticError): () => void {
    const before = this.#barred;
    this.#barred = why;
    return () => {
      if (this.#barred === why) this.#barred = before;
    };
  }

  /** Opens a site for a short look and closes it again. */
  async with<T>(
    ready: ReadySite,
    rehearsal: RehearsalOptions | undefined,
    purpose: string,
    work: (session: SiteSession) => Promise<T>,
  ): Promise<T> {
    const session = await this.#open(ready, rehearsal, purpose);
    try {
      return await work(session);
    } finally {
      await session.close();
    }
  }

  /** What is and what would be. Only looks. */
  plan(ready: ReadySite, rehearsal: RehearsalOptions | undefined, order: WorkOrder = {}): Promise<Plan> {
    checkOrder(this.#shop(), ready.site, order);
    return this.with(ready, rehearsal, 'planning', (session) => planSite(session, this.#shop(), order));
  }

  /** The steps that a site has, from its file alone. */
  outline(site: Site): readonly OutlineStep[] {
    return outlineSteps(allSteps(this.#assets), site);
  }

  /** Writes sticks or files. Such runs belong to the laptop, not to a site. */
  sticks(items: readonly StickItem[], work: StickWork): Promise<string> {
    return this.#startHere('flash', '', join(this.#folders.state, 'runs'), (context) =>
      runSticks(context, items, (teller) => work(context.signal, teller)),
    );
  }

  /**
   * Work on folders of this laptop that reaches no host: a bundle is made, read or carried. Only what changes the site's own folder
   * is written down there; the rest also runs where that folder cannot be written, and without a site.
   */
  onLaptop(
    kind: 'bundle' | 'handover',
    ready: ReadySite | undefined,
    work: (run: RunContext) => Promise<WorkResult>,
    options: { readonly changesSite?: boolean } = {},
  ): Promise<string> {
    if (!ready) return this.#startHere(kind, '', join(this.#folders.state, 'runs'), work);
    const { id } = ready.site;
    return this.#startHere(kind, id, options.changesSite ? ready.folder.runs : this.shelf.laptopRuns(id), work);
  }

  async #startHere(
    kind: RunKind,
    siteId: string,
    folder: string,
    work: (run: RunContext) => Promise<WorkResult>,
  ): Promise<string> {
    if (this.#barred) throw this.#barred();
    const store = openRunStore({ folder, redactor: createRedactor() });
    const stored = await store.create();
    const run = startRun({
      runId: stored.runId,
      kind,
      siteId,
      rehearsed: false,
      appVersion: this.#ports.appVersion,
      by: this.#ports.by,
      log: stored.log,
      journal: stored.journal,
      clock: realClock,
      work,
    });
    this.#watch(stored.runId, kind, folder, run, store, () => stored.close());
    return stored.runId;
  }

  async apply(options: StartOptions): Promise<string> {
    checkOrder(this.#shop(), options.ready.site, options);
    return this.#start('apply', options, (session, run) => applySite(session, run, this.#shop(), options));
  }

  /** Takes one node out of service or back into it, and nothing else. Throws `selection.unknown-node`. */
  maintenance(options: StartOptions, node: string, mode: 'on' | 'off'): Promise<string> {
    const step = maintenanceStep(node, mode === 'on');
    const order = { ...options, steps: [step], selection: { only: [step.id], nodes: [node] } };
    checkOrder(this.#shop(), options.ready.site, order);
    return this.#start('maintenance', order, (session, run) => applySite(session, run, this.#shop(), order), {
      maintenance: { node, mode },
    });
  }

  /** Work on hosts that is no claim about the site: a bundle, or the site's own files, are brought to them. */
  reaching(
    options: StartOptions,
    work: (session: SiteSession, run: RunContext) => Promise<WorkResult>,
    kind: 'bundle' | 'handover' = 'bundle',
  ): Promise<string> {
    return this.#start(kind, options, work);
  }

  /** The smoke tests, all or only these. Throws check.unknown, check.ask-all. */
  async smoke(options: StartOptions, only?: readonly string[]): Promise<string> {
    const some = only && (await someChecks(this.shelf, options.ready, options.rehearsal !== undefined, only));
    const asked = only && { checks: [...only] };
    return this.#start('smoke', options, (session, run) => smokeSite(session, run, some), asked);
  }

  /** Breaks the site for a while, measures, and puts it back. `typed` is what was typed to confirm it. */
  async drill(options: StartOptions, order: DrillOrder, typed: string): Promise<string> {
    const drill = drillOf(options.ready.site, order);
    checkConfirmed(drill, typed);
    return this.#start('drill', options, (session, run) => drillSite(session, run, this.#shop(), drill, options));
  }

  /** Work on one instance of a stack, with the site's lock held. A rehearsed site is made first, where nothing of it is there. */
  operate(
    options: StartOptions,
    work: (session: SiteSession, run: RunContext) => Promise<WorkResult>,
  ): Promise<string> {
    return this.#start('stack', options, async (session, run) => {
      const shop = this.#shop();
      if (await isBareRehearsal(session)) {
        const applied = await applySite(session, run, shop, {});
        if (applied.failed > 0 || applied.cancelled || run.stopMode()) return applied;
      }
      const { siteLock } = await lockOf(session, shop, options);
      try {
        await siteLock?.hold(run, await session.look({ hosts: lockHosts(session.site) }));
        return await work(session, run);
      } finally {
        await siteLock?.release(run);
      }
    });
  }

  /** Watches machines arrive. In a rehearsal those that our media install are bare to begin with. */
  arrive(options: StartOptions, work: (session: SiteSession, run: RunContext) => Promise<WorkResult>): Promise<string> {
    return this.#start('arrive', options, work);
  }

  /** Apply and, where that ended well, the smoke tests. */
  rehearse(options: StartOptions): Promise<string> {
    return this.#start('rehearse', options, async (session, run) => {
      const applied = await applySite(session, run, this.#shop(), options);
      if (applied.failed > 0 || applied.cancelled || run.stopMode()) return applied;
      const checked = await smokeSite(session, run);
      return { ...applied, failed: checked.failed };
    });
  }

  stop(runId: string, mode: StopMode): void {
    const live = this.shelf.liveOne(runId);
    if (!live) throw fail('app.unknown-run', { params: { run: runId } });
    live.run.stop(mode);
  }

  /** Waits for what runs; used when the engine is closed. */
  async close(): Promise<void> {
    const { live } = this.shelf;
    for (const { run } of live) run.stop('now');
    await Promise.all(live.map(({ settled }) => settled));
  }

  async #open(ready: ReadySite, rehearsal: RehearsalOptions | undefined, purpose: string): Promise<SiteSession> {
    // SSH and the simulated site are only loaded by what reaches hosts: making an image should not wait for them.
    const { openSession } = await import('./site-session.ts');
    return openSession({
      ready,
      rehearsal,
      ports: this.#ports,
      folders: this.#folders,
      factSets: allFactSets(this.#assets),
      images: neededImages(ready.site, this.#assets),
      ...(purpose === 'arrive' ? { bareMetal: true } : {}),
      purpose,
    });
  }

  async #start(
    kind: RunKind,
    options: StartOptions,
    work: (session: SiteSession, run: RunContext) => Promise<WorkResult>,
    asked: Asked | undefined = askedOf(options),
  ): Promise<string> {
    if (this.#barred) throw this.#barred();
    if (!options.rehearsal) refuseStandIns(options.ready.site);
    const session = await this.#open(options.ready, options.rehearsal, kind);
    let stored: StoredRun;
    // Arrivals are drawn over time: what a rehearsed machine did and when it was probed are told by one clock.
    const clock = kind === 'arrive' ? { eventNow: () => session.clock.now() } : {};
    const store = openRunStore({ folder: session.runsFolder, redactor: session.redactor, ...clock });
    try {
      stored = await store.create();
    } catch (error) {
      await session.close();
      throw error;
    }
    const { runId, folder } = stored;
    const run = startRun({
      runId,
      kind,
      siteId: session.site.id,
      rehearsed: session.rehearsal !== undefined,
      appVersion: this.#ports.appVersion,
      by: this.#ports.by,
      ...(options.planFingerprint ? { planFingerprint: options.planFingerprint } : {}),
      ...(asked ? { asked } : {}),
      log: tellingRehearsal(stored.log, session),
      journal: stored.journal,
      clock: session.clock,
      work: async (context) => {
        const { text, folder: own } = options.ready;
        await context.record('used', { digests: await usedDigests(session, text, own.media) });
        // For who compares runs: without it they still see that the plan was another one.
        await writeFileAtomic(join(folder, KEPT_SITE), text).catch(() => undefined);
        try {
          return await work(session, context);
        } finally {
          if (kind !== 'arrive') context.emit({ type: 'log', host: '', level: 'note', text: roundTrips(session) });
        }
      },
    });
    this.#watch(runId, kind, session.runsFolder, run, store, async () => {
      await session.close();
      await stored.close();
      await options.afterwards?.(runId, folder);
    });
    return runId;
  }

  #watch(
    runId: string,
    kind: RunKind,
    folder: string,
    run: ActiveRun,
    store: RunStore,
    end: () => Promise<void>,
  ): void {
    const unmark = markAtWork(this.#folders.state, runId, kind);
    const settled = run.finished
      .then(end)
      .finally(unmark)
      .then(
        () => undefined,
        (error: unknown) => ({ error }),
      )
      .finally(() => {
        this.shelf.ended(runId);
        this.#ports.keepAwake?.(this.shelf.live.length > 0);
      });
    this.shelf.put(runId, folder, { run, store, settled });
    this.#ports.keepAwake?.(true);
  }

  #shop(): Workshop {
    return { ports: this.#ports, assets: this.#assets, locks: this.#locks, folders: this.#folders };
  }
}

/** How often each host was asked: what a run costs on a slow link. */
function roundTrips({ site, transports }: SiteSession): string {
  const counts = allHosts(site).map(({ name }) => `${name} ${transports.roundTrips(name)}`);
  return `round trips: ${counts.join(', ')}`;
}

/** Faults such as `ssh.drops@cluster.join-node` wait for a step: the simulated site is told which begin and end. */
function tellingRehearsal(log: StoredRun['log'], session: SiteSession): StoredRun['log'] {
  const { rehearsal } = session;
  if (!rehearsal) return log;
  return {
    ...log,
    emit: (event) => {
      if (event.type === 'step-started')
        rehearsal.tell({ do: 'step-began', itemId: event.itemId, hosts: event.hosts ?? [] });
      if (event.type === 'step-finished') rehearsal.tell({ do: 'step-ended', itemId: event.itemId });
      return log.emit(event);
    },
  };
}

/** Undefined = all of the site's work. */
function askedOf({ selection, prune }: WorkOrder): Asked | undefined {
  if (!selection && !prune) return undefined;
  return { ...(selection ? { selection } : {}), ...(prune ? { prune } : {}) };
}

/** What was made up for a rehearsal is on no machine. Throws site.labels-made-up. */
function refuseStandIns(site: Site): void {
  const made = standIns(site);
  const [first] = made;
  if (!first) return;
  const hosts = [...new Set(made.map(({ host }) => host))].join(', ');
  const evidence = made.map(({ host, value }) => `${host}: ${value}`);
  throw fail('site.labels-made-up', {
    params: { count: made.length, hosts },
    evidence,
    subject: { field: first.field, host: first.host },
  });
}
