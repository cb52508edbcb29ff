/**
 * The borders inside the simulated site. A *world* holds hosts and one JSON slice of state per command set; a *command
 * set* brings the programs of one vendor (PVE, Docker, Debian) plus the files that follow from its state. Command sets
 * are registered, not switched; everything a program prints follows from state.
 */

import type { Text } from '../../../api/text.ts';
import type { SimHardware } from './hardware.ts';
import type { InputSource } from './input-source.ts';
import type { RealHands } from './real-hands.ts';
import type { TransientUnit, TransientUnitOptions } from './transient-unit.ts';

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
  /** The same standard input, for programs that read it line by line (sh, ssh). */
  readonly input: InputSource;
  stdout(chunk: string | Uint8Array): void;
  stderr(chunk: string | Uint8Array): void;
  /** Waits in simulated time (compressed by the world's clock); rejects with the signal's reason when killed. */
  sleep(seconds: number): Promise<void>;
  readonly signal: AbortSignal;
  readonly processId: number;
  /** Mode bits that new files do not get. */
  readonly umask: number;
  /** Runs another program of the same host, as a child process would (used by ssh, systemd-run, sh -c). */
  spawn(argv: readonly string[], options?: SpawnOptions): Promise<number>;
}

export interface SpawnOptions {
  readonly stdin?: Uint8Array | InputSource;
  readonly signal?: AbortSignal;
  readonly umask?: number;
  readonly env?: ReadonlyMap<string, string>;
  readonly cwd?: string;
  readonly stdout?: (chunk: Uint8Array) => void;
  readonly stderr?: (chunk: Uint8Array) => void;
  readonly host?: SimHost;
}

/** A program: writes to its context, gives back its exit code (0..255). */
export type Program = (context: ProgramContext) => Promise<number>;

export interface FileStat {
  readonly kind: 'file' | 'directory' | 'symlink' | 'block' | 'character';
  readonly mode: number;
  readonly owner: string;
  /** Default: the same name as the owner. */
  readonly group?: string;
  readonly sizeBytes: number;
  readonly modifiedAt: number;
  readonly target?: string;
}

/** Files that follow from state (for example /etc/pve): asked for every path at or below `prefix`. */
export interface VirtualMount {
  readonly prefix: string;
  /** true = no link lies below the prefix, so that what is there is found without a walk. */
  readonly isPlain?: true;
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
  /**
   * What is on a disk now, where this set knows (`zfs:tank`, `lvm:pve`, a file system type, '' = blank); undefined = not this
   * set's business. lsblk, blkid and wipefs follow from it.
   */
  diskUse?(world: World, host: SimHost, disk: string): string | undefined;
  /** Called when simulated time has moved or a host changed power or links; moves background work forward. */
  tick?(world: World): void;
  /** Named faults this set understands, for `--fault` and its help. */
  readonly faults?: readonly FaultEntry[];
  /** Called once when a world starts or is loaded again: opens the ports that follow from state. */
  start?(world: World): void;
  /** A host was made ('created': lay out its first files, units, packages), powered on or off, or removed. */
  hostChanged?(world: World, host: SimHost, change: HostChange, spec?: SimHostSpec): void;
  /**
   * systemctl acted on a unit (its state is already changed for start/stop). A text means the action failed: the unit is
   * then 'failed' and systemctl prints its usual job-failed sentence.
   */
  unitAction?(
    world: World,
    host: SimHost,
    unit: string,
    action: UnitAction,
  ): string | undefined | Promise<string | undefined>;
}

/** A fault that can be ordered by name; `name` may be given a place: `ssh.drops@cluster.join-node`. */
export interface FaultEntry {
  readonly name: string;
  readonly summary: Text;
}

export type HostChange = 'created' | 'powered-on' | 'powered-off' | 'removed' | 'addresses';
export type UnitAction = 'start' | 'stop' | 'restart' | 'reload' | 'enable' | 'disable';

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
  /** systemd units by name, with suffix except for services: 'ssh', 'pveproxy', 'chrony', 'foo.timer'. */
  readonly units: Map<string, UnitState>;
  /** Installed Debian packages: name -> version. */
  readonly packages: Map<string, string>;
  /** The real host that this one stands on (the lab), where it has one. */
  readonly real?: RealHands;
}

