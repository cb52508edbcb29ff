import { OutputBuffer } from './output-buffer.ts';

const MAGIC = Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]);

/** Bytes of a block's check by its kind (none, CRC32, CRC64, SHA-256). */
const CHECK_BYTES = [0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64];
const FOOTER_BYTES = 12;

/**
 * Decompresses .xz data: one stream or several, one LZMA2 filter each, as xz, dpkg-deb and mksquashfs write it. Checks of
 * blocks are not verified: what is read here has a digest of its own.
 * @param maxBytes more output than this is refused
 * @throws Error for anything else, and for damaged data
 */
export function unxz(input: Uint8Array, maxBytes = 1024 ** 3): Uint8Array {
  const pieces = unxzPieces(input, maxBytes);
  for (;;) {
    const { done, value } = pieces.next();
    if (done) return value;
  }
}

/** The same a piece at a time (at most 64 KiB of input each), for who has to let others work in between. */
export function* unxzPieces(input: Uint8Array, maxBytes = 1024 ** 3): Generator<void, Uint8Array> {
  const data = Buffer.from(input.buffer, input.byteOffset, input.length);
  const output = new Output(maxBytes);
  let at = 0;
  do {
    at = yield* readStream(data, at, output);
    while (at + 4 <= data.length && data.readUInt32LE(at) === 0) at += 4;
  } while (at < data.length);
  return output.bytes();
}

function* readStream(data: Buffer, start: number, output: Output): Generator<void, number> {
  if (!data.subarray(start, start + 6).equals(MAGIC)) throw new Error('not an xz stream');
  const checkSize = CHECK_BYTES[data.readUInt8(start + 7) & 15] as number;
  let at = start + 12;
  let blocks = 0;
  for (; data.readUInt8(at) !== 0; blocks += 1) {
    const header = at;
    const flags = data.readUInt8(at + 1);
    if ((flags & 3) !== 0) throw new Error('xz with more than one filter is not read');
    const numbers = new Numbers(data, at + 2);
    if ((flags & 0x40) !== 0) numbers.next();
    if ((flags & 0x80) !== 0) numbers.next();
    if (numbers.next() !== 0x21) throw new Error('xz with another filter than LZMA2 is not read');
    output.dictionaryStart = output.length;
    at = yield* readLzma2(data, header + (data.readUInt8(header) + 1) * 4, output);
    at += ((4 - ((at - header) % 4)) % 4) + checkSize;
  }
  const index = new Numbers(data, at + 1);
  if (index.next() !== blocks) throw new Error('damaged xz data');
  for (let block = 0; block < blocks; block += 1) {
    index.next();
    index.next();
  }
  const end = index.at + ((4 - ((index.at - at) % 4)) % 4) + 4 + FOOTER_BYTES;
  if (data.subarray(end - 2, end).toString('latin1') !== 'YZ') throw new Error('the xz stream ends early');
  return end;
}

/** Numbers of 7 bits a byte, lowest first, at most nine bytes. */
class Numbers {
  readonly #data: Buffer;
  at: number;
  constructor(data: Buffer, at: number) {
    this.#data = data;
    this.at = at;
  }
  next(): number {
    let value = 0;
    let shift = 1;
    for (let length = 0; length < 9; length += 1) {
      const byte = this.#data.readUInt8(this.at);
      this.at += 1;
      value += (byte & 0x7f) * shift;
      if ((byte & 0x80) === 0) return value;
      shift *= 128;
    }
    throw new Error('damaged xz data');
  }
}

class Output extends OutputBuffer {
  /** Where the dictionary starts: matches may not reach before it. */
  dictionaryStart = 0;

  override repeat(distance: number, count: number): void {
    if (this.length - distance < this.dictionaryStart) throw new Error('damaged xz data');
    super.repeat(distance, count);
  }
  override back(distance: number): number {
    return this.length - distance < this.dictionaryStart ? 0 : super.back(distance);
  }
}

