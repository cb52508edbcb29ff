import type { DirectoryNode } from './files/file-tree.ts';
import { type BlobStore, newDirectory, treeFromJson, treeToJson } from './files/file-tree.ts';
import { HostFileSystem } from './files/host-file-system.ts';
import type { SimHardware } from './hardware.ts';
import { hashPassword } from './passwords.ts';
import type { OsKind, SimHost, SimHostSpec, SimService, UnitState, VirtualMount } from './program.ts';
import type { HostState } from './state.ts';
import type { TransientUnit } from './transient-unit.ts';
import { WatchedMap } from './watched-map.ts';

export interface HostPort {
  readonly mounts: readonly VirtualMount[];
  readonly now: () => number;
  readonly changed: () => void;
  readonly hasProgram: (host: SimHost, name: string) => boolean;
}

/** One machine of the world, with what only the kernel may touch. */
export class SimulatedHost implements SimHost {
  readonly name: string;
  readonly os: OsKind;
  readonly osVersion: string;
  readonly domain: string;
  readonly hardware: SimHardware;
  readonly files: HostFileSystem;
  readonly units: Map<string, UnitState>;
  readonly packages: Map<string, string>;
  readonly passwords: Map<string, string>;
  readonly ports = new Map<number, SimService>();
  readonly transientUnits = new Map<string, TransientUnit>();
  addresses: ReadonlyMap<string, readonly string[]>;
  powered: boolean;
  bootedAt: number;
  powersOnAt: number | undefined;
  /** False while its network cables are out. */
  plugged = true;
  /** Private key of somebody else whose SSH answers at this host's addresses. */
  impostorKey: string | undefined;
  /** Aborted when the host loses power. */
  life = new AbortController();
  removed = false;

  constructor(
    source: { readonly spec: SimHostSpec } | { readonly state: HostState; readonly blobs?: BlobStore },
    port: HostPort,
  ) {
    const given = 'spec' in source ? source.spec : source.state;
    this.name = given.name;
    this.os = given.os;
    this.osVersion = given.osVersion;
    this.domain = given.domain ?? '';
    this.hardware = given.hardware;
    this.addresses = new Map(Object.entries(given.addresses));
    this.packages = new WatchedMap(Object.entries(given.packages ?? {}), port.changed);
    const now = port.now();
    let root: DirectoryNode;
    if ('spec' in source) {
      root = newDirectory(0o755, now);
      this.units = new WatchedMap([], port.changed);
      this.passwords = new Map(
        Object.entries(source.spec.passwords ?? {}).map(([user, password]) => [user, hashPassword(password)]),
      );
      for (const [user, hash] of Object.entries(source.spec.passwordHashes ?? {})) this.passwords.set(user, hash);
      this.powered = source.spec.powered ?? true;
      this.bootedAt = now;
    } else {
      const tree = treeFromJson(source.state.files, source.blobs);
      if (tree.kind !== 'directory') throw new Error(`the saved state of host ${given.name} has no file tree`);
      root = tree;
      this.units = new WatchedMap(
        Object.entries(source.state.units).map(([name, unit]) => [name, { ...unit }]),
        port.changed,
      );
      this.passwords = new Map(Object.entries(source.state.passwords));
      this.powered = source.state.powered;
      this.bootedAt = source.state.bootedAt;
      this.powersOnAt = source.state.powersOnAt;
      this.plugged = !source.state.unplugged;
      this.impostorKey = source.state.impostorKey;
      for (const unit of source.state.transientUnits) {
        // The process that simulated it is gone, as after a power cut in mid-job.
        const lost = unit.state === 'running';
        this.transientUnits.set(unit.name, {
          ...unit,
          ...(lost ? { state: 'failed' as const, code: 137, signal: 'KILL', endedAt: now } : {}),
        });
      }
    }
    this.files = new HostFileSystem({
      root,
      mounts: port.mounts,
      host: () => this,
      now: port.now,
      onChange: port.changed,
      hasProgram: (name) => port.hasProgram(this, name),
    });
  }

  toState(blobs?: BlobStore): HostState {
    return {
      name: this.name,
      os: this.os,
      osVersion: this.osVersion,
      domain: this.domain,
      addresses: Object.fromEntries(this.addresses),
      hardware: this.hardware,
      powered: this.powered,
      bootedAt: this.bootedAt,
      ...(this.powersOnAt === undefined ? {} : { powersOnAt: this.powersOnAt }),
      ...(this.plugged ? {} : { unplugged: true }),
      ...(this.impostorKey === undefined ? {} : { impostorKey: this.impostorKey }),
      units: Object.fromEntries([...this.units].map(([name, unit]) => [name, { ...unit }])),
      packages: Object.fromEntries(this.packages),
      passwords: Object.fromEntries(this.passwords),
      files: treeToJson(this.files.root, blobs),
      transientUnits: [...this.transientUnits.values()].map(({ stop: _stop, done: _done, ...unit }) => ({
        ...unit,
        argv: [...unit.argv],
      })),
    };
  }
}
