import type { FileHandle } from 'node:fs/promises';
import { FlashFailure } from './failure.ts';
import type { PieceTags } from './piece-tags.ts';
import { readFully } from './transfer.ts';

export const CHUNK_BYTES = 4 * 1024 * 1024;

/** A chunk of the base in memory, zeros behind the base's end. */
export interface Slot {
  readonly buffer: Uint8Array;
  chunk: number;
  /** Transfers and digests that still use the buffer. */
  pins: number;
}

/** What a drive needs of the base it follows. */
export interface FollowedBase {
  readonly path: string;
  readonly sizeBytes: number;
  readonly chunks: number;
  readonly handle: FileHandle;
  /** Their pieces divide a chunk. */
  readonly tags: PieceTags;
  /** The slot of a chunk, pinned; undefined = it has left the window. Waits until it is read. */
  take(chunk: number): Promise<Slot | undefined>;
  release(slot: Slot): void;
  /** Waits until the tag of the piece at a position is there. */
  tagged(position: number): Promise<void>;
  /** A follower went on. */
  moved(): void;
  leave(follower: Follower): void;
}

/** Some bytes of the base, zeros behind its end; to be released when they are no longer read from. */
export interface Piece {
  readonly position: number;
  readonly bytes: Uint8Array;
  release(): void;
}

const nothing = () => undefined;

/** One drive's way through a base: from the shared window while it keeps up, then by reads of its own. */
export class Follower {
  readonly #base: FollowedBase;
  readonly #own: readonly Uint8Array[];
  #next = 0;
  #isOnItsOwn = false;
  #turn = 0;
  /** Slots of pieces not released yet. */
  readonly #held = new Set<Slot>();

  constructor(base: FollowedBase, own: readonly Uint8Array[]) {
    this.#base = base;
    this.#own = own;
  }

  /** The chunk it wants next. */
  get next(): number {
    return this.#next;
  }

  get isOnItsOwn(): boolean {
    return this.#isOnItsOwn;
  }

  fallOut(): void {
    this.#isOnItsOwn = true;
  }

  /** No transfer of this drive is under way any more, however it ended: what it still held is free. */
  leave(): void {
    for (const slot of this.#held) this.#release(slot);
    this.#base.leave(this);
  }

  #release(slot: Slot): void {
    if (this.#held.delete(slot)) this.#base.release(slot);
  }

  /**
   * The image's bytes without patch, in order, up to `endBytes`. Not more than two pieces are unreleased when the next
   * one is asked for. Own reads are held against the tags of the shared ones.
   */
  async *pieces(endBytes: number): AsyncGenerator<Piece> {
    for (; this.#next < this.#base.chunks; ) {
      const chunk = this.#next;
      // A drive that fell behind comes back where it catches up, at the latest with the last chunks, which stay.
      const slot = await this.#base.take(chunk);
      this.#isOnItsOwn = slot === undefined;
      if (slot) yield this.#shared(slot, chunk, endBytes);
      else yield* this.#ownRead(chunk, endBytes);
    }
    // A patch that appends: nothing of the base is here.
    for (let at = this.#base.chunks * CHUNK_BYTES; at < endBytes; ) {
      const bytes = this.#buffer();
      const length = Math.min(bytes.length, endBytes - at);
      yield { position: at, bytes: bytes.fill(0).subarray(0, length), release: nothing };
      at += length;
    }
  }

  #shared(slot: Slot, chunk: number, endBytes: number): Piece {
    const position = chunk * CHUNK_BYTES;
    this.#next = chunk + 1;
    this.#base.moved();
    const bytes = slot.buffer.subarray(0, Math.min(CHUNK_BYTES, endBytes - position));
    this.#held.add(slot);
    return { position, bytes, release: () => this.#release(slot) };
  }

  async *#ownRead(chunk: number, endBytes: number): AsyncGenerator<Piece> {
    const { sizeBytes, handle, tags, path } = this.#base;
    this.#next = chunk + 1;
    const from = chunk * CHUNK_BYTES;
    const to = Math.min(from + CHUNK_BYTES, endBytes);
    for (let at = from; at < to; at += tags.pieceBytes) {
      const whole = this.#buffer();
      const ofBase = Math.max(0, Math.min(whole.length, sizeBytes - at));
      await readFully(handle, whole.subarray(0, ofBase), at).catch((error: unknown) => {
        throw new FlashFailure('flash.base-unreadable', { file: path }, [String(error)]);
      });
      whole.fill(0, ofBase);
      if (ofBase > 0) {
        await this.#base.tagged(at);
        if (!tags.matches(at, whole.subarray(0, ofBase))) {
          throw new FlashFailure('flash.base-unreadable', { file: path }, ['it changed while it was read']);
        }
      }
      yield { position: at, bytes: whole.subarray(0, Math.min(whole.length, to - at)), release: nothing };
    }
  }

  #buffer(): Uint8Array {
    this.#turn = (this.#turn + 1) % this.#own.length;
    return this.#own[this.#turn] as Uint8Array;
  }
}