export interface UnitState {
  active: 'active' | 'inactive' | 'failed' | 'activating';
  enabled: boolean;
}

/**
 * The file tree of one host, mounts included. All paths are absolute. Changes throw a FileError (errno `code`, errno text as
 * message) where the real call fails.
 */
export interface HostFiles {
  /** As at a start, before systemd-remount-fs: what is not a mount of its own takes no writing. */
  readOnly?: boolean;
  /** As lstat(2): a symbolic link as the last part is not followed. */
  stat(path: string): FileStat | undefined;
  /** The path without symbolic links; undefined where something on the way is missing. */
  realpath(path: string): string | undefined;
  list(path: string): readonly string[] | undefined;
  read(path: string): Uint8Array | undefined;
  /** Creates or replaces; the parent must exist. Follows links. `mode` only for a new file (default 0644). */
  write(path: string, data: Uint8Array, mode?: number): void;
  /** As write, of a file too large to hold: its digest (SHA-256, hex) and size stay true, reading it fails with EIO. */
  writeUnkept?(path: string, digest: string, sizeBytes: number, mode?: number): void;
  /** SHA-256 of a file's bytes, hex; undefined where no file is there. */
  digest?(path: string): string | undefined;
  append(path: string, data: Uint8Array): void;
  /** A file, a link or an empty directory. */
  remove(path: string): void;
  /** rm -r: silent when nothing is there. */
  removeTree(path: string): void;
  /** As mkdir(2): fails when it exists or the parent does not. */
  makeDirectory(path: string, mode?: number): void;
  /** mkdir -p. */
  makeDirectories(path: string, mode?: number): void;
  rename(from: string, to: string): void;
  symlink(target: string, path: string): void;
  chmod(path: string, mode: number): void;
  chown(path: string, owner: string, group?: string): void;
  touch(path: string, modifiedAt?: number): void;
  /** A device node such as /dev/sda. */
  makeDevice(path: string, kind: 'block' | 'character', sizeBytes?: number): void;
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
  /** Moves what goes on by itself forward now (a new node lays out its database). It also happens by itself, a little later. */
  tick(): void;
  removeHost(name: string): void;
  /** Counts one change of the site, by a stable key such as `pvecm.create municipal`. */
  effect(host: SimHost, key: string): void;
  /** A change was undone by what undoes it: it does not count. */
  takeBackEffect(host: SimHost, undone: string): void;
  readonly effects: ReadonlyMap<string, number>;
  /** True once when a fault of this name was ordered (`--fault join.hangs`); it then counts as used. */
  takeFault(name: string): boolean;
  /** Orders a fault while the world runs. */
  orderFault(name: string): void;
  /** The fault without using it up (for faults that last, such as a link that stays cut). */
  hasFault(name: string): boolean;
  /**
   * A listening TCP service of a host, following from state (8006, 8000, 5403). All ports close when the host loses power:
   * open them again in `hostChanged(..., 'powered-on')` and in `start`.
   */
  openPort(host: SimHost, port: number, service: SimService): void;
  closePort(host: SimHost, port: number): void;
  /** Something changed that should be saved. */
  changed(): void;
  /** Deterministic random numbers, seeded per world (0 <= x < 1). */
  random(): number;
  /** Waits in simulated time. Rejects when the world is closed. */
  sleep(seconds: number): Promise<void>;
  /** Waits until a time limit has run down, which it does only while the site's programs wait. Rejects with the signal's reason. */
  outwait(seconds: number, signal: AbortSignal): Promise<void>;
  /** Tells that a program does something, and that what it takes is no waiting. */
  stir(): void;
  /** Runs a program on a host that nobody waits at (a boot script, a timer). Ends with the host's power. */
  run(host: SimHost, argv: readonly string[], options?: SpawnOptions): Promise<number>;
  /** Takes a link (0, 1, ...) between two hosts down or up again; without `link` all of them. */
  setLink(a: SimHost, b: SimHost, up: boolean, link?: number): void;
  /** Replaces a host's addresses (a guest that changed its network, an interface that came up). */
  setAddresses(host: SimHost, addresses: Readonly<Record<string, readonly string[]>>): void;
  /** Passwords are kept as salted hashes only; they are in no file of the simulated host. */
  setPassword(host: SimHost, user: string, password: string): void;
  checkPassword(host: SimHost, user: string, password: string): boolean;
  /** Power off now and on again after `bootSeconds` of simulated time; jobs end, units start as enabled. */
  reboot(host: SimHost, bootSeconds?: number): void;
  /** Takes a host's network cables out or puts them in again: nobody reaches it, and it reaches nobody. */
  setPlugged(host: SimHost, plugged: boolean): void;
  isPlugged(host: SimHost): boolean;
  /** Puts a real listener of this laptop into the simulated network, at an address that is no simulated host's. */
  connectOutside(address: string, port: number, target: OutsideTarget): void;
  /** 'refused': somebody has the address, but nobody listens there. undefined: nobody has it. */
  outsideAt(address: string, port: number): OutsideTarget | 'refused' | undefined;
  /** Simulated time stands still while this is awaited (at most some seconds): an exchange with a real listener takes real time. */
  holdTime<T>(work: () => Promise<T>): Promise<T>;
  /**
   * From now on somebody else's SSH answers at this host's addresses, with this private key; undefined = itself again.
   */
  setImpostor(host: SimHost, privateKey: string | undefined): void;
  /** When the host was last powered on, simulated epoch milliseconds. */
  bootedAt(host: SimHost): number;
  /** The ports that are open now. */
  openPorts(host: SimHost): ReadonlyMap<number, SimService>;
  /** Does what `systemctl ACTION UNIT` does, hooks included; a text is the reason of a failure. */
  unitAction(host: SimHost, unit: string, action: UnitAction): Promise<string | undefined>;
  /** What is on a disk: the first command set that knows, else the hardware's `use`. */
  diskUse(host: SimHost, disk: string): string | undefined;
  /** How a command word is found on a host: 'denied' is a file without execute permission. */
  findProgram(host: SimHost, word: string, cwd?: string): 'found' | 'missing' | 'denied';
  /** Running programs, by process id. */
  readonly processes: ReadonlyMap<number, SimProcess>;
  /** Sends a signal; false where there is no such process. 0 only asks. */
  kill(host: SimHost, processId: number, signal: string | 0): boolean;
  nextProcessId(): number;
  /** Runs a program as a transient systemd unit that outlives its caller; undefined when the name is taken. */
  startUnit(
    host: SimHost,
    unit: string,
    argv: readonly string[],
    options: TransientUnitOptions,
  ): TransientUnit | undefined;
  transientUnit(host: SimHost, unit: string): TransientUnit | undefined;
  forgetUnit(host: SimHost, unit: string): void;
}

