import { setMaxListeners } from 'node:events';
import { join } from 'node:path';
import type { RehearsedMedia, Screen } from '../../api/arrival.ts';
import { type Diagnostic, DiagnosticError, diagnostic, fail } from '../../api/diagnostic.ts';
import type { RehearsalOptions } from '../../api/rehearsal.ts';
import type { Host, Site } from '../../api/site.ts';
import { ArrivalBook } from '../arrival/arrival-book.ts';
import { phaseOf } from '../arrival/arrival-state.ts';
import { type ArrivalStore, openArrivalStore } from '../arrival/arrival-store.ts';
import { ArrivalWatch } from '../arrival/arrival-watch.ts';
import { arrivalIdentityFits } from '../arrival/identity.ts';
import { screenRemedies } from '../arrival/screen-remedies.ts';
import { arrivalTokens } from '../arrival/tokens.ts';
import { wantsReceiver } from '../arrival/wants-receiver.ts';
import { asDiagnostics, type RunContext, type WorkResult } from '../run/start-run.ts';
import { realClock } from '../shell/clock.ts';
import { follow } from '../shell/follow.ts';
import { ARRIVAL_IDENTITY, ARRIVAL_SECRET, usesReceiver } from '../site/delivery.ts';
import { makeAnswers } from '../site/make-answers.ts';
import { mediaRules } from '../site/rules/media.ts';
import type { AssetStore } from '../stacks/asset-store.ts';
import { createTransports, type Transports } from '../transport/pool.ts';
import { deadEnd, isNotAsPlanned } from './arrival-end.ts';
import { Listening } from './arrive-desk-listening.ts';
import { mediaDelivery, type ReceiverSecrets } from './media-delivery.ts';
import type { EnginePorts, UserFolders } from './ports.ts';
import { type RehearsedTechnician, rehearseTechnician } from './rehearsed-technician.ts';
import type { RunDesk } from './run-desk.ts';
import { arrivalSecrets } from './site-secrets.ts';
import type { SiteSession } from './site-session.ts';
import type { ReadySite } from './site-shelf.ts';

export interface WatchOptions {
  readonly ready: ReadySite;
  readonly rehearsal: RehearsalOptions | undefined;
  readonly rehearsedMedia: RehearsedMedia | undefined;
  readonly untilReady: boolean;
}

interface Live {
  readonly siteFile: string;
  readonly isRehearsal: boolean;
  readonly watch: ArrivalWatch;
  /** Absent where the site says nowhere this laptop stands. */
  readonly book: ArrivalBook | undefined;
  readonly store: ArrivalStore;
  /** On the planned address, now. */
  readonly listens: () => boolean;
}

const ROUND_MS = 5_000;
/** Real time, also where a rehearsal's clock runs fast: rounds are work for whoever looks on. */
const LEAST_ROUND_MS = 40;
const STOP_SEEN_WITHIN_MS = 100;
const FILE = 'arrivals.json';

/** Watches machines arrive: a run that listens, probes and answers until all are ready. */
export class ArriveDesk {
  readonly #runs: RunDesk;
  readonly #ports: EnginePorts;
  readonly #folders: UserFolders;
  readonly #assets: AssetStore;
  readonly #live = new Map<string, Live>();

  constructor(runs: RunDesk, ports: EnginePorts, folders: UserFolders, assets: AssetStore) {
    this.#runs = runs;
    this.#ports = ports;
    this.#folders = folders;
    this.#assets = assets;
  }

