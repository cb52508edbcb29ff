import { SimClock } from './clock.ts';
import { type CommandFate, orderedFate } from './command-fate.ts';
import { CutLinks } from './cut-links.ts';
import type { BlobStore } from './files/file-tree.ts';
import { fillHost } from './fill-host.ts';
import { Killed } from './killed.ts';
import { OrderedFaults } from './ordered-faults.ts';
import { hashPassword, matchesPassword } from './passwords.ts';
import { type ProcessEnd, startProcess } from './process.ts';
import type {
  CommandSet,
  HostChange,
  OutsideTarget,
  SimHost,
  SimHostSpec,
  SimProcess,
  SimService,
  SpawnOptions,
  UnitAction,
  World,
} from './program.ts';
import { findProgram, installedProgram } from './program-table.ts';
import { SeededRandom } from './random.ts';
import { runTransientUnit } from './run-transient-unit.ts';
import { RunningSteps } from './running-steps.ts';
import { type HostPort, SimulatedHost } from './simulated-host.ts';
import type { WorldState } from './state.ts';
import type { TransientUnit, TransientUnitOptions } from './transient-unit.ts';
import type { SeenCommand, WorldEvent, WorldOptions } from './world-options.ts';

const SEEN_LIMIT = 50_000;

const DEFAULT_BOOT_SECONDS = 25;

/** Makes a world, fresh from host specs or from a saved state. */
export function createWorld(options: WorldOptions): SimWorld {
  return new SimWorld(options);
}

/** The simulated site: hosts, links, power, time, processes, faults, effects. Everything else is a command set. */
export class SimWorld implements World {
  readonly hosts = new Map<string, SimulatedHost>();
  readonly effects = new Map<string, number>();
  readonly processes = new Map<number, SimProcess & { readonly abort: AbortController }>();
  readonly commandSets: readonly CommandSet[];
  readonly clock: SimClock;
  /** Every command line seen, oldest first; the newest 50 000. */
  readonly seen: SeenCommand[] = [];
  /** Errors inside simulated programs: defects of the simulator, never behaviour of the site. */
  readonly defects: string[] = [];
  /** The steps the client says it is at, several at once; faults such as `ssh.drops@cluster.join-node` wait for theirs. */
  readonly steps = new RunningSteps();
  readonly seed: number;
  readonly #random: SeededRandom;
  readonly #slices = new Map<string, unknown>();
  readonly #faults: OrderedFaults;
  readonly #links: CutLinks;
  readonly #listeners = new Set<(event: WorldEvent) => void>();
  /** Listeners outside the simulation, by address and port. Of this process only: never saved. */
  readonly #outside = new Map<string, Map<number, OutsideTarget>>();
  readonly #ticker: NodeJS.Timeout;
  #nextProcessId = 1000;
  #stirs = 0;
  #ticking = false;
  #closed = false;

