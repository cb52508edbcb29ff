import { type FileHandle, open } from 'node:fs/promises';
import { basename } from 'node:path';
import { type BaseHash, hashHere } from './base-hash.ts';
import { FlashFailure, fromSystemError } from './failure.ts';
import { CHUNK_BYTES, type FollowedBase, Follower, type Slot } from './follower.ts';
import { HEAD_BYTES } from './image.ts';
import { PieceTags } from './piece-tags.ts';
import { ReadBackDigest } from './read-back-digest.ts';
import { readFully } from './transfer.ts';

/** Tags are made in steps this long, so that a write that has ended is followed by the next one at once. */
const STEP_BYTES = 512 * 1024;
/**
 * So long, and a tenth of the time that has passed, may the fastest drive be kept waiting for slower ones in all; then they
 * read for themselves. Equal drives take turns in being behind; that is not worth a second reading.
 */
const PATIENCE_MS = 300;
const PATIENCE_SHARE = 0.1;
/** Every ISO 9660 image has this in its first volume descriptor (ECMA-119 8.4.2). */
const ISO_MARK = Buffer.from('CD001', 'latin1');
const ISO_MARK_POSITION = 16 * 2048 + 1;

export interface BaseOptions {
  /** What tags are made of and drives hold in one buffer: a power of two that divides a chunk. */
  readonly pieceBytes: number;
  /** Of what drives give back; default: in this thread. */
  readonly makeHash?: (() => Promise<BaseHash>) | undefined;
}

/**
 * A base read once for all drives that get it. Chunks lie in a window of bounded size; every drive follows at its own
 * pace, and one that would hold back the others falls out of the window and reads for itself. While the base passes, each
 * of its pieces gets a tag; its SHA-256, which would hold up a fast drive, is taken when drives are read back.
 */
export class SharedBase implements FollowedBase {
  readonly path: string;
  readonly sizeBytes: number;
  readonly tags: PieceTags;
  readonly handle: FileHandle;
  /** The first bytes of the base, kept: they are written last. Complete once the base has `passed`. */
  readonly head: Uint8Array;
  readonly readBack: ReadBackDigest;
  readonly #slots: Slot[];
  readonly #followers = new Set<Follower>();
  readonly #signal: AbortSignal;
  #wake: (() => void)[] = [];
  #readChunks = 0;
  #startedAt = 0;
  #waitedMs = 0;
  #failure: FlashFailure | undefined;
  #reading: Promise<void> | undefined;

