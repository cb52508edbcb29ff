import type { MachineIdentity } from '../../api/arrival.ts';
import { sameMachine } from './machine-identity.ts';

/** What proved an installation. */
export type ProofSource = 'webhook' | 'first-boot' | 'ssh';

/** One machine as it stands to one node. */
export interface MachineGuard {
  /** Absent where only SSH proved an installation: it says which node answers, not which machine that is. */
  readonly machine?: MachineIdentity | undefined;
  /** When answers went out to it, oldest first. */
  readonly answers: readonly string[];
  /** What proved, after the last answer, that it is installed as this node. */
  readonly installed?: { readonly at: string; readonly by: ProofSource } | undefined;
}

/** What guards one node against being installed twice. */
export interface NodeGuard {
  readonly machines: readonly MachineGuard[];
  /** A person let it be installed again, once: on this machine, or on the first that asks where nobody knows which. */
  readonly release?: { readonly at: string; readonly machine?: MachineIdentity | undefined } | undefined;
}

export type Guards = Readonly<Record<string, NodeGuard>>;

/** Why a machine gets no answer: what is installed, since when, and what proved it. */
export interface Refusal {
  /** this-machine: it is installed as this node. other-node: it is installed as another. other-machine: another one is this node. */
  readonly why: 'this-machine' | 'other-node' | 'other-machine';
  readonly installedAs: string;
  readonly at: string;
  readonly by: ProofSource;
}

const NOBODY: NodeGuard = { machines: [] };
/** Instants that are kept of a machine, and machines of a node. */
const MOST_ANSWERS = 20;
const MOST_MACHINES = 20;

/**
 * The guard against a loop of installations: a stick that is left in, or a network start that stays first, asks again after
 * every restart. It belongs to a machine and a node, known by the serial and MACs of the machine, so that what a person lets
 * happen to one machine happens to no other. Pure.
 *
 * - A machine that is installed (webhook, first-boot report or SSH seen) gets no answer, as whatever node it asks.
 * - A node that is installed on one machine is given to no other: two would have one address.
 * - A release by the typed name lets one machine through both, once.
 * - Who got an answer gets it again until something proves an installation: one that failed must be possible to repeat
 *   without a person at the laptop.
 *
 * Undefined where the machine may have the answer of `host`.
 */
export function refusalOf(guards: Guards, host: string, machine: MachineIdentity): Refusal | undefined {
  const { machines, release } = guards[host] ?? NOBODY;
  if (release && isFor(release.machine, machine)) return undefined;
  const own = recordOf(machines, machine);
  if (own?.installed) return { why: 'this-machine', installedAs: host, ...own.installed };
  for (const [installedAs, guard] of Object.entries(guards)) {
    const installed = recordOf(guard.machines, machine)?.installed;
    if (installed) return { why: 'other-node', installedAs, ...installed };
  }
  // Its installation was begun, and nobody was installed as this node since.
  if (own) return undefined;
  const other = machines.find(({ installed }) => installed !== undefined);
  if (!other?.installed) return undefined;
  return { why: other.machine ? 'other-machine' : 'this-machine', installedAs: host, ...other.installed };
}

/** After an answer went out: what proved an earlier installation of this machine is over, and its release is used up. */
export function afterAnswer(guards: Guards, host: string, machine: MachineIdentity, at: string): Guards {
  const { machines, release } = guards[host] ?? NOBODY;
  const answers = [...(recordOf(machines, machine)?.answers ?? []), at].slice(-MOST_ANSWERS);
  // Nobody knows which machine SSH was seen of: this is what it was released for.
  const others = machines.filter((entry) => entry.machine !== undefined && !sameMachine(entry.machine, machine));
  const next: NodeGuard = {
    machines: [...others, { machine, answers }].slice(-MOST_MACHINES),
    ...(release && !isFor(release.machine, machine) ? { release } : {}),
  };
  return { ...withoutMachine(guards, host, machine), [host]: next };
}

/**
 * After a proof that `host` is installed; the first one stays. `machine` is what the report says of itself, absent where SSH
 * is all that is seen: then it is the machine that was answered last. A report comes once after an installation, so it also
 * ends a release that was not used: it was installed by another way. SSH answers all the time and ends none.
 */