  constructor(options: WorldOptions) {
    const { state } = options;
    this.commandSets = options.commandSets;
    this.seed = state?.seed ?? options.seed;
    this.clock = new SimClock(state?.now ?? options.startAt ?? Date.now(), options.compression ?? 1);
    this.#random = new SeededRandom(state?.random ?? options.seed);
    this.#faults = new OrderedFaults(state?.faults);
    this.#links = new CutLinks(state?.cutLinks);
    for (const set of options.commandSets) {
      const saved = state?.slices[set.id];
      this.#slices.set(set.id, saved === undefined ? set.initialState() : structuredClone(saved));
    }
    if (state) {
      this.#nextProcessId = state.nextProcessId;
      for (const [key, count] of Object.entries(state.effects)) this.effects.set(key, count);
      for (const host of state.hosts) {
        const source = options.blobs ? { state: host, blobs: options.blobs } : { state: host };
        this.hosts.set(host.name, new SimulatedHost(source, this.#hostPort()));
      }
    } else {
      for (const spec of options.hosts) this.addHost(spec);
    }
    for (const name of options.faults ?? []) this.orderFault(name);
    for (const set of options.commandSets) set.start?.(this);
    for (const host of this.hosts.values()) if (host.powersOnAt !== undefined) this.#schedulePowerOn(host);
    this.#ticker = setInterval(() => this.tick(), Math.max(20, 1000 / this.clock.compression));
    this.#ticker.unref();
  }

  now(): number {
    return this.clock.now();
  }

  hostAt(address: string): SimulatedHost | undefined {
    for (const host of this.hosts.values()) {
      for (const list of host.addresses.values()) {
        if (list.some((entry) => entry.split('/')[0] === address)) return host;
      }
    }
    return undefined;
  }

  reachable(from: SimHost, to: SimHost, link?: number): boolean {
    if (!from.powered || !to.powered) return false;
    if (from.name === to.name) return true;
    return this.isPlugged(from) && this.isPlugged(to) && !this.#links.isCut(from, to, link);
  }

  setPlugged(host: SimHost, plugged: boolean): void {
    const target = this.#own(host);
    if (target.plugged === plugged) return;
    target.plugged = plugged;
    this.#hostChanged(target, 'addresses');
  }

  isPlugged(host: SimHost): boolean {
    return this.#own(host).plugged;
  }

  connectOutside(address: string, port: number, target: OutsideTarget): void {
    const ports = this.#outside.get(address) ?? new Map<number, OutsideTarget>();
    this.#outside.set(address, ports.set(port, target));
  }

  outsideAt(address: string, port: number): OutsideTarget | 'refused' | undefined {
    const ports = this.#outside.get(address);
    return ports && (ports.get(port) ?? 'refused');
  }

  async holdTime<T>(work: () => Promise<T>): Promise<T> {
    const release = this.clock.hold();
    try {
      return await work();
    } finally {
      release();
    }
  }

  setImpostor(host: SimHost, privateKey: string | undefined): void {
    const target = this.#own(host);
    target.impostorKey = privateKey;
    this.#hostChanged(target, 'addresses');
  }

  setLink(a: SimHost, b: SimHost, up: boolean, link?: number): void {
    this.#links.set(a, b, up, link);
    this.changed();
    this.tick();
  }

  slice<T>(id: string): T {
    if (!this.#slices.has(id)) throw new Error(`no command set named ${id} is registered`);
    return this.#slices.get(id) as T;
  }

  addHost(spec: SimHostSpec): SimulatedHost {
    if (this.hosts.has(spec.name)) throw new Error(`a simulated host named ${spec.name} exists`);
    const host = new SimulatedHost({ spec }, this.#hostPort());
    this.hosts.set(spec.name, host);
    host.files.makeDirectories('/root');
    for (const set of this.commandSets) set.hostChanged?.(this, host, 'created', spec);
    fillHost(host, spec);
    this.#emit({ type: 'host', host, change: 'created' });
    this.changed();
    return host;
  }

  setPower(host: SimHost, powered: boolean): void {
    const target = this.#own(host);
    if (target.powered === powered) return;
    target.powered = powered;
    target.powersOnAt = undefined;
    if (powered) {
      target.life = new AbortController();
      target.bootedAt = this.now();
      for (const unit of target.units.values()) unit.active = unit.enabled ? 'active' : 'inactive';
    } else {
      target.life.abort(new Killed('KILL'));
      target.ports.clear();
      target.transientUnits.clear();
      for (const unit of target.units.values()) unit.active = 'inactive';
    }
    this.#hostChanged(target, powered ? 'powered-on' : 'powered-off');
  }

  reboot(host: SimHost, bootSeconds = DEFAULT_BOOT_SECONDS): void {
    const target = this.#own(host);
    this.setPower(target, false);
    target.powersOnAt = this.now() + bootSeconds * 1000;
    this.changed();
    this.#schedulePowerOn(target);
  }

  removeHost(name: string): void {
    const host = this.hosts.get(name);
    if (!host) return;
    this.setPower(host, false);
    host.removed = true;
    this.hosts.delete(name);
    this.#hostChanged(host, 'removed');
  }

  setAddresses(host: SimHost, addresses: Readonly<Record<string, readonly string[]>>): void {
    const target = this.#own(host);
    target.addresses = new Map(Object.entries(addresses));
    this.#hostChanged(target, 'addresses');
  }

  bootedAt(host: SimHost): number {
    return this.#own(host).bootedAt;
  }

  effect(host: SimHost, key: string): void {
    const full = `${host.name}: ${key}`;
    this.effects.set(full, (this.effects.get(full) ?? 0) + 1);
    this.#emit({ type: 'effect', key: full });
    this.changed();
  }

  takeBackEffect(host: SimHost, undone: string): void {
    const full = `${host.name}: ${undone}`;
    const left = (this.effects.get(full) ?? 0) - 1;
    if (left > 0) this.effects.set(full, left);
    else this.effects.delete(full);
    this.changed();
  }

  orderFault(name: string): void {
    this.#faults.order(name);
    this.changed();
  }

  takeFault(name: string): boolean {
    if (!this.#faults.take(name)) return false;
    this.changed();
    return true;
  }

  /** What becomes of a command that comes over SSH: the `count`th of its host. */
  fateOf(host: SimulatedHost, _argv: readonly string[], count: number): CommandFate {
    return orderedFate(this, host, count);
  }

  hasFault(name: string): boolean {
    return this.#faults.has(name);
  }

  openPort(host: SimHost, port: number, service: SimService): void {
    const target = this.#own(host);
    target.ports.set(port, service);
    this.#emit({ type: 'port', host: target, port });
  }

  closePort(host: SimHost, port: number): void {
    const target = this.#own(host);
    if (target.ports.delete(port)) this.#emit({ type: 'port', host: target, port });
  }

  openPorts(host: SimHost): ReadonlyMap<number, SimService> {
    return this.#own(host).ports;
  }

  changed(): void {
    if (!this.#closed) this.#emit({ type: 'changed' });
  }

  random(): number {
    return this.#random.next();
  }

  sleep(seconds: number): Promise<void> {
    return this.clock.sleep(seconds);
  }

  outwait(seconds: number, signal: AbortSignal): Promise<void> {
    return this.clock.outwait(seconds, () => this.#stirs, signal);
  }

  stir(): void {
    this.#stirs += 1;
  }

  setPassword(host: SimHost, user: string, password: string): void {
    this.#own(host).passwords.set(user, hashPassword(password));
    this.changed();
  }

  checkPassword(host: SimHost, user: string, password: string): boolean {
    const hash = this.#own(host).passwords.get(user);
    return hash !== undefined && matchesPassword(hash, password);
  }

  /** Moves background work forward; called by the world's own timer and after changes of power and links. */
  tick(): void {
    if (this.#ticking || this.#closed) return;
    this.#ticking = true;
    try {
      for (const set of this.commandSets) set.tick?.(this);
    } catch (error) {
      this.defects.push(`tick: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    } finally {
      this.#ticking = false;
    }
  }

  findProgram(host: SimHost, word: string, cwd = '/'): 'found' | 'missing' | 'denied' {
    return findProgram(this.commandSets, host, word, cwd);
  }

  diskUse(host: SimHost, disk: string): string | undefined {
    for (const set of this.commandSets) {
      const use = set.diskUse?.(this, host, disk);
      if (use !== undefined) return use;
    }
    return host.hardware.disks.find((entry) => entry.name === disk)?.use;
  }

  nextProcessId(): number {
    this.#nextProcessId += 1;
    return this.#nextProcessId;
  }

  kill(host: SimHost, processId: number, signal: string | 0): boolean {
    const process = this.processes.get(processId);
    if (!process || process.host.name !== host.name) return false;
    if (signal !== 0) process.abort.abort(new Killed(signal as Killed['signalName']));
    return true;
  }

  run(host: SimHost, argv: readonly string[], options: SpawnOptions = {}): Promise<number> {
    return this.start(host, argv, options).then((end) => end.code);
  }

  /** As run, also saying which signal ended it. */
  start(host: SimHost, argv: readonly string[], options: SpawnOptions = {}): Promise<ProcessEnd> {
    return startProcess(this, this.#own(options.host ?? host), argv, options);
  }

  note(host: SimHost, argv: readonly string[]): void {
    const command = { host: host.name, at: this.now(), argv };
    this.seen.push(command);
    if (this.seen.length > SEEN_LIMIT) this.seen.splice(0, this.seen.length - SEEN_LIMIT);
    this.#emit({ type: 'seen', command });
  }

  async unitAction(host: SimHost, unit: string, action: UnitAction): Promise<string | undefined> {
    const state = host.units.get(unit);
    if (!state) return `Unit ${unit}.service not found.`;
    if (action === 'enable') state.enabled = true;
    else if (action === 'disable') state.enabled = false;
    else if (action === 'stop') state.active = 'inactive';
    else if (action !== 'reload') state.active = 'active';
    this.changed();
    for (const set of this.commandSets) {
      const failure = await set.unitAction?.(this, host, unit, action);
      if (failure !== undefined) {
        if (action === 'start' || action === 'restart') state.active = 'failed';
        return failure;
      }
    }
    return undefined;
  }

  startUnit(
    host: SimHost,
    unit: string,
    argv: readonly string[],
    options: TransientUnitOptions,
  ): TransientUnit | undefined {
    return runTransientUnit(this, this.#own(host), unit, argv, options);
  }

  transientUnit(host: SimHost, unit: string): TransientUnit | undefined {
    return this.#own(host).transientUnits.get(unit);
  }

  forgetUnit(host: SimHost, unit: string): void {
    this.#own(host).transientUnits.delete(unit);
    this.changed();
  }

  /** Plain JSON. Large files go to `blobs` when given. */
  saveState(blobs?: BlobStore): WorldState {
    return {
      version: 1,
      seed: this.seed,
      random: this.#random.state,
      now: this.now(),
      nextProcessId: this.#nextProcessId,
      hosts: [...this.hosts.values()].map((host) => host.toState(blobs)),
      slices: structuredClone(Object.fromEntries(this.#slices)),
      effects: Object.fromEntries(this.effects),
      faults: this.#faults.toState(),
      cutLinks: this.#links.toState(),
    };
  }

  subscribe(listener: (event: WorldEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Ends everything that runs. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearInterval(this.#ticker);
    for (const host of this.hosts.values()) host.life.abort(new Killed('KILL'));
    this.clock.close();
  }

  #emit(event: WorldEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
  }

  #hostChanged(host: SimulatedHost, change: HostChange): void {
    for (const set of this.commandSets) set.hostChanged?.(this, host, change);
    this.#emit({ type: 'host', host, change });
    this.changed();
    this.tick();
  }

  #schedulePowerOn(host: SimulatedHost): void {
    const waitSeconds = Math.max(0, ((host.powersOnAt ?? this.now()) - this.now()) / 1000);
    this.clock.sleep(waitSeconds).then(
      () => {
        if (host.powersOnAt !== undefined && !host.removed) this.setPower(host, true);
      },
      () => undefined,
    );
  }

  #own(host: SimHost): SimulatedHost {
    if (host instanceof SimulatedHost) return host;
    throw new Error(`host ${host.name} is not of this world`);
  }

  #hostPort(): HostPort {
    return {
      mounts: this.commandSets.flatMap((set) => set.mounts ?? []),
      now: () => this.now(),
      changed: () => this.changed(),
      hasProgram: (host, name) => installedProgram(this.commandSets, host, name) !== undefined,
    };
  }
}
