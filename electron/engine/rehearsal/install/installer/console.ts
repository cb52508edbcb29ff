const MOST_LINES = 50;

/** The text on a machine's screen while no installed system draws it. */
export class Console {
  #lines: string[] = [];
  readonly #onChange: () => void;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  get lines(): readonly string[] {
    return this.#lines;
  }

  /** A new picture. */
  show(...lines: readonly string[]): void {
    this.#lines = lines.slice(-MOST_LINES);
    this.#onChange();
  }

  /** Lines below what is there; what leaves the screen is gone. */
  print(...lines: readonly string[]): void {
    this.show(...this.#lines, ...lines.flatMap((line) => line.split('\n')));
  }
}
