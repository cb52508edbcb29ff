import { createHash } from 'node:crypto';

/** Bytes of one file: appending is cheap (capacity doubles) and the digest is kept until the next change. */
export class FileContent {
  #buffer: Buffer;
  #length: number;
  #digest: string | undefined;

  constructor(data: Uint8Array = new Uint8Array(0)) {
    this.#buffer = Buffer.from(data);
    this.#length = data.length;
  }

  get length(): number {
    return this.#length;
  }

  /** A view, valid until the next change. */
  view(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }

  append(data: Uint8Array): void {
    this.writeAt(this.#length, data);
  }

  writeAt(offset: number, data: Uint8Array): void {
    const end = offset + data.length;
    if (end > this.#buffer.length) {
      const grown = Buffer.alloc(Math.max(end, this.#buffer.length * 2, 256));
      this.#buffer.copy(grown, 0, 0, this.#length);
      this.#buffer = grown;
    }
    this.#buffer.set(data, offset);
    this.#length = Math.max(this.#length, end);
    this.#digest = undefined;
  }

  truncate(length: number): void {
    if (length > this.#length) this.writeAt(this.#length, Buffer.alloc(length - this.#length));
    this.#buffer.fill(0, length, this.#length);
    this.#length = length;
    this.#digest = undefined;
  }

  /** SHA-256, hex. */
  digest(): string {
    this.#digest ??= createHash('sha256').update(this.view()).digest('hex');
    return this.#digest;
  }
}
