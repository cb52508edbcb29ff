import { openSync, readFileSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { alignedBuffers } from '../../../../electron/flasher/aligned-buffers.ts';
import type { FlashFailure } from '../../../../electron/flasher/failure.ts';
import { CHUNK_BYTES, type Follower } from '../../../../electron/flasher/follower.ts';
import { type BaseOptions, SharedBase } from '../../../../electron/flasher/shared-base.ts';
import { noise } from '../../../support/iso/stand-in-iso.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const WINDOW = 3;
const PIECE_BYTES = 256 * 1024;
const SIZE = 9 * CHUNK_BYTES + 12_345;

let file: string;
let content: Buffer;
let stop: AbortController;
beforeEach(() => {
  file = join(temporaryFolder('shared-base'), 'base.iso');
  content = noise(SIZE, 3);
  content.write('CD001', 16 * 2048 + 1, 'latin1');
  writeFileSync(file, content);
  stop = new AbortController();
});

const openBase = (options: Partial<BaseOptions> = {}) =>
  SharedBase.open(file, alignedBuffers(WINDOW, CHUNK_BYTES), stop.signal, { pieceBytes: PIECE_BYTES, ...options });
const own = () => alignedBuffers(3, PIECE_BYTES);

/** All that a follower gets, until `until` says stop. */
async function collect(follower: Follower, endBytes = SIZE): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const piece of follower.pieces(endBytes)) {
    parts.push(Buffer.from(piece.bytes));
    piece.release();
  }
  return Buffer.concat(parts);
}

async function failureOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'it did not fail',
    (error: FlashFailure) => error.code,
  );
}

describe('a base read once for several drives', () => {
  it('gives each of them all of it, and keeps its head', async () => {
    const base = await openBase();
    const followers = [base.join(own()), base.join(own()), base.join(own())];
    const reading = base.passed();
    for (const seen of await Promise.all(followers.map((follower) => collect(follower)))) {
      expect(seen.equals(content)).toBe(true);
    }
    await reading;
    expect(Buffer.from(base.head).equals(content.subarray(0, 1024 * 1024))).toBe(true);
    await base.close();
  });

  it('does not wait for a drive that stands still: that one falls out of the window and reads for itself', async () => {
    const base = await openBase();
    const [fast, slow] = [base.join(own()), base.join(own())];
    const pieces = slow.pieces(SIZE);
    const reading = base.passed();
    const first = (await pieces.next()).value;
    if (!first) throw new Error('no piece');
    // The slow drive holds its first piece all the time that the fast one needs for everything.
    const kept = Buffer.from(first.bytes);
    expect((await collect(fast)).equals(content)).toBe(true);
    await reading;
    expect(slow.isOnItsOwn).toBe(true);
    expect(Buffer.from(first.bytes).equals(kept)).toBe(true);
    first.release();
    const rest: Buffer[] = [];
    for await (const piece of pieces) {
      rest.push(Buffer.from(piece.bytes));
      piece.release();
    }
    expect(Buffer.concat([kept, ...rest]).equals(content)).toBe(true);
    // The last chunks were still in the window: it came back to them.
    expect(slow.isOnItsOwn).toBe(false);
    await base.close();
  });

  it('holds a slow drive’s own reads against what was read for all', async () => {
    const base = await openBase();
    const [fast, slow] = [base.join(own()), base.join(own())];
    const pieces = slow.pieces(SIZE);
    void base.passed();
    const first = (await pieces.next()).value;
    await collect(fast);
    writeSync(openSync(file, 'r+'), Buffer.from([(content[3 * CHUNK_BYTES] ?? 0) ^ 1]), 0, 1, 3 * CHUNK_BYTES);
    first?.release();
    const rest = (async () => {
      for await (const piece of pieces) piece.release();
    })();
    expect(await failureOf(rest)).toBe('flash.base-unreadable');
    await base.close();
  });

  it('gives drives of any pace all of it, whoever falls behind and comes back', async () => {
    for (let round = 0; round < 5; round += 1) {
      const base = await openBase();
      const followers = [0, 1, 2, 3].map(() => base.join(own()));
      void base.passed();
      const walks = followers.map(async (follower, index) => {
        const parts: Buffer[] = [];
        for await (const piece of follower.pieces(SIZE)) {
          // As a write would: the bytes are looked at some time after they were handed over.
          await new Promise((resolve) => setTimeout(resolve, ((round + index) % 4) * (parts.length % 3) * 7));
          parts.push(Buffer.from(piece.bytes));
          piece.release();
        }
        return Buffer.concat(parts);
      });
      for (const seen of await Promise.all(walks)) expect(seen.equals(content)).toBe(true);
      await base.close();
    }
  });

  it('goes on when drives fail that still hold pieces of it', async () => {
    const base = await openBase();
    const good = base.join(own());
    const failing = Array.from({ length: 2 * WINDOW }, () => base.join(own()));
    void base.passed();
    const leaving = failing.map(async (follower) => {
      const pieces = follower.pieces(SIZE);
      await pieces.next();
      await pieces.next();
      follower.leave();
    });
    expect((await collect(good)).equals(content)).toBe(true);
    await Promise.all(leaving);
    await base.close();
  });

  it('is zeros behind its end, for patches that append', async () => {
    const base = await openBase();
    const follower = base.join(own());
    void base.passed();
    const seen = await collect(follower, SIZE + 5 * 1024 * 1024);
    expect(seen.length).toBe(SIZE + 5 * 1024 * 1024);
    expect(seen.subarray(0, SIZE).equals(content)).toBe(true);
    expect(seen.subarray(SIZE).every((byte) => byte === 0)).toBe(true);
    await base.close();
  });

  it('fails for all of them when it ends early', async () => {
    const base = await openBase();
    const followers = [base.join(own()), base.join(own())];
    truncateSync(file, 3 * CHUNK_BYTES);
    void base.passed();
    const ends = await Promise.all(followers.map((follower) => failureOf(collect(follower))));
    expect(ends).toEqual(['flash.base-unreadable', 'flash.base-unreadable']);
    await base.close();
  });

  it('stops when it is told to, also a drive that waits', async () => {
    const base = await openBase();
    const [one, other] = [base.join(own()), base.join(own())];
    void base.passed();
    const held = await one.pieces(SIZE).next();
    const waiting = collect(other)
      .then(() => base.tagged(99 * CHUNK_BYTES))
      .catch((error: FlashFailure) => error);
    stop.abort();
    // The base is no drive that was stopped: who follows it knows the drive.
    expect(await waiting).toMatchObject({ code: 'flash.cancelled', params: {} });
    expect(JSON.stringify(await waiting)).not.toContain(file);
    held.value?.release();
    await base.close();
  });

  it('is not read on when no drive is left', async () => {
    const base = await openBase();
    const follower = base.join(own());
    const reading = failureOf(base.passed());
    follower.leave();
    expect(await reading).toBe('flash.cancelled');
    await base.close();
    expect(readFileSync(file).equals(content)).toBe(true);
  });
});
