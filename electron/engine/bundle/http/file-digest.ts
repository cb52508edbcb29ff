import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** Hex digests of a content, either of which a source may publish. */
export interface ContentDigest {
  readonly sha256?: string;
  readonly sha512?: string;
}

/** Both digests while bytes flow; the second only where it is asked for. */
export class FlowingDigest {
  readonly #sha256: Hash = createHash('sha256');
  readonly #sha512: Hash | undefined;
  sizeBytes = 0;

  constructor(withSha512: boolean) {
    this.#sha512 = withSha512 ? createHash('sha512') : undefined;
  }

  update(bytes: Uint8Array): void {
    this.#sha256.update(bytes);
    this.#sha512?.update(bytes);
    this.sizeBytes += bytes.length;
  }

  done(): { readonly sha256: string; readonly sha512?: string } {
    const sha512 = this.#sha512?.digest('hex');
    return { sha256: this.#sha256.digest('hex'), ...(sha512 === undefined ? {} : { sha512 }) };
  }
}

/** Hashes what a file holds already, so that the rest can flow on. */
export async function digestOfFile(path: string, withSha512: boolean, signal?: AbortSignal): Promise<FlowingDigest> {
  const digest = new FlowingDigest(withSha512);
  const stream = createReadStream(path, { highWaterMark: 1024 * 1024, ...(signal ? { signal } : {}) });
  for await (const chunk of stream) digest.update(chunk as Buffer);
  return digest;
}