export function afterProof(
  guards: Guards,
  host: string,
  machine: MachineIdentity | undefined,
  at: string,
  by: ProofSource,
): Guards {
  const { machines, release } = guards[host] ?? NOBODY;
  const known = machine && isTellable(machine) ? machine : undefined;
  const record = known
    ? (recordOf(machines, known) ?? machines.find((entry) => entry.machine === undefined))
    : lastAnswered(machines);
  if (!known && !record && machines.length > 0) return guards;
  const told = record?.machine && known ? together(record.machine, known) : (record?.machine ?? known);
  const isUsedUp = release !== undefined && by !== 'ssh' && (told === undefined || isFor(release.machine, told));
  if (record?.installed && !isUsedUp && (record.machine || !told)) return guards;
  const isNew = record?.installed === undefined || isUsedUp;
  const proven: MachineGuard = {
    ...(told ? { machine: told } : {}),
    answers: record?.answers ?? [],
    installed: isNew ? { at, by } : record.installed,
  };
  // Whoever only began is not this node: it asks a person first.
  const others = machines.filter((entry) => entry !== record && (!isNew || entry.installed !== undefined));
  const next: NodeGuard = {
    machines: [...others, proven].slice(-MOST_MACHINES),
    ...(release && !isUsedUp ? { release } : {}),
  };
  return { ...(told ? withoutMachine(guards, host, told) : guards), [host]: next };
}

/**
 * A person lets `host` be installed again, on `machine`. Without it: on the machine that was installed as this node last, or
 * on the first that asks where none is known.
 */
export function afterRelease(guards: Guards, host: string, machine: MachineIdentity | undefined, at: string): Guards {
  const { machines } = guards[host] ?? NOBODY;
  const meant = machine ?? machines.findLast(({ installed }) => installed !== undefined)?.machine;
  return { ...guards, [host]: { machines, release: { at, ...(meant ? { machine: meant } : {}) } } };
}

/** A person says which machine a node is: a release that nobody used is for that one. */
export function afterAssignment(guards: Guards, host: string, machine: MachineIdentity): Guards {
  const guard = guards[host];
  if (!guard?.release) return guards;
  return { ...guards, [host]: { ...guard, release: { at: guard.release.at, machine } } };
}

/** Whether an answer went out to a machine as this node. */
export function wasAnswered(guards: Guards, host: string): boolean {
  return (guards[host]?.machines ?? []).some(({ answers }) => answers.length > 0);
}

function recordOf(machines: readonly MachineGuard[], machine: MachineIdentity): MachineGuard | undefined {
  return machines.find((entry) => entry.machine !== undefined && sameMachine(entry.machine, machine));
}

/** The machine whose installation was begun last and is not proven. */
function lastAnswered(machines: readonly MachineGuard[]): MachineGuard | undefined {
  const begun = machines.filter(({ installed, answers }) => installed === undefined && answers.length > 0);
  const last = (entry: MachineGuard): string => entry.answers.at(-1) ?? '';
  return begun.reduce<MachineGuard | undefined>(
    (best, entry) => (best && last(best) > last(entry) ? best : entry),
    undefined,
  );
}

/** A machine is installed as one node: what it was before is over. */
function withoutMachine(guards: Guards, host: string, machine: MachineIdentity): Guards {
  return Object.fromEntries(
    Object.entries(guards).map(([name, guard]): [string, NodeGuard] => {
      if (name === host || !recordOf(guard.machines, machine)) return [name, guard];
      const machines = guard.machines.filter((entry) => !entry.machine || !sameMachine(entry.machine, machine));
      return [name, { ...guard, machines }];
    }),
  );
}

/** One machine by two tellings: an installer names ports that an installed system hides, and the other way round. */
function together(before: MachineIdentity, now: MachineIdentity): MachineIdentity {
  const macs = [...new Set([...(before.macs ?? []), ...(now.macs ?? [])])];
  return { ...before, ...now, ...(macs.length > 0 ? { macs } : {}) };
}

/** Whether a release for this machine, or for whoever asks, lets that one through. */
function isFor(meant: MachineIdentity | undefined, machine: MachineIdentity): boolean {
  return meant === undefined || sameMachine(meant, machine);
}

function isTellable({ macs = [], systemSerial, boardSerial, assetTag }: MachineIdentity): boolean {
  return macs.length > 0 || (systemSerial ?? boardSerial ?? assetTag) !== undefined;
}
