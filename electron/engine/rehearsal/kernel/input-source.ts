/**
 * Standard input as a program of the simulated host sees it: bytes arrive over time and are read to the end, by line or
 * by count. The same source can be read by several commands one after another (`while read x; do ...; done`).
 */
export class InputSource {
  #chunks: Uint8Array[] = [];
  #ended = false;
  #abandoned = false;
  #wake: (() => void)[] = [];

  static of(data: Uint8Array | string): InputSource {
    const source = new InputSource();
    source.push(typeof data === 'string' ? new TextEncoder().encode(data) : data);
    source.end();
    return source;
  }

  static empty(): InputSource {
    return InputSource.of(new Uint8Array(0));
  }

  /** False when the reader has gone (the writer of a pipe then gets SIGPIPE). */
  push(chunk: Uint8Array): boolean {
    if (this.#abandoned) return false;
    if (chunk.length > 0) this.#chunks.push(Uint8Array.from(chunk));
    this.#notify();
    return true;
  }

  end(): void {
    this.#ended = true;
    this.#notify();
  }

  /** The reader ended. */
  abandon(): void {
    this.#abandoned = true;
    this.#chunks = [];
  }

  get abandoned(): boolean {
    return this.#abandoned;
  }

  async readAll(signal?: AbortSignal): Promise<Uint8Array> {
    while (!this.#ended) await this.#more(signal);
    const all = Buffer.concat(this.#chunks);
    this.#chunks = [];
    return all;
  }

  /** One line without its newline; undefined at the end of input. `terminated` is false for a last partial line. */
  async readLine(signal?: AbortSignal): Promise<{ readonly line: string; readonly terminated: boolean } | undefined> {
    for (;;) {
      const all = Buffer.concat(this.#chunks);
      const newline = all.indexOf(10);
      if (newline >= 0) {
        this.#chunks = [all.subarray(newline + 1)];
        return { line: all.subarray(0, newline).toString('utf8'), terminated: true };
      }
      if (this.#ended) {
        this.#chunks = [];
        return all.length > 0 ? { line: all.toString('utf8'), terminated: false } : undefined;
      }
      await this.#more(signal);
    }
  }

  /** At most `count` bytes, as read(2) in a loop: what follows stays for the next reader (`head -c`). */
  async readExactly(count: number, signal?: AbortSignal): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    let missing = count;
    while (missing > 0) {
      const chunk = await this.readChunk(signal);
      if (!chunk) break;
      parts.push(chunk.subarray(0, missing));
      if (chunk.length > missing) this.#chunks.unshift(chunk.subarray(missing));
      missing -= Math.min(missing, chunk.length);
    }
    return Buffer.concat(parts);
  }

  /** What is there next; undefined at the end. */
  async readChunk(signal?: AbortSignal): Promise<Uint8Array | undefined> {
    for (;;) {
      const next = this.#chunks.shift();
      if (next) return next;
      if (this.#ended) return undefined;
      await this.#more(signal);
    }
  }

  #notify(): void {
    const wake = this.#wake;
    this.#wake = [];
    for (const resume of wake) resume();
  }

  #more(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const stop = () => reject(signal?.reason);
      signal?.addEventListener('abort', stop, { once: true });
      this.#wake.push(() => {
        signal?.removeEventListener('abort', stop);
        resolve();
      });
    });
  }
}
