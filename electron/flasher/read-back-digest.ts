import { basename } from 'node:path';
import type { BaseHash } from './base-hash.ts';
import { FlashFailure } from './failure.ts';

/** What is known of a base when drives that carry it are read back. */
export interface ReadBase {
  readonly path: string;
  readonly sizeBytes: number;
  /** Its first bytes, which no drive has before all is proven. */
  readonly head: Uint8Array;
}

/**
 * SHA-256 of a whole base, over what drives give back: the head from memory, then every piece from the drive that comes to it
 * first. Drives hand over only pieces whose tags have matched, so it does not matter whose they are, and a drive that fails
 * takes nothing away from the digest. Whoever has handed over all of its pieces can ask for it and waits for no other drive.
 * It is taken once for all drives and costs no transfer; a drive on its own would have to be read for its tags anyway.
 */
export class ReadBackDigest {
  readonly #base: ReadBase;
  readonly #makeHash: () => Promise<BaseHash>;
  #hash: Promise<BaseHash> | undefined;
  /** Up to here the base has been handed over. No drive is past it: it would have handed over what it found there. */
  #front: number;
  #sha256: Promise<string> | undefined;

  constructor(base: ReadBase, makeHash: () => Promise<BaseHash>) {
    this.#base = base;
    this.#makeHash = makeHash;
    this.#front = base.head.length;
  }

  /** Gets ready, with the head: called when the base has been read once. */
  begin(): void {
    this.#hash ??= this.#makeHash();
    this.#hash.then((hash) => hash.update(this.#base.head)).catch(() => undefined);
  }

  /** Bytes of the base at `position`, as a drive gave them back; resolves when they are no longer needed. */
  async take(position: number, bytes: Uint8Array): Promise<void> {
    if (position !== this.#front || bytes.length === 0) return;
    this.#front += bytes.length;
    try {
      await (await this.#hash)?.update(bytes);
    } catch (error) {
      throw this.#failure(error);
    }
  }

  /** Of the whole base; to be asked for by a drive all of whose pieces were handed over. */
  sha256(): Promise<string> {
    this.#sha256 ??= this.#finish();
    return this.#sha256;
  }

  close(): void {
    this.#hash?.then((hash) => hash.close()).catch(() => undefined);
  }

  async #finish(): Promise<string> {
    try {
      const hash = await this.#hash;
      if (!hash || this.#front !== this.#base.sizeBytes) throw new Error(`proven to ${this.#front}`);
      return await hash.digest();
    } catch (error) {
      throw this.#failure(error);
    }
  }

  #failure(error: unknown): FlashFailure {
    return new FlashFailure('flash.base-unreadable', { file: basename(this.#base.path) }, [String(error)]);
  }
}
