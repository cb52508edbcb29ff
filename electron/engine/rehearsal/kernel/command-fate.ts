import type { RunningSteps } from './running-steps.ts';
import type { SimulatedHost } from './simulated-host.ts';

/** What becomes of one command that comes over SSH. */
export type CommandFate =
  | 'runs'
  /** The connection is cut before it starts. */
  | 'never-arrives'
  /** The connection is cut while it runs. */
  | 'is-cut'
  /** It runs to its end, and the connection is cut before the result is sent. */
  | 'answer-is-lost'
  /** Its host restarts while it runs. */
  | 'host-restarts'
  /** It neither ends nor says anything, and the connection stays. */
  | 'hangs'
  /** It does nothing and says that all went well. */
  | 'lies';

/** What of the world this looks at: which steps are at work where, and the faults that were ordered. */
interface Orders {
  readonly steps: Pick<RunningSteps, 'on'>;
  takeFault(name: string): boolean;
}

const FATES: readonly (readonly [fault: string, fate: CommandFate])[] = [
  ['ssh.drops-before', 'never-arrives'],
  ['ssh.drops', 'is-cut'],
  ['ssh.drops-after', 'answer-is-lost'],
  ['node.reboots', 'host-restarts'],
  ['command.hangs', 'hangs'],
  ['command.lies', 'lies'],
];

/**
 * The fate that was ordered for a command, used up by it.
 * @param count the how manieth command this is on its host, from 1
 */
export function orderedFate(world: Orders, host: SimulatedHost, count: number): CommandFate {
  return FATES.find(([fault]) => takeFaultAt(world, fault, host, count))?.[1] ?? 'runs';
}

/** A fault ordered plain, for a step, for a host, or for the nth command of a host. */
export function takeFaultAt(world: Orders, name: string, host: SimulatedHost, count: number): boolean {
  const places = [...world.steps.on(host.name), host.name, String(count)].map((place) => `${name}@${place}`);
  return [name, ...places].some((key) => world.takeFault(key));
}
