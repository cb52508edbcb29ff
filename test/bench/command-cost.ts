import { run } from '../support/iso/stand-in-iso.ts';

/** What one program cost, its children included. */
export interface CommandCost {
  readonly wallMs: number;
  /** Processor time of user and system together. */
  readonly cpuMs: number;
}

/** bash's own clock waits for the program and adds up what its children used; Node tells only its own. */
const TIMED = `TIMEFORMAT='%R %U %S'; { time "$@" >/dev/null 2>&3; } 3>&2 2>&1 || exit 1`;

/** Runs a program to its end and gives back what it took. A program that fails fails the bench. */
export function commandCost(command: string, ...args: readonly string[]): CommandCost {
  const seen = run('bash', ['-c', TIMED, 'bash', command, ...args]);
  const [wall = Number.NaN, user = Number.NaN, system = Number.NaN] = seen.trim().split(/\s+/).map(Number);
  return { wallMs: wall * 1000, cpuMs: (user + system) * 1000 };
}
