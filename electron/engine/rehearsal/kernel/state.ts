import type { NodeJson } from './files/file-tree.ts';
import type { SimHardware } from './hardware.ts';
import type { OsKind, UnitState } from './program.ts';
import type { TransientUnit } from './transient-unit.ts';

/** Plain JSON of a whole world. */
export interface WorldState {
  readonly version: 1;
  readonly seed: number;
  readonly random: number;
  readonly now: number;
  readonly nextProcessId: number;
  readonly hosts: readonly HostState[];
  readonly slices: Readonly<Record<string, unknown>>;
  readonly effects: Readonly<Record<string, number>>;
  readonly faults: Readonly<Record<string, number>>;
  readonly cutLinks: readonly string[];
}

export interface HostState {
  readonly name: string;
  readonly os: OsKind;
  readonly osVersion: string;
  readonly domain: string;
  readonly addresses: Readonly<Record<string, readonly string[]>>;
  readonly hardware: SimHardware;
  readonly powered: boolean;
  readonly bootedAt: number;
  readonly powersOnAt?: number;
  readonly unplugged?: boolean;
  readonly impostorKey?: string;
  readonly units: Readonly<Record<string, UnitState>>;
  readonly packages: Readonly<Record<string, string>>;
  /** user -> `scrypt:salt:hash`, or a crypt(3) hash as an answer file gives it. */
  readonly passwords: Readonly<Record<string, string>>;
  readonly files: NodeJson;
  readonly transientUnits: readonly TransientUnitState[];
}

/** What of a unit outlives this process. */
export type TransientUnitState = Readonly<Omit<TransientUnit, 'stop' | 'done'>>;
