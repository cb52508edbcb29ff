import { InputSource } from '../kernel/input-source.ts';

/**
 * Standard input that is asked for only when the program first reads it: `while read x; do qm ...; done < list` must leave
 * the list to the loop, as the vendor's tools do.
 */
export class AskedInput extends InputSource {
  readonly #ask: () => void;
  #asked = false;

  constructor(ask: () => void) {
    super();
    this.#ask = ask;
  }

  override readAll(signal?: AbortSignal): Promise<Uint8Array> {
    this.#askOnce();
    return super.readAll(signal);
  }

  override readLine(signal?: AbortSignal): ReturnType<InputSource['readLine']> {
    this.#askOnce();
    return super.readLine(signal);
  }

  override readChunk(signal?: AbortSignal): Promise<Uint8Array | undefined> {
    this.#askOnce();
    return super.readChunk(signal);
  }

  #askOnce(): void {
    if (this.#asked) return;
    this.#asked = true;
    this.#ask();
  }
}
