import { BitWriter, writeBlock } from './deflate-block.ts';

const WINDOW = 32 * 1024;
const BLOCK = 63 * 1024;
const SHORTEST = 4;
const LONGEST = 258;
const HASH_BITS = 15;
/** How many places are looked at for the longest match, and a length that is good enough. */
const MOST_LOOKS = 12;
const GOOD_LENGTH = 64;

/**
 * Deflate (RFC 1951) of our own. Node's zlib gives other bytes in other versions and on other processors (it is Chromium's, with
 * vector code), so that the same image would have another digest on the next laptop; this one counts in integers alone and
 * gives the same bytes everywhere. About as small as `gzip -6`, at half its speed.
 */
export class Deflate {
  readonly #bits = new BitWriter();
  /** The last 32 KiB, then the block that is being filled. */
  readonly #buffer = new Uint8Array(WINDOW + BLOCK);
  #start = WINDOW;
  #end = WINDOW;
  /** Positions count from the beginning of the block's window; they are moved with it. */
  readonly #head = new Int32Array(1 << HASH_BITS).fill(-1);
  readonly #before = new Int32Array(WINDOW).fill(-1);
  readonly #tokens = new Uint32Array(BLOCK);

  /** Takes the next bytes, gives what is ready. */
  push(bytes: Uint8Array): readonly Buffer[] {
    const ready: Buffer[] = [];
    for (let at = 0; at < bytes.length; ) {
      if (this.#end === this.#buffer.length) {
        this.#block(false);
        ready.push(this.#bits.take());
      }
      const taken = Math.min(bytes.length - at, this.#buffer.length - this.#end);
      this.#buffer.set(bytes.subarray(at, at + taken), this.#end);
      this.#end += taken;
      at += taken;
    }
    return ready;
  }

  /** The rest. */
  end(): Buffer {
    this.#block(true);
    this.#bits.align();
    return this.#bits.take();
  }

  #block(last: boolean): void {
    const count = this.#findMatches();
    writeBlock(this.#bits, this.#tokens.subarray(0, count), this.#buffer.subarray(WINDOW, this.#end), last);
    this.#slide();
  }

  /** Moves the window so that the next block begins at its place; positions that leave it are forgotten. */
  #slide(): void {
    const filled = this.#end - WINDOW;
    this.#buffer.copyWithin(0, this.#end - WINDOW, this.#end);
    this.#start = Math.max(0, this.#start - filled);
    this.#end = WINDOW;
    const head = this.#head;
    for (let index = 0; index < head.length; index += 1) head[index] = Math.max(-1, (head[index] as number) - filled);
    // the ring is by position: what stays in the window is laid out anew
    const before = Int32Array.from(this.#before);
    for (let position = 0; position < WINDOW; position += 1)
      this.#before[position] = Math.max(-1, (before[(position + filled) & (WINDOW - 1)] as number) - filled);
  }

  /** Greedy matches with one byte of foresight. Gives the number of tokens. */
  #findMatches(): number {
    const buffer = this.#buffer;
    const end = this.#end;
    const tokens = this.#tokens;
    let count = 0;
    let at = WINDOW;
    let heldLength = 0;
    let heldDistance = 0;
    while (at < end) {
      let length = 0;
      let distance = 0;
      if (at + SHORTEST <= end) {
        if (heldLength < GOOD_LENGTH) {
          const found = this.#longest(at, Math.min(LONGEST, end - at), heldLength);
          length = found & 511;
          distance = found >>> 9;
        }
        this.#remember(at);
      }
      if (heldLength > 0 && heldLength >= length) {
        // the match that began a byte before is the better one
        tokens[count] = (heldDistance << 9) | heldLength;
        count += 1;
        const until = at - 1 + heldLength;
        for (let inside = at + 1; inside < until; inside += 1) if (inside + SHORTEST <= end) this.#remember(inside);
        at = until;
        heldLength = 0;
        continue;
      }
      if (heldLength > 0) {
        tokens[count] = buffer[at - 1] as number;
        count += 1;
      }
      if (length > 0) {
        heldLength = length;
        heldDistance = distance;
      } else {
        heldLength = 0;
        tokens[count] = buffer[at] as number;
        count += 1;
      }
      at += 1;
    }
    if (heldLength > 0) {
      tokens[count] = (heldDistance << 9) | heldLength;
      count += 1;
    }
    return count;
  }

  /** `distance << 9 | length` of the longest match longer than `best`, 0 where there is none. */
  #longest(at: number, most: number, best: number): number {
    const buffer = this.#buffer;
    let found = 0;
    let length = Math.max(best, SHORTEST - 1);
    if (length >= most) return 0;
    const oldest = Math.max(this.#start, at - WINDOW);
    let candidate = this.#head[this.#hash(at)] as number;
    for (let looks = 0; looks < MOST_LOOKS && candidate >= oldest; looks += 1) {
      if (buffer[candidate + length] === buffer[at + length] && buffer[candidate] === buffer[at]) {
        let same = 0;
        while (same < most && buffer[candidate + same] === buffer[at + same]) same += 1;
        if (same > length) {
          length = same;
          found = ((at - candidate) << 9) | same;
          if (same >= most) break;
        }
      }
      const next = this.#before[candidate & (WINDOW - 1)] as number;
      if (next >= candidate) break;
      candidate = next;
    }
    return found;
  }

  #remember(at: number): void {
    const hash = this.#hash(at);
    this.#before[at & (WINDOW - 1)] = this.#head[hash] as number;
    this.#head[hash] = at;
  }

  #hash(at: number): number {
    const buffer = this.#buffer;
    const four =
      (buffer[at] as number) |
      ((buffer[at + 1] as number) << 8) |
      ((buffer[at + 2] as number) << 16) |
      ((buffer[at + 3] as number) << 24);
    return Math.imul(four, 0x9e3779b1) >>> (32 - HASH_BITS);
  }
}
