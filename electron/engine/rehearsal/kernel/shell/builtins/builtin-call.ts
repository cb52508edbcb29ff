import type { Evaluator } from '../evaluate.ts';
import { ShellError, type ShellState } from '../state.ts';

export interface BuiltinCall {
  readonly evaluator: Evaluator;
  readonly state: ShellState;
  readonly argv: readonly string[];
  readonly tested: boolean;
}

export const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** A numeric operand of a built-in, or its default. Throws ShellError in the words of dash. */
export function number(name: string, text: string | undefined, fallback: number): number {
  if (text === undefined) return fallback;
  if (!/^\d+$/.test(text)) throw new ShellError(`${name}: Illegal number: ${text}`);
  return Number(text);
}

/** Writes to standard output of the call. */
export function say({ evaluator, state }: BuiltinCall, text: string): void {
  evaluator.write(state, 1, text);
}

/** Writes a complaint of the built-in; gives the exit code. */
export function complain({ evaluator, state }: BuiltinCall, text: string, code = 1): number {
  evaluator.complain(state, text);
  return code;
}

/** The work, or the end of the shell if that comes first. */
export function orKilled<T>(state: ShellState, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    if (state.signal.aborted) reject(state.signal.reason);
    const stop = () => reject(state.signal.reason);
    state.signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => state.signal.removeEventListener('abort', stop));
  });
}
