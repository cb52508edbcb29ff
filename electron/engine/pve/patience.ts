/** How waiting is done: the part of a step's context that calls to PVE need. The rehearsal compresses it. */
export interface Patience {
  readonly signal: AbortSignal;
  note(text: string): void;
  wait(ms: number): Promise<void>;
  now(): number;
}

export interface UntilOptions {
  /** Whole time allowed. */
  readonly deadlineMs: number;
  /** Between two looks. */
  readonly everyMs: number;
}

/**
 * Looks until there is a result or the time is over.
 * @param look gives undefined while it is not so yet
 * @returns the result, or undefined when the time is over (looked at least once)
 */
export async function until<T>(
  patience: Patience,
  options: UntilOptions,
  look: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const end = patience.now() + options.deadlineMs;
  for (;;) {
    patience.signal.throwIfAborted();
    const seen = await look();
    if (seen !== undefined) return seen;
    if (patience.now() + options.everyMs > end) return undefined;
    await patience.wait(options.everyMs);
  }
}