function* readLzma2(data: Buffer, start: number, output: Output): Generator<void, number> {
  let at = start;
  const decoder = new LzmaDecoder(output);
  for (;;) {
    const control = data[at];
    if (control === undefined) throw new Error('the xz stream ends early');
    at += 1;
    if (control === 0) return at;
    if (control === 1) output.dictionaryStart = output.length;
    if (control < 0x80) {
      if (control > 2) throw new Error('damaged xz data');
      const size = data.readUInt16BE(at) + 1;
      if (at + 2 + size > data.length) throw new Error('the xz stream ends early');
      output.append(data.subarray(at + 2, at + 2 + size));
      at += 2 + size;
      continue;
    }
    const size = (((control & 0x1f) << 16) | data.readUInt16BE(at)) + 1;
    const packed = data.readUInt16BE(at + 2) + 1;
    at += 4;
    const reset = (control >> 5) & 3;
    if (reset === 3) output.dictionaryStart = output.length;
    if (reset >= 2) {
      decoder.setProperties(data.readUInt8(at));
      at += 1;
    } else if (reset === 1) decoder.reset();
    decoder.run(data.subarray(at, at + packed), size);
    at += packed;
    yield;
  }
}

const HALF = 1024;
const STATES = 12;
function probabilities(count: number): Uint16Array {
  return new Uint16Array(count).fill(HALF);
}

class LengthCoder {
  readonly choice = probabilities(2);
  readonly low = probabilities(16 * 8);
  readonly mid = probabilities(16 * 8);
  readonly high = probabilities(256);
}

/** LZMA as its specification describes it (range coder, 12 states, four last distances). */
class LzmaDecoder {
  readonly #output: Output;
  #lc = 3;
  #lp = 0;
  #pb = 2;
  #data: Buffer = Buffer.alloc(0);
  #at = 0;
  #range = 0;
  #code = 0;
  #state = 0;
  #reps = [0, 0, 0, 0];
  #isMatch = probabilities(STATES * 16);
  #isRep = probabilities(STATES);
  #isRepG0 = probabilities(STATES);
  #isRepG1 = probabilities(STATES);
  #isRepG2 = probabilities(STATES);
  #isRep0Long = probabilities(STATES * 16);
  #slots = probabilities(4 * 64);
  #special = probabilities(128);
  #align = probabilities(16);
  #length = new LengthCoder();
  #repLength = new LengthCoder();
  #literals = probabilities(0x300 << 3);

  constructor(output: Output) {
    this.#output = output;
  }

  setProperties(byte: number): void {
    if (byte >= 225) throw new Error('damaged xz data');
    this.#lc = byte % 9;
    this.#lp = Math.floor(byte / 9) % 5;
    this.#pb = Math.floor(byte / 45);
    this.reset();
  }

  reset(): void {
    this.#state = 0;
    this.#reps = [0, 0, 0, 0];
    this.#isMatch = probabilities(STATES * 16);
    this.#isRep = probabilities(STATES);
    this.#isRepG0 = probabilities(STATES);
    this.#isRepG1 = probabilities(STATES);
    this.#isRepG2 = probabilities(STATES);
    this.#isRep0Long = probabilities(STATES * 16);
    this.#slots = probabilities(4 * 64);
    this.#special = probabilities(128);
    this.#align = probabilities(16);
    this.#length = new LengthCoder();
    this.#repLength = new LengthCoder();
    this.#literals = probabilities(0x300 << (this.#lc + this.#lp));
  }

