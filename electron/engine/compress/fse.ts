/** A damaged zstd frame, or one that needs a dictionary. */
export class ZstdError extends Error {
  override readonly name = 'ZstdError';
}

/** Reads bits from the end of a stream to its beginning (RFC 8878, 4.1 and 4.2.2). Before the beginning all bits are 0. */
export class BackwardBits {
  readonly #data: Uint8Array;
  /** Bits that are left; below 0 = more was read than there was. */
  left: number;

  constructor(data: Uint8Array) {
    const last = data.at(-1) ?? 0;
    if (last === 0) throw new ZstdError('a stream of bits has no end');
    this.#data = data;
    this.left = data.length * 8 - Math.clz32(last) + 23;
  }

  peek(count: number): number {
    const from = this.left - count;
    if (from >= 0) return this.#at(from, count);
    return this.left <= 0 ? 0 : this.#at(0, this.left) * 2 ** -from;
  }

  take(count: number): number {
    const value = this.peek(count);
    this.left -= count;
    return value;
  }

  /** At most 32 bits from a place; five bytes hold them wherever they begin. */
  #at(from: number, count: number): number {
    const byte = from >> 3;
    let value = 0;
    for (let index = 4; index >= 0; index -= 1) value = value * 256 + (this.#data[byte + index] ?? 0);
    return Math.floor(value / 2 ** (from & 7)) % 2 ** count;
  }
}

/** A table of finite state entropy: what each state stands for and where it leads to. */
export interface FseTable {
  readonly accuracy: number;
  readonly symbols: Uint8Array;
  readonly bits: Uint8Array;
  readonly baselines: Uint16Array;
}

/** A table out of probabilities; -1 = less than one, 0 = never (RFC 8878, 4.1.1). */
export function fseTable(probabilities: readonly number[], accuracy: number): FseTable {
  const size = 1 << accuracy;
  const symbols = new Uint8Array(size);
  let high = size - 1;
  for (const [symbol, probability] of probabilities.entries())
    if (probability === -1) {
      symbols[high] = symbol;
      high -= 1;
    }
  const step = (size >> 1) + (size >> 3) + 3;
  let place = 0;
  for (const [symbol, probability] of probabilities.entries())
    for (let index = 0; index < probability; index += 1) {
      symbols[place] = symbol;
      do place = (place + step) & (size - 1);
      while (place > high);
    }
  if (place !== 0) throw new ZstdError('a table does not add up');
  const next = probabilities.map((probability) => Math.abs(probability));
  const bits = new Uint8Array(size);
  const baselines = new Uint16Array(size);
  for (let state = 0; state < size; state += 1) {
    const symbol = symbols[state] as number;
    const count = next[symbol] as number;
    next[symbol] = count + 1;
    const length = accuracy - (31 - Math.clz32(count));
    bits[state] = length;
    baselines[state] = (count << length) - size;
  }
  return { accuracy, symbols, bits, baselines };
}

/** A table that stands for one symbol alone. */
export function singleTable(symbol: number): FseTable {
  return {
    accuracy: 0,
    symbols: Uint8Array.of(symbol),
    bits: Uint8Array.of(0),
    baselines: Uint16Array.of(0),
  };
}

/** Reads the description of a table; gives the table and the bytes it took. */
export function readFseTable(
  data: Uint8Array,
  limits: { readonly accuracy: number; readonly symbols: number },
): { readonly table: FseTable; readonly length: number } {
  let at = 4;
  const peek = (count: number): number => {
    const byte = at >> 3;
    const value = (data[byte] ?? 0) | ((data[byte + 1] ?? 0) << 8) | ((data[byte + 2] ?? 0) << 16);
    return (value >> (at & 7)) & ((1 << count) - 1);
  };
  const accuracy = ((data[0] ?? 0) & 15) + 5;
  if (accuracy > limits.accuracy) throw new ZstdError('a table is too fine');
  const probabilities: number[] = [];
  let remaining = (1 << accuracy) + 1;
  let threshold = 1 << accuracy;
  let width = accuracy + 1;
  while (remaining > 1) {
    if (probabilities.length > limits.symbols || at > data.length * 8) throw new ZstdError('a table does not end');
    const spare = 2 * threshold - 1 - remaining;
    let value = peek(width);
    if ((value & (threshold - 1)) < spare) {
      value &= threshold - 1;
      at += width - 1;
    } else {
      if (value >= threshold) value -= spare;
      at += width;
    }
    const probability = value - 1;
    remaining -= Math.abs(probability);
    probabilities.push(probability);
    if (probability === 0) {
      for (let more = 3; more === 3; ) {
        more = peek(2);
        at += 2;
        for (let index = 0; index < more; index += 1) probabilities.push(0);
      }
    }
    while (remaining < threshold && threshold > 1) {
      width -= 1;
      threshold >>= 1;
    }
  }
  const length = Math.ceil(at / 8);
  if (remaining !== 1 || probabilities.length > limits.symbols || length > data.length)
    throw new ZstdError('a table does not add up');
  return { table: fseTable(probabilities, accuracy), length };
}
