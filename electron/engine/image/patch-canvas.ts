import type { Extent } from './byte-source.ts';
import { BLOCK_BYTES, blocksOf } from './iso/sector.ts';

/**
 * Where a patch is put together, block by block: what is written lands over the base's own bytes, and only blocks that
 * end up different become extents.
 */
export class PatchCanvas {
  readonly #kept: ReadonlyMap<number, Buffer>;
  readonly #changed = new Map<number, Buffer>();
  readonly #runs: Extent[] = [];

  /** `kept`: the base's blocks that may be written in part. Every other block written to is taken to be zero. */
  constructor(kept: ReadonlyMap<number, Buffer>) {
    this.#kept = kept;
  }

  write(offset: number, bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      const block = Math.floor((offset + at) / BLOCK_BYTES);
      const from = (offset + at) % BLOCK_BYTES;
      const length = Math.min(BLOCK_BYTES - from, bytes.length - at);
      this.#block(block).set(bytes.subarray(at, at + length), from);
      at += length;
    }
  }

  /** Lays whole blocks, padded with zeros, over whatever was written there: a file, which nothing else shares. */
  lay(block: number, bytes: Uint8Array): void {
    const padded = Buffer.alloc(Math.max(1, blocksOf(bytes.length)) * BLOCK_BYTES);
    padded.set(bytes);
    this.#runs.push({ offset: block * BLOCK_BYTES, bytes: padded });
  }

  /** The bytes at a place as they are by now: a view into one block, which may be written to. */
  view(offset: number, length: number): Buffer {
    const from = offset % BLOCK_BYTES;
    if (from + length > BLOCK_BYTES) throw new RangeError(`a field at ${offset} crosses a block`);
    return this.#block(Math.floor(offset / BLOCK_BYTES)).subarray(from, from + length);
  }

  read(offset: number, length: number): Buffer {
    const bytes = Buffer.alloc(length);
    for (let at = 0; at < length; ) {
      const block = Math.floor((offset + at) / BLOCK_BYTES);
      const from = (offset + at) % BLOCK_BYTES;
      const piece = Math.min(BLOCK_BYTES - from, length - at);
      const source = this.#changed.get(block) ?? this.#kept.get(block);
      source?.copy(bytes, at, from, from + piece);
      at += piece;
    }
    return bytes;
  }

  #block(block: number): Buffer {
    const known = this.#changed.get(block);
    if (known) return known;
    const kept = this.#kept.get(block);
    const bytes = kept ? Buffer.from(kept) : Buffer.alloc(BLOCK_BYTES);
    this.#changed.set(block, bytes);
    return bytes;
  }

  /** Sorted, disjoint, of whole blocks; neighbouring changed blocks are joined. */
  extents(): readonly Extent[] {
    const covered = ({ offset, bytes }: Extent, block: number) =>
      offset <= block * BLOCK_BYTES && block * BLOCK_BYTES < offset + bytes.length;
    const blocks = [...this.#changed]
      .filter(([block, bytes]) => !this.#kept.get(block)?.equals(bytes))
      .filter(([block]) => !this.#runs.some((run) => covered(run, block)))
      .sort(([a], [b]) => a - b);
    const extents = [...this.#runs];
    for (let first = 0; first < blocks.length; ) {
      const start = (blocks[first] as (typeof blocks)[number])[0];
      let end = first;
      while (blocks[end]?.[0] === start + end - first) end += 1;
      const bytes = Buffer.concat(blocks.slice(first, end).map((entry) => entry[1]));
      extents.push({ offset: start * BLOCK_BYTES, bytes });
      first = end;
    }
    return extents.sort((a, b) => a.offset - b.offset);
  }
}
