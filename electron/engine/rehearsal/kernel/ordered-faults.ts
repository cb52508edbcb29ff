/** Faults that were ordered for a world, by name; each order makes one happen. */
export class OrderedFaults {
  readonly #counts: Map<string, number>;

  constructor(saved: Readonly<Record<string, number>> = {}) {
    this.#counts = new Map(Object.entries(saved));
  }

  order(name: string): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }

  /** True, and one order fewer, where one is left. */
  take(name: string): boolean {
    const count = this.#counts.get(name) ?? 0;
    if (count === 0) return false;
    this.#counts.set(name, count - 1);
    return true;
  }

  has(name: string): boolean {
    return (this.#counts.get(name) ?? 0) > 0;
  }

  toState(): Record<string, number> {
    return Object.fromEntries(this.#counts);
  }
}