  run(data: Buffer, size: number): void {
    this.#data = data;
    this.#range = 0xffffffff;
    this.#code = data.readUInt32BE(1);
    this.#at = 5;
    const output = this.#output;
    const end = output.length + size;
    while (output.length < end) {
      const position = (output.length - output.dictionaryStart) & ((1 << this.#pb) - 1);
      if (this.#bit(this.#isMatch, this.#state * 16 + position) === 0) {
        this.#literal();
        continue;
      }
      let length: number;
      if (this.#bit(this.#isRep, this.#state) === 0) {
        this.#reps = [0, this.#reps[0] as number, this.#reps[1] as number, this.#reps[2] as number];
        length = this.#lengthOf(this.#length, position);
        this.#state = this.#state < 7 ? 7 : 10;
        this.#reps[0] = this.#distance(length);
      } else {
        if (this.#bit(this.#isRepG0, this.#state) === 0) {
          if (this.#bit(this.#isRep0Long, this.#state * 16 + position) === 0) {
            this.#state = this.#state < 7 ? 9 : 11;
            output.repeat((this.#reps[0] as number) + 1, 1);
            continue;
          }
        } else {
          const index =
            this.#bit(this.#isRepG1, this.#state) === 0 ? 1 : this.#bit(this.#isRepG2, this.#state) === 0 ? 2 : 3;
          const [distance = 0] = this.#reps.splice(index, 1);
          this.#reps.unshift(distance);
        }
        length = this.#lengthOf(this.#repLength, position);
        this.#state = this.#state < 7 ? 8 : 11;
      }
      if (length > end - output.length) throw new Error('damaged xz data');
      output.repeat((this.#reps[0] as number) + 1, length);
    }
    if (this.#at > this.#data.length) throw new Error('damaged xz data');
  }

  #normalise(): void {
    if (this.#range >= 0x1000000) return;
    this.#range = (this.#range << 8) >>> 0;
    this.#code = ((this.#code << 8) | (this.#data[this.#at] ?? 0)) >>> 0;
    this.#at += 1;
  }

  #bit(table: Uint16Array, index: number): 0 | 1 {
    this.#normalise();
    const probability = table[index] as number;
    const bound = (this.#range >>> 11) * probability;
    if (this.#code < bound) {
      this.#range = bound;
      table[index] = probability + ((2048 - probability) >> 5);
      return 0;
    }
    this.#range = (this.#range - bound) >>> 0;
    this.#code = (this.#code - bound) >>> 0;
    table[index] = probability - (probability >> 5);
    return 1;
  }

  #direct(count: number): number {
    let value = 0;
    for (let index = 0; index < count; index += 1) {
      this.#normalise();
      this.#range >>>= 1;
      if (this.#code >= this.#range) {
        this.#code = (this.#code - this.#range) >>> 0;
        value = value * 2 + 1;
      } else value *= 2;
    }
    return value;
  }

  #tree(table: Uint16Array, offset: number, bits: number): number {
    let symbol = 1;
    for (let index = 0; index < bits; index += 1) symbol = (symbol << 1) | this.#bit(table, offset + symbol);
    return symbol - (1 << bits);
  }

  #reverse(table: Uint16Array, offset: number, bits: number): number {
    let symbol = 1;
    let value = 0;
    for (let index = 0; index < bits; index += 1) {
      const bit = this.#bit(table, offset + symbol);
      symbol = (symbol << 1) | bit;
      value |= bit << index;
    }
    return value;
  }

  #literal(): void {
    const output = this.#output;
    const previous = output.length > output.dictionaryStart ? output.back(1) : 0;
    const position = (output.length - output.dictionaryStart) & ((1 << this.#lp) - 1);
    const base = 0x300 * ((position << this.#lc) + (previous >> (8 - this.#lc)));
    let symbol = 1;
    if (this.#state >= 7) {
      let match = output.back((this.#reps[0] as number) + 1);
      while (symbol < 0x100) {
        const matchBit = (match >> 7) & 1;
        match <<= 1;
        const bit = this.#bit(this.#literals, base + ((1 + matchBit) << 8) + symbol);
        symbol = (symbol << 1) | bit;
        if (bit !== matchBit) break;
      }
    }
    while (symbol < 0x100) symbol = (symbol << 1) | this.#bit(this.#literals, base + symbol);
    output.put(symbol & 0xff);
    this.#state = this.#state < 4 ? 0 : this.#state < 10 ? this.#state - 3 : this.#state - 6;
  }

  #lengthOf(coder: LengthCoder, position: number): number {
    if (this.#bit(coder.choice, 0) === 0) return 2 + this.#tree(coder.low, position * 8, 3);
    if (this.#bit(coder.choice, 1) === 0) return 10 + this.#tree(coder.mid, position * 8, 3);
    return 18 + this.#tree(coder.high, 0, 8);
  }

  #distance(length: number): number {
    const slot = this.#tree(this.#slots, Math.min(length - 2, 3) * 64, 6);
    if (slot < 4) return slot;
    const bits = (slot >> 1) - 1;
    const base = (2 | (slot & 1)) * 2 ** bits;
    if (slot < 14) return base + this.#reverse(this.#special, base - slot, bits);
    return base + this.#direct(bits - 4) * 16 + this.#reverse(this.#align, 0, 4);
  }
}