  private constructor(
    path: string,
    handle: FileHandle,
    sizeBytes: number,
    window: readonly Uint8Array[],
    signal: AbortSignal,
    { pieceBytes, makeHash = () => Promise.resolve(hashHere()) }: BaseOptions,
  ) {
    this.path = path;
    this.handle = handle;
    this.sizeBytes = sizeBytes;
    this.head = new Uint8Array(Math.min(HEAD_BYTES, sizeBytes));
    this.tags = new PieceTags(pieceBytes);
    this.readBack = new ReadBackDigest(this, makeHash);
    this.#slots = window.map((buffer) => ({ buffer, chunk: -1, pins: 0 }));
    this.#signal = signal;
    signal.addEventListener('abort', () => this.#changed());
  }

  /** `window`: at least three page-aligned buffers of a chunk. Errors: `flash.not-found`, `flash.not-an-image`. */
  static async open(
    path: string,
    window: readonly Uint8Array[],
    signal: AbortSignal,
    options: BaseOptions,
  ): Promise<SharedBase> {
    const handle = await open(path, 'r').catch((error: unknown) => {
      throw fromSystemError(error, path, 0);
    });
    try {
      const stat = await handle.stat();
      if (!stat.isFile()) throw new FlashFailure('flash.not-found', { device: path });
      // Started as root it must not copy just any file onto a stick.
      const { buffer } = await handle.read(Buffer.alloc(ISO_MARK.length), 0, ISO_MARK.length, ISO_MARK_POSITION);
      if (!buffer.equals(ISO_MARK)) throw new FlashFailure('flash.not-an-image', { file: basename(path) });
      return new SharedBase(path, handle, stat.size, window, signal, options);
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  get chunks(): number {
    return Math.ceil(this.sizeBytes / CHUNK_BYTES);
  }

  /** A drive that will write this base. `own`: three buffers of a piece for when it reads for itself. */
  join(own: readonly Uint8Array[]): Follower {
    const follower = new Follower(this, own);
    this.#followers.add(follower);
    return follower;
  }

  leave(follower: Follower): void {
    if (this.#followers.delete(follower)) this.#changed();
  }

  /** Resolves when the base has been read once and every piece has its tag. The reading begins with the first call. */
  passed(): Promise<void> {
    if (!this.#reading) {
      this.#reading = this.#readAll();
      this.#reading.catch(() => undefined);
    }
    return this.#reading;
  }

  /** The slot of a chunk, pinned; undefined = it has left the window. Waits until it is read. */
  async take(chunk: number): Promise<Slot | undefined> {
    while (chunk >= this.#readChunks) await this.#change();
    const slot = this.#slots.find((entry) => entry.chunk === chunk);
    if (slot) slot.pins += 1;
    return slot;
  }

  release(slot: Slot): void {
    slot.pins -= 1;
    this.#changed();
  }

  /** Waits until the tag of the piece at a position is there. */
  async tagged(position: number): Promise<void> {
    while (!this.tags.has(position)) await this.#change();
  }

  async close(): Promise<void> {
    await this.#reading?.catch(() => undefined);
    this.readBack.close();
    await this.handle.close().catch(() => undefined);
  }

  /** A follower went on. */
  moved(): void {
    this.#changed();
  }

  #changed(): void {
    const waiting = this.#wake;
    this.#wake = [];
    for (const wake of waiting) wake();
  }

  /** Resolves when anything has changed; rejects when the reading has failed or was stopped. */
  async #change(timeoutMs?: number): Promise<void> {
    this.#check();
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#wake.push(resolve);
      if (timeoutMs !== undefined) timer = setTimeout(resolve, timeoutMs);
    });
    clearTimeout(timer);
    this.#check();
  }

  /** Being stopped names no device here: whoever was following says which drive that leaves. */
  #check(): void {
    if (this.#failure) throw this.#failure;
    if (this.#signal.aborted) throw new FlashFailure('flash.cancelled');
  }

  async #readAll(): Promise<void> {
    this.#startedAt = performance.now();
    try {
      let reading = this.#read(0);
      for (let chunk = 0; chunk < this.chunks; chunk += 1) {
        const slot = await reading;
        this.#readChunks = chunk + 1;
        this.#changed();
        if (chunk + 1 < this.chunks) {
          reading = this.#read(chunk + 1);
          reading.catch(() => undefined);
        }
        await this.#tagChunk(slot, chunk);
      }
      this.readBack.begin();
    } catch (error) {
      this.#failure =
        error instanceof FlashFailure
          ? error
          : new FlashFailure('flash.base-unreadable', { file: basename(this.path) }, [String(error)]);
      this.#changed();
      throw this.#failure;
    }
  }

  /** Reads a chunk into a free slot; gives it back pinned, for its tags. */
  async #read(chunk: number): Promise<Slot> {
    const slot = await this.#claimSlot();
    const from = chunk * CHUNK_BYTES;
    const length = Math.min(CHUNK_BYTES, this.sizeBytes - from);
    await readFully(this.handle, slot.buffer.subarray(0, length), from);
    slot.buffer.fill(0, length);
    if (chunk === 0) this.head.set(slot.buffer.subarray(0, this.head.length));
    slot.chunk = chunk;
    return slot;
  }

  async #tagChunk(slot: Slot, chunk: number): Promise<void> {
    const from = chunk * CHUNK_BYTES;
    const bytes = slot.buffer.subarray(0, Math.min(CHUNK_BYTES, this.sizeBytes - from));
    const { pieceBytes } = this.tags;
    for (let piece = 0; piece < bytes.length; piece += pieceBytes) {
      const end = Math.min(piece + pieceBytes, bytes.length);
      const tag = this.tags.begin(from + piece);
      for (let at = piece; at < end; at += STEP_BYTES) {
        tag.update(bytes.subarray(at, Math.min(at + STEP_BYTES, end)));
        await new Promise((resolve) => setImmediate(resolve));
      }
      this.tags.set(from + piece, tag.finish());
    }
    this.release(slot);
  }

  /** A slot that nobody needs, pinned. */
  async #claimSlot(): Promise<Slot> {
    for (;;) {
      this.#check();
      const inWindow = [...this.#followers].filter((follower) => !follower.isOnItsOwn);
      if (this.#followers.size === 0) throw new FlashFailure('flash.cancelled');
      const hindmost = Math.min(...inWindow.map(({ next }) => next));
      const free = this.#slots.find(({ pins, chunk }) => pins === 0 && chunk < hindmost);
      if (free) {
        // Claimed in the same breath: a drive that comes back must not take it meanwhile.
        free.chunk = -1;
        free.pins = 1;
        return free;
      }
      const foremost = Math.max(...inWindow.map(({ next }) => next));
      const isStarving = foremost >= this.#readChunks && hindmost < foremost;
      const patienceMs = PATIENCE_MS + PATIENCE_SHARE * (performance.now() - this.#startedAt) - this.#waitedMs;
      if (isStarving && patienceMs <= 0) {
        for (const follower of inWindow) if (follower.next === hindmost) follower.fallOut();
        continue;
      }
      const since = performance.now();
      await this.#change(isStarving ? patienceMs : undefined);
      if (isStarving) this.#waitedMs += performance.now() - since;
    }
  }
}
