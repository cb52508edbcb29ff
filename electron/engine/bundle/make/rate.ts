/** How fast bytes come, over the last seconds: a stall shows, and one slow file does not colour the rest. */
export class Rate {
  readonly #now: () => number;
  readonly #seen: { readonly at: number; readonly bytes: number }[] = [];

  constructor(now: () => number) {
    this.#now = now;
  }

  add(bytes: number): void {
    if (bytes > 0) this.#seen.push({ at: this.#now(), bytes });
  }

  /** Undefined until there is something to say. */
  bytesPerSecond(windowMs = 10_000): number | undefined {
    const now = this.#now();
    while (this.#seen.length > 0 && (this.#seen[0]?.at ?? now) < now - windowMs) this.#seen.shift();
    const first = this.#seen[0];
    if (!first || now - first.at < 500) return undefined;
    const sum = this.#seen.reduce((total, { bytes }) => total + bytes, 0);
    return Math.round((sum * 1000) / (now - first.at));
  }
}
