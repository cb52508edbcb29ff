import { codeLengths, codesFor } from './huffman-code.ts';

/** Base and extra bits of the codes for lengths and distances (RFC 1951, 3.2.5). */
const LENGTH_EXTRA = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCE_EXTRA = [
  0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
];
const LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const LENGTH_BASE = bases(LENGTH_EXTRA.slice(0, 28), 3).concat(258);
const DISTANCE_BASE = bases(DISTANCE_EXTRA, 1);
const LENGTH_CODE = new Uint8Array(259);
LENGTH_BASE.forEach((base, code) => {
  const end = code === 28 ? 259 : Math.min(258, base + (1 << (LENGTH_EXTRA[code] as number)));
  for (let length = base; length < end; length += 1) LENGTH_CODE[length] = code;
});

function bases(extra: readonly number[], first: number): number[] {
  let base = first;
  return extra.map((bits) => {
    const here = base;
    base += 1 << bits;
    return here;
  });
}

function distanceCode(distance: number): number {
  if (distance <= 4) return distance - 1;
  const bits = 30 - Math.clz32(distance - 1);
  return 2 * bits + 2 + (((distance - 1) >>> bits) & 1);
}

/** Collects bits, lowest first. */
export class BitWriter {
  #bytes = Buffer.allocUnsafe(1 << 16);
  #length = 0;
  #held = 0;
  #count = 0;

  /** At most 16 bits. */
  write(value: number, bits: number): void {
    this.#held |= value << this.#count;
    this.#count += bits;
    while (this.#count >= 8) {
      this.#put(this.#held & 0xff);
      this.#held >>>= 8;
      this.#count -= 8;
    }
  }

  align(): void {
    if (this.#count > 0) this.write(0, 8 - this.#count);
  }

  /** Only after {@link align}. */
  copy(bytes: Uint8Array): void {
    this.#bytes = Buffer.concat([this.#bytes.subarray(0, this.#length), bytes, Buffer.alloc(1 << 16)]);
    this.#length += bytes.length;
  }

  /** What is complete so far; single bits stay. */
  take(): Buffer {
    const taken = Buffer.from(this.#bytes.subarray(0, this.#length));
    this.#length = 0;
    return taken;
  }

  #put(byte: number): void {
    if (this.#length === this.#bytes.length) this.#bytes = Buffer.concat([this.#bytes, this.#bytes]);
    this.#bytes[this.#length] = byte;
    this.#length += 1;
  }
}

/**
 * Writes one block (RFC 1951, 3.2.7): with codes of its own, or as it is where that is no longer.
 * @param tokens a literal as its byte, a match as `distance << 9 | length` with a distance of at least 1
 * @param raw what the tokens stand for; at most 65 535 bytes
 */
export function writeBlock(bits: BitWriter, tokens: Uint32Array, raw: Uint8Array, last: boolean): void {
  const literalCounts = new Uint32Array(286);
  const distanceCounts = new Uint32Array(30);
  literalCounts[256] = 1;
  for (const token of tokens) {
    const distance = token >>> 9;
    const symbol = distance === 0 ? token : 257 + (LENGTH_CODE[token & 511] as number);
    literalCounts[symbol] = (literalCounts[symbol] as number) + 1;
    if (distance === 0) continue;
    const code = distanceCode(distance);
    distanceCounts[code] = (distanceCounts[code] as number) + 1;
  }
  const literals = codeLengths(literalCounts, 15);
  const distances = codeLengths(distanceCounts, 15);
  const literalTotal = Math.max(257, lastUsed(literals) + 1);
  const distanceTotal = Math.max(1, lastUsed(distances) + 1);
  const runs = runLengths([...literals.subarray(0, literalTotal), ...distances.subarray(0, distanceTotal)]);
  const runCounts = new Uint32Array(19);
  for (const [symbol] of runs) runCounts[symbol] = (runCounts[symbol] as number) + 1;
  const runCodeLengths = codeLengths(runCounts, 7);
  let orderTotal = 19;
  while (orderTotal > 4 && runCodeLengths[LENGTH_ORDER[orderTotal - 1] as number] === 0) orderTotal -= 1;

  let size = 17 + orderTotal * 3;
  for (const [symbol, , extraBits] of runs) size += (runCodeLengths[symbol] as number) + extraBits;
  literals.forEach((length, symbol) => {
    size += length * (literalCounts[symbol] as number);
    if (symbol > 256) size += (LENGTH_EXTRA[symbol - 257] as number) * (literalCounts[symbol] as number);
  });
  distances.forEach((length, code) => {
    size += (length + (DISTANCE_EXTRA[code] as number)) * (distanceCounts[code] as number);
  });

  bits.write(last ? 1 : 0, 1);
  if (size >= raw.length * 8 + 40) {
    writeStored(bits, raw);
    return;
  }
  bits.write(2, 2);
  bits.write(literalTotal - 257, 5);
  bits.write(distanceTotal - 1, 5);
  bits.write(orderTotal - 4, 4);
  for (let index = 0; index < orderTotal; index += 1)
    bits.write(runCodeLengths[LENGTH_ORDER[index] as number] as number, 3);
  const runCodes = codesFor(runCodeLengths);
  for (const [symbol, extra, extraBits] of runs) {
    bits.write(runCodes[symbol] as number, runCodeLengths[symbol] as number);
    if (extraBits > 0) bits.write(extra, extraBits);
  }
  const literalCodes = codesFor(literals);
  const distanceCodes = codesFor(distances);
  for (const token of tokens) {
    const distance = token >>> 9;
    if (distance === 0) {
      bits.write(literalCodes[token] as number, literals[token] as number);
      continue;
    }
    const length = token & 511;
    const lengthCode = LENGTH_CODE[length] as number;
    bits.write(literalCodes[257 + lengthCode] as number, literals[257 + lengthCode] as number);
    bits.write(length - (LENGTH_BASE[lengthCode] as number), LENGTH_EXTRA[lengthCode] as number);
    const code = distanceCode(distance);
    bits.write(distanceCodes[code] as number, distances[code] as number);
    bits.write(distance - (DISTANCE_BASE[code] as number), DISTANCE_EXTRA[code] as number);
  }
  bits.write(literalCodes[256] as number, literals[256] as number);
}

function writeStored(bits: BitWriter, raw: Uint8Array): void {
  bits.write(0, 2);
  bits.align();
  bits.write(raw.length, 16);
  bits.write(~raw.length & 0xffff, 16);
  bits.copy(raw);
}

function lastUsed(lengths: Uint8Array): number {
  let last = lengths.length - 1;
  while (last >= 0 && lengths[last] === 0) last -= 1;
  return last;
}

/** Code lengths with their repetitions: symbol, extra value, extra bits. */
function runLengths(lengths: readonly number[]): readonly (readonly [number, number, number])[] {
  const runs: (readonly [number, number, number])[] = [];
  for (let at = 0; at < lengths.length; ) {
    const value = lengths[at] as number;
    let run = 1;
    while (at + run < lengths.length && lengths[at + run] === value) run += 1;
    at += run;
    if (value === 0) {
      for (; run >= 11; run -= Math.min(run, 138)) runs.push([18, Math.min(run, 138) - 11, 7]);
      if (run >= 3) {
        runs.push([17, run - 3, 3]);
        run = 0;
      }
    } else {
      runs.push([value, 0, 0]);
      run -= 1;
      for (; run >= 3; run -= Math.min(run, 6)) runs.push([16, Math.min(run, 6) - 3, 2]);
    }
    for (; run > 0; run -= 1) runs.push([value, 0, 0]);
  }
  return runs;
}
