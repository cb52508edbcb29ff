/**
 * The borders inside the simulated site. A *world* holds hosts and one JSON slice of state per command set; a *command
 * set* brings the programs of one vendor (PVE, Docker, Debian) plus the files that follow from its state. Command sets
 * are registered, not switched; everything a program prints follows from state.
 */

/** What one running program may see and do. Paths are absolute inside the simulated host. */
export interface ProgramContext {
  readonly world: World;
  readonly host: SimHost;
  /** argv[0] is the name under which the program was called. */
  readonly argv: readonly string[];
  readonly env: ReadonlyMap<string, string>;
  readonly cwd: string;
  /** Everything that arrives on standard input, until it is closed. Empty when stdin is /dev/null. */
  stdin(): Promise<Uint8Array>;
  stdout(chunk: string | Uint8Array): void;
  stderr(chunk: string | Uint8Array): void;
  /** Waits in simulated time (compressed by the world's clock); rejects with the signal's reason when killed. */
  sleep(seconds: number): Promise<void>;
  readonly signal: AbortSignal;
  /** Runs another program of the same host, as a child process would (used by ssh, systemd-run, sh -c). */
  spawn(argv: readonly string[], options?: SpawnOptions): Promise<number>;
}

export interface SpawnOptions {
  readonly stdin?: Uint8Array;
  readonly env?: ReadonlyMap<string, string>;
  readonly cwd?: string;
  readonly stdout?: (chunk: Uint8Array) => void;
  readonly stderr?: (chunk: Uint8Array) => void;
  readonly host?: SimHost;
}

/** A program: writes to its context, gives back its exit code (0..255). */
export type Program = (context: ProgramContext) => Promise<number>;

export interface FileStat {
  readonly kind: 'file' | 'directory' | 'symlink';
  readonly mode: number;
  readonly owner: string;
  readonly sizeBytes: number;
  readonly modifiedAt: number;
  readonly target?: string;
}

/** Files that follow from state (for example /etc/pve): asked for every path at or below `prefix`. */
export interface VirtualMount {
  readonly prefix: string;
  /** false = not mounted now: the host's plain file system shows through (an empty mount point). */
  mounted(host: SimHost): boolean;
  stat(host: SimHost, path: string): FileStat | undefined;
  /** Names directly below a directory, unsorted; undefined where there is no such directory. */
  list(host: SimHost, path: string): readonly string[] | undefined;
  read(host: SimHost, path: string): Uint8Array | undefined;
  /** Throws an Error whose message is the errno text ('Permission denied') where the real mount refuses. */
  write(host: SimHost, path: string, data: Uint8Array): void;
  remove(host: SimHost, path: string): void;
  makeDirectory(host: SimHost, path: string): void;
}

export interface CommandSet {
  readonly id: string;
  /** Programs by name, with the hosts on which they are installed (a Debian witness has no qm). */
  readonly programs: Readonly<Record<string, Program>>;
  installedOn(host: SimHost, program: string): boolean;
  readonly mounts?: readonly VirtualMount[];
  /** The slice of a new world; must be plain JSON. */
  initialState(): unknown;
  /** Called when simulated time has moved or a host changed power or links; moves background work forward. */
  tick?(world: World): void;
}

export type OsKind = 'pve' | 'debian';

export interface SimHost {
  readonly name: string;
  readonly os: OsKind;
  /** '8.4' | '9.1' | '9.2' for pve; '12' | '13' for debian. */
  readonly osVersion: string;
  /** Addresses with prefix by interface name: {vmbr0: ['192.168.1.11/24']}. May change while the world runs. */
  readonly addresses: ReadonlyMap<string, readonly string[]>;
  readonly hardware: SimHardware;
  readonly powered: boolean;
  readonly files: HostFiles;
  /** systemd units by name. */
  readonly units: Map<string, UnitState>;
  /** Installed Debian packages: name -> version. */
  readonly packages: Map<string, string>;
}

export interface UnitState {
  active: 'active' | 'inactive' | 'failed' | 'activating';
  enabled: boolean;
}

export interface SimHardware {
  readonly cores: number;
  readonly memoryBytes: number;
  readonly virtualisation: boolean;
  readonly systemSerial: string;
  readonly disks: readonly SimDisk[];
  readonly nics: readonly { readonly name: string; readonly mac: string; readonly speedMbps: number }[];
}

export interface SimDisk {
  readonly name: string;
  readonly serial: string;
  readonly model: string;
  readonly sizeBytes: number;
  readonly rotational: boolean;
  /** What is on it; undefined = blank. */
  readonly use?: string;
}

export interface HostFiles {
  stat(path: string): FileStat | undefined;
  list(path: string): readonly string[] | undefined;
  read(path: string): Uint8Array | undefined;
  write(path: string, data: Uint8Array, mode?: number): void;
  remove(path: string): void;
  makeDirectory(path: string, mode?: number): void;
  rename(from: string, to: string): void;
  symlink(target: string, path: string): void;
  chmod(path: string, mode: number): void;
}

export interface World {
  /** Simulated epoch milliseconds. */
  now(): number;
  readonly hosts: ReadonlyMap<string, SimHost>;
  /** The host that owns an address now, powered or not. */
  hostAt(address: string): SimHost | undefined;
  /** Whether packets pass between two hosts (power, link faults). */
  reachable(from: SimHost, to: SimHost, link?: number): boolean;
  /** A command set's own plain-JSON state. */
  slice<T>(id: string): T;
  /** New host (a guest that booted) or change of power. */
  addHost(spec: SimHostSpec): SimHost;
  setPower(host: SimHost, powered: boolean): void;
  removeHost(name: string): void;
  /** Counts one change of the site, by a stable key such as `pvecm.create municipal`. */
  effect(host: SimHost, key: string): void;
  readonly effects: ReadonlyMap<string, number>;
  /** True once when a fault of this name was ordered (`--fault join.hangs`); it then counts as used. */
  takeFault(name: string): boolean;
  /** A listening TCP service of a host, following from state (8006, 8000, 5403). */
  openPort(host: SimHost, port: number, service: SimService): void;
  closePort(host: SimHost, port: number): void;
  /** Something changed that should be saved. */
  changed(): void;
  /** Deterministic random numbers, seeded per world (0 <= x < 1). */
  random(): number;
}

export interface SimHostSpec {
  readonly name: string;
  readonly os: OsKind;
  readonly osVersion: string;
  readonly addresses: Readonly<Record<string, readonly string[]>>;
  readonly hardware: SimHardware;
  /** root's (or a named user's) authorized public keys; a guest gets them from cloud-init. */
  readonly authorizedKeys: Readonly<Record<string, readonly string[]>>;
  readonly packages?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
}

/** Handles one accepted TCP connection (a Duplex) of a simulated service. */
export interface SimService {
  readonly description: string;
  /** Node's http request handler where the service speaks HTTP; TLS material where it is HTTPS. */
  readonly http?: (request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => void;
  readonly tls?: { readonly key: string; readonly cert: string };
}
