import type { NodeArrival, NodeReport } from '../../api/arrival.ts';
import { type Diagnostic, fail } from '../../api/diagnostic.ts';
import type { RunEventBody } from '../../api/run.ts';
import type { Host, Site } from '../../api/site.ts';
import type { Clock } from '../shell/clock.ts';
import type { HostKeys, PinEvidence } from '../transport/host-keys.ts';
import type { Transports } from '../transport/pool.ts';
import type { Dialer } from '../transport/port.ts';
import {
  type ArrivalFact,
  type ArrivalState,
  lastSegment,
  machineTraits,
  phaseOf,
  waitingSince,
  withFact,
} from './arrival-state.ts';
import type { ArrivalStore } from './arrival-store.ts';
import { arrivalView } from './arrival-view.ts';
import { checkBootModes } from './check-report.ts';
import { lookBySsh } from './look-by-ssh.ts';
import { probeMachines } from './probe-machines.ts';
import { learnFrom } from './usual-durations.ts';

export interface ArrivalWatchOptions {
  readonly site: Site;
  readonly store: ArrivalStore;
  readonly hostKeys: HostKeys;
  readonly dialer: Dialer;
  /** New transports that refuse unknown keys; closed after one look. */
  readonly openTransports: (host: Host) => Transports;
  readonly clock: Clock;
  readonly by: string;
  readonly emit: (event: RunEventBody) => void;
  /** SSH answers at a machine: proves an installation that was begun. */
  readonly onSsh: (host: string, isKeyTrusted: boolean) => void;
}

/** A look that met an obstacle is not repeated sooner. */
const NEXT_LOOK_MS = 20_000;
/** An API that answered is asked again after this; between, an open port is enough. */
const API_ASKED_AGAIN_MS = 60_000;
/** What is known from before is only taken up when it is younger: whoever comes the next day begins anew. */
const TAKE_UP_WITHIN_MS = 12 * 3_600_000;

type ShownKey = NonNullable<NodeArrival['hostKey']>;

/** A key that nobody may believe is looked at again and again: it counts from the look that first met it. Pure. */
function sinceFirstShown(shown: ShownKey, before: ShownKey | undefined): ShownKey {
  const isSame = before?.state === shown.state && before.fingerprint === shown.fingerprint;
  return isSame && (shown.state === 'different' || shown.state === 'seen') ? before : shown;
}

/** Follows the machines of a site: takes facts in, looks at ports and keys, tells of every change. */
export class ArrivalWatch {
  readonly #options: ArrivalWatchOptions;
  readonly #hosts: readonly Host[];
  readonly #states = new Map<string, ArrivalState>();
  readonly #told = new Map<string, string>();
  readonly #trouble = new Map<string, readonly Diagnostic[]>();
  readonly #nextLook = new Map<string, number>();
  readonly #looks = new Map<string, Promise<void>>();
  /** Hosts whose key this watch has looked at: what is known from before is not taken for what is there now. */
  readonly #lookedAt = new Set<string>();

  /** When the API of a host last answered to a question, epoch milliseconds. */
  readonly #apiAnswered = new Map<string, number>();

  constructor(options: ArrivalWatchOptions) {
    this.#options = options;
    // Through another host nobody can probe; those are found when that host is there.
    this.#hosts = options.site.hosts.filter(({ via }) => via === undefined);
    const { states } = options.store.value();
    for (const { name } of this.#hosts) {
      const before = states[name];
      const age = before ? options.clock.now() - Date.parse(lastSegment(before).from) : Number.POSITIVE_INFINITY;
      const isKept = before && phaseOf(before) !== 'waiting' && age >= 0 && age < TAKE_UP_WITHIN_MS;
      this.#states.set(name, isKept ? { ...before, misses: 0 } : waitingSince(this.#at()));
    }
  }

  /** Whether this machine is followed: through another host nobody can probe. */
  follows(host: string): boolean {
    return this.#hosts.some(({ name }) => name === host);
  }

  /** One more fact about a machine of the plan. */
  learn(host: string, fact: ArrivalFact): void {
    this.#take(host, fact);
    this.#tell();
  }

