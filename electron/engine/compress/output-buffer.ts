/**
 * What a decompressor has made so far, and repeats parts of. Grows as it is filled.
 * Every change throws a RangeError where it would pass `maxBytes`, so that a small file cannot fill the memory.
 */
export class OutputBuffer {
  readonly #maxBytes: number;
  #buffer = Buffer.alloc(0);
  length = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  put(byte: number): void {
    if (this.length === this.#buffer.length) this.#grow(1);
    this.#buffer[this.length] = byte;
    this.length += 1;
  }

  append(bytes: Uint8Array): void {
    this.#grow(bytes.length);
    this.#buffer.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** Appends `count` bytes from `distance` bytes back (1 = the last); they may reach into what is just being made. */
  repeat(distance: number, count: number): void {
    const from = this.length - distance;
    if (from < 0) throw new RangeError('nothing is there to repeat');
    this.#grow(count);
    const buffer = this.#buffer;
    if (distance >= count) buffer.copyWithin(this.length, from, from + count);
    else for (let index = 0; index < count; index += 1) buffer[this.length + index] = buffer[from + index] as number;
    this.length += count;
  }

  /** The byte `distance` bytes back (1 = the last); 0 where there is none. */
  back(distance: number): number {
    return this.#buffer[this.length - distance] ?? 0;
  }

  bytes(): Uint8Array {
    return this.#buffer.subarray(0, this.length);
  }

  #grow(count: number): void {
    const needed = this.length + count;
    if (needed <= this.#buffer.length) return;
    if (needed > this.#maxBytes) throw new RangeError(`more than ${this.#maxBytes} bytes`);
    const grown = Buffer.alloc(Math.min(this.#maxBytes, Math.max(needed, this.#buffer.length * 2, 1 << 16)));
    this.#buffer.copy(grown, 0, 0, this.length);
    this.#buffer = grown;
  }
}
