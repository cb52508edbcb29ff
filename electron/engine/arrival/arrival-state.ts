import {
  ARRIVAL_PHASES,
  type ArrivalPhase,
  type ArrivalSegment,
  type NodeArrival,
  type NodeReport,
} from '../../api/arrival.ts';
import type { Host } from '../../api/site.ts';

/** Something that became known of one machine. `at` is an ISO instant. */
export type ArrivalFact =
  /** A person says that it was switched on (again). */
  | { readonly kind: 'powered'; readonly at: string }
  /** It asked for its answer and gets it. */
  | { readonly kind: 'asked'; readonly at: string }
  /** The answer has gone out whole. */
  | { readonly kind: 'answered'; readonly at: string }
  /** `name` is the full host name, where the report tells it. */
  | { readonly kind: 'report'; readonly at: string; readonly report: NodeReport; readonly name?: string }
  | { readonly kind: 'host-key'; readonly at: string; readonly hostKey: NonNullable<NodeArrival['hostKey']> }
  | {
      readonly kind: 'probe';
      readonly at: string;
      readonly up: boolean;
      readonly ssh: boolean;
      readonly api?: boolean;
    };

/** Everything known of one machine so far; plain data, kept in the site's folder. */
export interface ArrivalState {
  readonly segments: readonly [ArrivalSegment, ...ArrivalSegment[]];
  readonly report?: NodeReport;
  readonly reportedName?: string;
  readonly hostKey?: NonNullable<NodeArrival['hostKey']>;
  /** Probes in a row that missed what had answered before. */
  readonly misses: number;
  readonly api: boolean;
}

/** What of the plan decides how facts are read. */
export interface MachineTraits {
  readonly isPve: boolean;
  /** The installer restarts it by itself; else it switches off and a person pulls the stick. */
  readonly restartsItself: boolean;
  /** The live installer may have the very address of the installed system. */
  readonly addressByLease: boolean;
}

export function machineTraits(host: Host): MachineTraits {
  return {
    isPve: host.os === 'pve',
    restartsItself: host.install?.rebootMode === 'reboot',
    addressByLease: host.install?.networkSource === 'from-dhcp',
  };
}

/** So many probes in a row without an answer, and a machine that answered has gone: one lost packet is no restart. */
export const MISSES_UNTIL_GONE = 3;
/** A second "switched on" within this time is the same one: no installation is that short. */
const SAME_SWITCH_ON_MS = 120_000;
/** Segments that are kept; older ones are dropped. */
const MOST_SEGMENTS = 100;

export function waitingSince(at: string): ArrivalState {
  return { segments: [{ phase: 'waiting', from: at }], misses: 0, api: false };
}

export function phaseOf(state: ArrivalState): ArrivalPhase {
  return lastSegment(state).phase;
}

export function lastSegment(state: ArrivalState): ArrivalSegment {
  return state.segments.at(-1) ?? state.segments[0];
}

/** How far a phase is on the way. */
export function rankOf(phase: ArrivalPhase): number {
  return ARRIVAL_PHASES.indexOf(phase);
}

/**
 * One fact more. Pure. A machine goes forward by what is known of it; it goes back only for a reason: it was switched on
 * again, it asked again, it stopped answering, or its key turned out to be another.
 */
export function withFact(state: ArrivalState, fact: ArrivalFact, traits: MachineTraits): ArrivalState {
  return settle(take(state, fact, traits), fact.at, traits);
}

function take(state: ArrivalState, fact: ArrivalFact, traits: MachineTraits): ArrivalState {
  switch (fact.kind) {
    case 'powered':
      return switchedOn(state, fact.at);
    case 'asked': {
      // What was known of an earlier installation is over.
      const { report: _report, reportedName: _name, hostKey: _key, ...rest } = state;
      return moved({ ...rest, misses: 0, api: false }, 'asked', fact.at);
    }
    case 'answered':
      return phaseOf(state) === 'asked' ? moved(state, 'installing', fact.at) : state;
    case 'report':
      return reported(state, fact, traits);
    case 'host-key':
      return { ...state, hostKey: fact.hostKey };
    case 'probe':
      return probed(state, fact, traits);
  }
}

function switchedOn(state: ArrivalState, at: string): ArrivalState {
  const { phase, from } = lastSegment(state);
  if (phase === 'waiting') return moved(state, 'powered', at);
  if (phase === 'powered' && Date.parse(at) - Date.parse(from) < SAME_SWITCH_ON_MS) return state;
  return moved(withoutKey(state), 'restarting', at);
}

/** After a start the key is looked at anew before anything counts as ready. */
function withoutKey({ hostKey: _key, ...state }: ArrivalState): ArrivalState {
  return { ...state, misses: 0, api: false };
}

function reported(
  state: ArrivalState,
  { at, report, name }: Extract<ArrivalFact, { kind: 'report' }>,
  traits: MachineTraits,
): ArrivalState {
  const told: ArrivalState = {
    ...state,
    // A later report knows more of some things (memory, sizes) and nothing of others (boot mode, file system).
    report: { ...state.report, ...report, source: (report.source === 'ssh' && state.report?.source) || report.source },
    ...(name === undefined ? {} : { reportedName: name }),
  };
  const rank = rankOf(phaseOf(told));
  if (report.source === 'webhook') {
    if (rank >= rankOf('installed')) return told;
    const installed = moved(told, 'installed', at);
    return traits.restartsItself ? moved(installed, 'restarting', at) : installed;
  }
  // The hook runs in the installed system.
  return report.source === 'first-boot' && rank < rankOf('restarting') ? moved(told, 'restarting', at) : told;
}

function probed(
  state: ArrivalState,
  { at, up, ssh, api = false }: Extract<ArrivalFact, { kind: 'probe' }>,
  traits: MachineTraits,
): ArrivalState {
  const phase = phaseOf(state);
  const rank = rankOf(phase);
  if (rank < rankOf('ssh')) {
    if (ssh) return moved({ ...state, misses: 0, api }, 'ssh', at);
    // The planned address exists only in the installed system: something that refuses there is starting.
    const isInstaller = traits.addressByLease && (phase === 'asked' || phase === 'installing');
    return up && rank < rankOf('restarting') && !isInstaller ? moved(state, 'restarting', at) : state;
  }
  const missed = !ssh || (phase === 'ready' && traits.isPve && !api);
  if (!missed) return { ...state, misses: 0, api };
  const misses = state.misses + 1;
  if (misses < MISSES_UNTIL_GONE) return { ...state, misses };
  return ssh ? moved({ ...state, misses: 0, api }, 'ssh', at) : moved(withoutKey(state), 'restarting', at);
}

/** From "SSH answers" to "ready" and back, as key and API stand. */
function settle(state: ArrivalState, at: string, traits: MachineTraits): ArrivalState {
  const isTrusted = state.hostKey !== undefined && !['seen', 'different'].includes(state.hostKey.state);
  const phase = phaseOf(state);
  if (phase === 'ssh' && isTrusted && (state.api || !traits.isPve)) return moved(state, 'ready', at);
  return phase === 'ready' && !isTrusted ? moved(state, 'ssh', at) : state;
}

/** Ends the open segment and begins the next one at the same instant; never before the open one began. */
function moved(state: ArrivalState, phase: ArrivalPhase, at: string): ArrivalState {
  const open = lastSegment(state);
  if (open.phase === phase) return state;
  const from = at < open.from ? open.from : at;
  const [first, ...rest] = [...state.segments.slice(0, -1), { ...open, to: from }, { phase, from }].slice(
    -MOST_SEGMENTS,
  );
  return first ? { ...state, segments: [first, ...rest] } : state;
}