  #take(host: string, fact: ArrivalFact): void {
    const { store } = this.#options;
    const found = this.#host(host);
    const before = this.#state(host);
    const after = withFact(before, fact, machineTraits(found));
    if (after !== before) {
      this.#states.set(host, after);
      store.update((value) => ({
        ...value,
        states: { ...value.states, [host]: after },
        // What is there already shows nothing of how long an installation takes.
        learnt: found.origin === 'installed' ? learnFrom(host, after, value.learnt) : value.learnt,
      }));
    }
  }

  /** Looks at all machines once; starts logins where something is to be learnt by them. */
  async round(signal: AbortSignal): Promise<void> {
    const startedAt = this.#at();
    const probes = await probeMachines(this.#hosts, this.#options.dialer, {
      signal,
      hasJustAnswered: (host) => this.#options.clock.now() - (this.#apiAnswered.get(host) ?? 0) < API_ASKED_AGAIN_MS,
    });
    if (signal.aborted) return;
    this.#options.emit({ type: 'probes', probes: [...probes] });
    for (const { host, up, ssh, api, apiFingerprint } of probes) {
      if (!api) this.#apiAnswered.delete(host);
      else if (apiFingerprint !== undefined) this.#apiAnswered.set(host, this.#options.clock.now());
      // A look that began before the machine asked tells of the system that was there before.
      const { segments } = this.#state(host);
      const asked = segments.findLast(({ phase }) => phase === 'asked')?.from ?? '';
      if (asked > startedAt) continue;
      this.#take(host, { kind: 'probe', at: this.#at(), up, ssh, ...(api === undefined ? {} : { api }) });
      if (ssh) {
        this.#options.onSsh(host, false);
        this.#look(this.#host(host), signal);
      }
    }
    this.#tell();
  }

  /** Keys of a report that has proven whose it is. */
  async adopt(host: string, keys: readonly Uint8Array[], report: NodeReport): Promise<void> {
    const evidence: PinEvidence = {
      origin: 'installation-report',
      by: this.#options.by,
      note: `named by the node's own authenticated ${report.source} report of ${report.at}`,
    };
    await this.#options.hostKeys.adopt(host, keys, evidence);
    this.#nextLook.delete(host);
  }

  /** A person says that a machine was switched on. */
  powered(host: string): void {
    this.learn(host, { kind: 'powered', at: this.#at() });
  }

  /** A person compared a fingerprint with the machine's own screen. Throws `arrival.key-not-seen` when it shows another. */
  async compareKey(host: string, fingerprint: string): Promise<void> {
    const { hostKeys, by } = this.#options;
    this.#host(host);
    // What counts is what the machine shows now: a pin that it does not show proves nothing of it.
    const seen = this.#state(host).hostKey?.fingerprint ?? hostKeys.refused(host)?.fingerprint ?? '-';
    if (seen !== fingerprint)
      throw fail('arrival.key-not-seen', { params: { host, fingerprint, seen }, subject: { host } });
    if (!hostKeys.pins(host).some((pin) => pin.fingerprint === fingerprint)) {
      const note = 'fingerprint compared with the screen of the machine';
      await hostKeys.replace(host, fingerprint, { origin: 'confirmed-by-person', by, note });
    }
    this.learn(host, { kind: 'host-key', at: this.#at(), hostKey: { fingerprint, state: 'compared', at: this.#at() } });
    this.#nextLook.delete(host);
  }

  views(): readonly NodeArrival[] {
    const { site, store, clock } = this.#options;
    const reports = new Map(
      [...this.#states].flatMap(([name, { report }]) => (report ? ([[name, report]] as const) : [])),
    );
    const mixed = checkBootModes(reports);
    return this.#hosts.map((host) =>
      arrivalView(site, host, this.#state(host.name), store.value().learnt, clock.now(), [
        ...(this.#trouble.get(host.name) ?? []),
        ...mixed.filter(({ subject }) => subject.host === host.name),
      ]),
    );
  }

  /** Waits for logins that are under way. */
  async settled(): Promise<void> {
    await Promise.all(this.#looks.values());
  }

  #look(host: Host, signal: AbortSignal): void {
    const { clock, hostKeys, openTransports } = this.#options;
    const { name } = host;
    const state = this.#state(name);
    if (this.#looks.has(name) || clock.now() < (this.#nextLook.get(name) ?? 0) || !this.#isWorthALook(name, state))
      return;
    this.#nextLook.set(name, clock.now() + NEXT_LOOK_MS);
    this.#lookedAt.add(name);
    const transports = openTransports(host);
    const look = lookBySsh(host, hostKeys, transports, () => this.#at(), signal)
      .then(({ hostKey, report, trouble }) => {
        if (signal.aborted) return;
        this.#trouble.set(name, trouble);
        const current = this.#state(name).hostKey;
        // A person may have compared the key that was pinned at first contact.
        const isSame = hostKey?.state === 'pinned' && current?.state === 'compared';
        if (hostKey && !(isSame && hostKey.fingerprint === current.fingerprint))
          this.learn(name, { kind: 'host-key', at: this.#at(), hostKey: sinceFirstShown(hostKey, current) });
        if (report) {
          this.#options.onSsh(name, true);
          if (this.#state(name).report?.memoryBytes === undefined)
            this.learn(name, { kind: 'report', at: this.#at(), report });
        }
        this.#tell();
      })
      .finally(async () => {
        await transports.close();
        this.#looks.delete(name);
      })
      .catch((error: unknown) => {
        if (!signal.aborted)
          this.#options.emit({
            type: 'log',
            host: name,
            level: 'note',
            text: `the look by SSH ended: ${String(error)}`,
          });
      });
    this.#looks.set(name, look);
  }

  /** After every start the key is looked at anew; until it is trusted and the machine is known, again and again. */
  #isWorthALook(host: string, { hostKey, report, segments }: ArrivalState): boolean {
    if (!hostKey || hostKey.state === 'different' || !this.#lookedAt.has(host)) return true;
    if (hostKey.state === 'seen') return this.#options.hostKeys.pins(host).length > 0;
    const sinceStart = segments.findLast(({ phase }) => phase === 'ssh')?.from ?? '';
    return hostKey.at < sinceStart || report?.memoryBytes === undefined;
  }

  #tell(): void {
    for (const view of this.views()) {
      const text = JSON.stringify(view);
      if (this.#told.get(view.host) === text) continue;
      this.#told.set(view.host, text);
      this.#options.emit({ type: 'arrival', node: view });
    }
  }

  #host(name: string): Host {
    const host = this.#hosts.find((entry) => entry.name === name);
    if (!host)
      throw fail('arrival.unknown-host', { params: { host: name.slice(0, 64) }, subject: { host: name.slice(0, 64) } });
    return host;
  }

  #state(name: string): ArrivalState {
    return this.#states.get(name) ?? waitingSince(this.#at());
  }

  #at(): string {
    return new Date(this.#options.clock.now()).toISOString();
  }
}