/** A listener on this laptop's loopback that stands for a machine outside the simulation. */
export interface OutsideTarget {
  readonly host: string;
  readonly port: number;
}

export interface SimProcess {
  readonly id: number;
  readonly host: SimHost;
  readonly argv: readonly string[];
  readonly env: ReadonlyMap<string, string>;
  readonly startedAt: number;
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
  /** Domain of the host (`pve1.example.lan`): goes into /etc/hosts and hostname -f. */
  readonly domain?: string;
  readonly gateway?: string;
  /** File and backup servers of the site, which are not simulated but answer. */
  readonly storageServers?: readonly string[];
  readonly nameservers?: readonly string[];
  readonly timezone?: string;
  /** Users beside root, with their home below /home. */
  readonly users?: readonly string[];
  /** Logins by password: user -> password. Stored as a salted hash. */
  readonly passwords?: Readonly<Record<string, string>>;
  /** The same where only a crypt(3) hash is known (`$6$...`); a form that is not simulated lets nobody in. */
  readonly passwordHashes?: Readonly<Record<string, string>>;
  /** SSH host keys in OpenSSH's private format that an installer has made already. */
  readonly hostKeys?: readonly string[];
  /** Default true. */
  readonly powered?: boolean;
}

/** Handles one accepted TCP connection (a Duplex) of a simulated service. */
export interface SimService {
  readonly description: string;
  /** The one address that it listens on; undefined = all of the host. */
  readonly address?: string;
  /** Node's http request handler where the service speaks HTTP; TLS material where it is HTTPS. */
  readonly http?: (request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => void;
  readonly tls?: {
    readonly key: string;
    readonly cert: string;
    /** Of a service that reads renewed files by itself: what it shows to a new connection; undefined = what it showed before. */
    readonly present?: () => { readonly key: string; readonly cert: string } | undefined;
  };
}