  /** Throws the rule's own diagnostics where the site does not allow what its rehearsed technician is to carry. */
  async watch(options: WatchOptions): Promise<string> {
    refuseMedia(carriedBy(options.ready.site, options.rehearsal && options.rehearsedMedia));
    return this.#runs.arrive({ ready: options.ready, rehearsal: options.rehearsal }, (session, run) =>
      this.#work(
        { ...session, site: carriedBy(session.site, options.rehearsal && options.rehearsedMedia) },
        run,
        options,
      ),
    );
  }

  powered(runId: string, host: string): void {
    this.#of(runId).watch.powered(host);
  }

  /** Resolves when it outlasts a power cut. */
  async assign(runId: string, visitor: string, host: string): Promise<void> {
    const { book } = this.#of(runId);
    if (!book) throw fail('arrival.unknown-visitor', { params: { visitor: visitor.slice(0, 64) } });
    await book.assign(visitor, host);
  }

  /** Resolves when it outlasts a power cut. */
  async release(runId: string, host: string, typedName: string): Promise<void> {
    const { book } = this.#of(runId);
    if (!book) throw fail('arrival.no-receiver', { subject: { host } });
    await book.release(host, typedName);
  }

  compareKey(runId: string, host: string, fingerprint: string): Promise<void> {
    return this.#of(runId).watch.compareKey(host, fingerprint);
  }

  /** What it means when a machine's screen shows this, by where the machine stands as far as is known. */
  async screen({ site, folder }: ReadySite, name: string, screen: Screen): Promise<readonly Diagnostic[]> {
    const host = site.hosts.find((entry) => entry.name === name);
    if (!host) throw fail('arrival.unknown-host', { params: { host: name.slice(0, 64) } });
    const ours = [...this.#live.values()].filter(({ siteFile }) => siteFile === folder.siteFile);
    // Who stands at a rack asks about that one, also while a rehearsal of the same site runs beside it.
    const live = ours.findLast(({ isRehearsal }) => !isRehearsal) ?? ours.at(-1);
    const store = live?.store ?? (await openArrivalStore(join(folder.root, FILE)));
    const state = store.value().states[name];
    return screenRemedies(site, host, state ? phaseOf(state) : 'waiting', screen);
  }

  /** Whether a run of this site listens now on the laptop's planned address; a rehearsal never does. */
  listensFor(siteFile: string): boolean {
    return [...this.#live.values()].some((live) => live.siteFile === siteFile && live.listens());
  }

  #of(runId: string): Live {
    const live = this.#live.get(runId);
    if (!live) throw fail('arrival.run-over', { params: { run: runId.slice(0, 64) } });
    return live;
  }

  async #work(session: SiteSession, run: RunContext, options: WatchOptions): Promise<WorkResult> {
    const { rehearsal, clock, site } = session;
    const { ready } = options;
    const store = await openArrivalStore(join(rehearsal?.folder ?? ready.folder.root, FILE));
    const ending = new AbortController();
    const unlink = follow(ending, run.signal);
    const { signal } = ending;
    // As many wait for it as there are ports to look at: no sign of a leak.
    setMaxListeners(0, signal);
    let book: ArrivalBook | undefined;
    const watch = new ArrivalWatch({
      site,
      store,
      hostKeys: session.hostKeys,
      dialer: session.dialer,
      openTransports: (host) => pinnedTransports(session, host),
      clock,
      by: this.#ports.by,
      emit: (event) => run.emit(event),
      onSsh: (host, isKeyTrusted) => book?.sshSeen(host, isKeyTrusted),
    });
    const isKnown = rehearsal !== undefined || hasFittingIdentity(session.secrets, site);
    const secrets = usesReceiver(site) ? await arrivalSecrets(session.secrets, site) : undefined;
    if (secrets && !isKnown) {
      const params = { address: site.network.laptop?.address ?? '' };
      run.emit({ type: 'diagnostic', diagnostic: diagnostic('arrival.new-identity', { params }) });
    }
    if (!site.network.laptop && wantsReceiver(site))
      run.emit({ type: 'diagnostic', diagnostic: diagnostic('arrival.no-receiver') });
    if (secrets) book = this.#book(session, run, store, watch, secrets);
    const receiver = book && secrets ? new Listening(session, run, book, secrets) : undefined;
    const listens = (): boolean => rehearsal === undefined && receiver?.isOpen() === true;
    this.#live.set(run.runId, {
      siteFile: ready.folder.siteFile,
      isRehearsal: rehearsal !== undefined,
      watch,
      book,
      store,
      listens,
    });
    try {
      await receiver?.listen();
      const technician =
        rehearsal?.machines && this.#technician(session, run, watch, options, secrets, rehearsal.machines, signal);
      await this.#follow(session, run, watch, options.untilReady, signal, receiver, technician);
      for (const name of rehearsal?.unusedFaults() ?? [])
        run.emit({ type: 'diagnostic', diagnostic: diagnostic('rehearsal.fault-unused', { params: { name } }) });
      const phases = watch.views().map(({ phase }) => phase);
      const ready = phases.filter((phase) => phase === 'ready').length;
      return { changed: ready, unchanged: 0, failed: 0, cancelled: ready < phases.length };
    } finally {
      ending.abort(new Error('the watch is over'));
      unlink();
      this.#live.delete(run.runId);
      await receiver?.close();
      await watch.settled();
      await store.settled();
    }
  }

  async #follow(
    session: SiteSession,
    run: RunContext,
    watch: ArrivalWatch,
    untilReady: boolean,
    signal: AbortSignal,
    receiver: Listening | undefined,
    technician: RehearsedTechnician | undefined,
  ): Promise<void> {
    const { clock } = session;
    while (!run.stopMode()) {
      const began = clock.now();
      await watch.round(signal);
      const views = watch.views();
      if (untilReady && views.every(({ phase }) => phase === 'ready')) {
        const hosts = views.filter(isNotAsPlanned).map(({ host }) => host);
        if (hosts.length > 0) run.halt(diagnostic('arrival.differs', { params: { hosts: hosts.join(', ') } }));
        return;
      }
      const problem = untilReady ? deadEnd(views, technician, clock.now()) : technician?.failure();
      if (problem) {
        run.halt(problem);
        return;
      }
      await receiver?.listenAgain();
      await untilNextRound(session, run, began + ROUND_MS, signal);
    }
  }

  #book(
    session: SiteSession,
    run: RunContext,
    store: ArrivalStore,
    watch: ArrivalWatch,
    secrets: ReceiverSecrets,
  ): ArrivalBook {
    const { site, clock, redactor } = session;
    const tokens = arrivalTokens(secrets.secret, site.id);
    for (const secret of tokens.all(site.hosts.map(({ name }) => name))) redactor.add(secret);
    return new ArrivalBook({
      site,
      tokens,
      store,
      answerOf: (name) => {
        const { deliver } = mediaDelivery(site, this.#assets, secrets);
        // Only the asked one: each costs the hashing of a password, and a whole rack asks at once.
        const alone = { ...site, hosts: site.hosts.filter((host) => host.name === name) };
        const [made] = makeAnswers(alone, (ref) => session.secrets.get(ref), deliver);
        const [first, ...rest] = (made?.diagnostics ?? []).filter(({ severity }) => severity === 'error');
        if (first) throw new DiagnosticError(first, ...rest);
        return made?.text ?? '';
      },
      now: () => clock.now(),
      by: this.#ports.by,
      // Who stands behind another host is served like all, although nobody here can follow it.
      onFact: (host, fact) => watch.follows(host) && watch.learn(host, fact),
      onVisitor: (visitor) => run.emit({ type: 'visitor', visitor }),
      onHostKeys: (host, keys, report) => watch.adopt(host, keys, report),
      onTrouble: (error) => run.emit({ type: 'diagnostic', diagnostic: asDiagnostics(error, 'arrival')[0] }),
    });
  }

  #technician(
    session: SiteSession,
    run: RunContext,
    watch: ArrivalWatch,
    options: WatchOptions,
    secrets: ReceiverSecrets | undefined,
    machines: NonNullable<NonNullable<SiteSession['rehearsal']>['machines']>,
    signal: AbortSignal,
  ): RehearsedTechnician {
    return rehearseTechnician({
      site: session.site,
      machines,
      folder: session.rehearsal?.folder ?? '',
      media: options.rehearsedMedia ?? (session.site.media.delivery === 'one-image' ? 'one-image' : 'stick-each'),
      mediaFolder: options.ready.folder.media,
      cacheFolder: this.#folders.cache,
      assets: this.#assets,
      secret: (ref) => session.secrets.get(ref),
      receiver: secrets,
      watch,
      now: () => session.clock.now(),
      note: (host, text) => run.emit({ type: 'log', host, level: 'note', text }),
      signal,
    });
  }
}

