/** A program of the simulated host was ended by a signal; its exit code is 128 + the signal's number. */
export class Killed extends Error {
  override readonly name = 'Killed';
  readonly signalName: SignalName;
  constructor(signalName: SignalName) {
    super(`killed by SIG${signalName}`);
    this.signalName = signalName;
  }
}

export const SIGNALS = { HUP: 1, INT: 2, QUIT: 3, KILL: 9, USR1: 10, USR2: 12, PIPE: 13, ALRM: 14, TERM: 15 } as const;
export type SignalName = keyof typeof SIGNALS;

export function signalCode(name: SignalName): number {
  return 128 + SIGNALS[name];
}

/** `TERM`, `SIGTERM` or `15`; undefined for an unknown one. */
export function parseSignal(text: string): SignalName | undefined {
  const bare = text.replace(/^SIG/i, '').toUpperCase();
  const names = Object.keys(SIGNALS) as SignalName[];
  return names.find((name) => name === bare || String(SIGNALS[name]) === text);
}
