import { createHash } from 'node:crypto';
import { FileError } from './file-error.ts';

/**
 * Bytes of one file: appending is cheap (capacity doubles) and the digest is kept until the next change. Of a file too large to
 * hold, only its digest and its length are kept: reading or changing it then fails as on a broken disk.
 */
export class FileContent {
  #buffer: Buffer;
  #length: number;
  #digest: string | undefined;
  #isKept = true;

  /** A file of which only this is known; `digest`: SHA-256, hex, checked by who saw the bytes pass. */
  static unkept(digest: string, length: number): FileContent {
    const content = new FileContent();
    content.#digest = digest;
    content.#length = length;
    content.#isKept = false;
    return content;
  }

  constructor(data: Uint8Array = new Uint8Array(0)) {
    this.#buffer = Buffer.from(data);
    this.#length = data.length;
  }

  get length(): number {
    return this.#length;
  }

  get isKept(): boolean {
    return this.#isKept;
  }

  /** A view, valid until the next change. */
  view(): Buffer {
    this.#needBytes();
    return this.#buffer.subarray(0, this.#length);
  }

  append(data: Uint8Array): void {
    this.writeAt(this.#length, data);
  }

  writeAt(offset: number, data: Uint8Array): void {
    this.#needBytes();
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
    this.#needBytes();
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

  #needBytes(): void {
    if (!this.#isKept) throw new FileError('EIO', '');
  }
}