/** Whether media that were made before can believe this laptop. */
function hasFittingIdentity(secrets: SiteSession['secrets'], site: Site): boolean {
  return (
    secrets.has(ARRIVAL_SECRET) === true &&
    secrets.has(ARRIVAL_IDENTITY) === true &&
    arrivalIdentityFits(secrets.get(ARRIVAL_IDENTITY).reveal(), site)
  );
}

/** Waits for the next round, or until somebody asks the watch to stop. */
async function untilNextRound(
  { clock }: SiteSession,
  run: RunContext,
  nextAt: number,
  signal: AbortSignal,
): Promise<void> {
  const asked = new AbortController();
  const poll = setInterval(() => run.stopMode() && asked.abort(), STOP_SEEN_WITHIN_MS);
  const unlink = follow(asked, signal);
  const until = asked.signal;
  try {
    await Promise.all([clock.wait(Math.max(0, nextAt - clock.now()), until), realClock.wait(LEAST_ROUND_MS, until)]);
  } catch {
    // Stopped: whoever waited looks at why.
  } finally {
    clearInterval(poll);
    // Nothing of this wait stays behind on the signal of the whole watch.
    unlink();
  }
}

/** The site as the rehearsed technician carries its answers; the real one is always as it says. */
function carriedBy(site: Site, media: RehearsedMedia | undefined): Site {
  if (media === undefined) return site;
  return { ...site, media: { ...site.media, delivery: media === 'one-image' ? 'one-image' : 'stick-per-node' } };
}

/** Where answers would travel as this network does not let them. */
function refuseMedia(site: Site): void {
  const [first, ...rest] = mediaRules
    .flatMap((rule) => rule.check(site))
    .filter(({ severity, subject }) => severity === 'error' && subject.field === 'media.delivery');
  if (first) throw new DiagnosticError(first, ...rest);
}

/** One host, nothing but pins to believe in. */
function pinnedTransports(session: SiteSession, { name, address, user }: Host): Transports {
  return createTransports({
    hosts: [{ name, address, user }],
    dialer: session.dialer,
    key: session.secrets.get(session.site.access.sshPrivateKey),
    hostKeys: session.hostKeys,
    hostKeyPolicy: { mode: 'pinned-only' },
    redactor: session.redactor,
    clock: session.clock,
  });
}
