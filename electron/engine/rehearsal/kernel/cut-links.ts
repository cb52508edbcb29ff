interface Named {
  readonly name: string;
}

/** Which hosts cannot reach each other: whole pairs, or one link of a pair by its number. Undirected. */
export class CutLinks {
  readonly #keys: Set<string>;

  constructor(saved: readonly string[] = []) {
    this.#keys = new Set(saved);
  }

  /** A pair that is cut as a whole is cut on every link. */
  isCut(a: Named, b: Named, link?: number): boolean {
    const pair = keyOf(a, b);
    return this.#keys.has(pair) || (link !== undefined && this.#keys.has(keyOf(a, b, link)));
  }

  set(a: Named, b: Named, up: boolean, link?: number): void {
    if (up) this.#keys.delete(keyOf(a, b, link));
    else this.#keys.add(keyOf(a, b, link));
  }

  toState(): string[] {
    return [...this.#keys];
  }
}

function keyOf(a: Named, b: Named, link?: number): string {
  const pair = a.name < b.name ? `${a.name}|${b.name}` : `${b.name}|${a.name}`;
  return link === undefined ? pair : `${pair}|${link}`;
}
