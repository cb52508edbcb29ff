import type { Evaluator } from '../evaluate.ts';
import { ShellError, type ShellState } from '../state.ts';

export interface BuiltinCall {
  readonly evaluator: Evaluator;
  readonly state: ShellState;
  readonly argv: readonly string[];
  readonly tested: boolean;
}

export const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

export function number(name: string, text: string | undefined, fallback: number): number {
  if (text === undefined) return fallback;
  if (!/^\d+$/.test(text)) throw new ShellError(`${name}: Illegal number: ${text}`);
  return Number(text);
}

export function say({ evaluator, state }: BuiltinCall, text: string): void {
  evaluator.write(state, 1, text);
}

export function complain({ evaluator, state }: BuiltinCall, text: string, code = 1): number {
  evaluator.complain(state, text);
  return code;
}

export function orKilled<T>(state: ShellState, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    if (state.signal.aborted) reject(state.signal.reason);
    const stop = () => reject(state.signal.reason);
    state.signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => state.signal.removeEventListener('abort', stop));
  });
}
