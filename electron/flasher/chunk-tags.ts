import { createCipheriv, randomBytes } from 'node:crypto';

export const CHUNK_BYTES = 4 * 1024 * 1024;

/**
 * A digest for each chunk of a base, to compare what drives give back with what was read once. It is GMAC (AES-GCM over
 * associated data alone) under a key made for this run and told to nobody: nobody can prepare other bytes with the same
 * tag, chance passes 1 in 2^128, and it costs a quarter of SHA-256, which matters with several drives on a small laptop.
 * The base itself is proven by its SHA-256; a tag says only "the same bytes as then", never leaves the process, and each
 * chunk has its own nonce.
 */
export class ChunkTags {
  readonly #key = randomBytes(16);
  readonly #tags: (Buffer | undefined)[] = [];

  /** Digests one chunk piece by piece. */
  begin(chunk: number): ChunkTag {
    const nonce = Buffer.alloc(12);
    nonce.writeUInt32LE(chunk, 0);
    const cipher = createCipheriv('aes-128-gcm', this.#key, nonce);
    return {
      update: (bytes) => {
        if (bytes.length > 0) cipher.setAAD(bytes);
      },
      finish: () => {
        cipher.final();
        return cipher.getAuthTag();
      },
    };
  }

  set(chunk: number, tag: Buffer): void {
    this.#tags[chunk] = tag;
  }

  has(chunk: number): boolean {
    return this.#tags[chunk] !== undefined;
  }

  /** False also for a chunk that was never read. */
  matches(chunk: number, tag: Buffer): boolean {
    return this.#tags[chunk]?.equals(tag) ?? false;
  }
}

export interface ChunkTag {
  update(bytes: Uint8Array): void;
  finish(): Buffer;
}
