import type { BlobStore } from './files/file-tree.ts';
import type { CommandSet, HostChange, SimHostSpec } from './program.ts';
import type { SimulatedHost } from './simulated-host.ts';
import type { WorldState } from './state.ts';

export interface WorldOptions {
  readonly seed: number;
  readonly hosts: readonly SimHostSpec[];
  readonly commandSets: readonly CommandSet[];
  /** 50 = fifty times faster than the machine's clock; 1 = real delays. */
  readonly compression?: number;
  /** Names of faults, ordered before the start: `join.hangs`, `ssh.drops@cluster.join-node`. */
  readonly faults?: readonly string[];
  /** Simulated epoch milliseconds at the start; default the machine's time. */
  readonly startAt?: number;
  /** Goes on from a saved state; `hosts` and `seed` are then not looked at. */
  readonly state?: WorldState;
  readonly blobs?: BlobStore;
}

/** One command line that a host saw, as `ps` would have shown it. */
export interface SeenCommand {
  readonly host: string;
  readonly at: number;
  readonly argv: readonly string[];
}

export type WorldEvent =
  | { readonly type: 'host'; readonly host: SimulatedHost; readonly change: HostChange }
  | { readonly type: 'port'; readonly host: SimulatedHost; readonly port: number }
  | { readonly type: 'changed' }
  | { readonly type: 'effect'; readonly key: string }
  | { readonly type: 'seen'; readonly command: SeenCommand };
