import { BackwardBits, readFseTable, ZstdError } from './fse.ts';

/** Decodes literals: by the next `maxBits` bits, which symbol and how many of them it takes. */
export interface HuffmanTable {
  readonly maxBits: number;
  readonly symbols: Uint8Array;
  readonly bits: Uint8Array;
}

const MOST_BITS = 11;

/** Reads the description of a Huffman tree (RFC 8878, 4.2.1); gives the table and the bytes it took. */
export function readHuffmanTable(data: Uint8Array): { readonly table: HuffmanTable; readonly length: number } {
  const header = data[0] ?? 0;
  if (header >= 128) {
    const count = header - 127;
    const length = 1 + Math.ceil(count / 2);
    if (length > data.length) throw new ZstdError('a Huffman tree ends early');
    const weights = Array.from({ length: count }, (_, index) => {
      const byte = data[1 + (index >> 1)] as number;
      return index % 2 === 0 ? byte >> 4 : byte & 15;
    });
    return { table: tableOf(weights), length };
  }
  if (header === 0 || 1 + header > data.length) throw new ZstdError('a Huffman tree ends early');
  return { table: tableOf(readWeights(data.subarray(1, 1 + header))), length: 1 + header };
}

/** Weights as two states of one table, in turn, until the bits are used up. */
function readWeights(data: Uint8Array): readonly number[] {
  const { table, length } = readFseTable(data, { accuracy: 6, symbols: 13 });
  const bits = new BackwardBits(data.subarray(length));
  const states = [bits.take(table.accuracy), bits.take(table.accuracy)];
  const weights: number[] = [];
  for (let turn = 0; weights.length < 255; turn = 1 - turn) {
    const state = states[turn] as number;
    weights.push(table.symbols[state] as number);
    states[turn] = (table.baselines[state] as number) + bits.take(table.bits[state] as number);
    if (bits.left < 0) {
      weights.push(table.symbols[states[1 - turn] as number] as number);
      return weights;
    }
  }
  throw new ZstdError('a Huffman tree does not end');
}

/** The weight of the last symbol is what is missing to a power of two. */
function tableOf(known: readonly number[]): HuffmanTable {
  const sum = known.reduce((total, weight) => total + (weight === 0 ? 0 : 2 ** (weight - 1)), 0);
  const maxBits = 32 - Math.clz32(sum);
  const missing = 2 ** maxBits - sum;
  if (sum === 0 || maxBits > MOST_BITS || known.length > 255 || (missing & (missing - 1)) !== 0)
    throw new ZstdError('a Huffman tree does not add up');
  const weights = [...known, 32 - Math.clz32(missing)];
  const symbols = new Uint8Array(2 ** maxBits);
  const bits = new Uint8Array(2 ** maxBits);
  let at = 0;
  for (let weight = 1; weight <= maxBits; weight += 1)
    for (const [symbol, own] of weights.entries()) {
      if (own !== weight) continue;
      const count = 2 ** (weight - 1);
      symbols.fill(symbol, at, at + count);
      bits.fill(maxBits + 1 - weight, at, at + count);
      at += count;
    }
  return { maxBits, symbols, bits };
}

/** One stream of literals into its place; it has to be used up to the bit. */
export function readHuffmanStream(data: Uint8Array, table: HuffmanTable, into: Uint8Array): void {
  const bits = new BackwardBits(data);
  for (let index = 0; index < into.length; index += 1) {
    const code = bits.peek(table.maxBits);
    into[index] = table.symbols[code] as number;
    bits.left -= table.bits[code] as number;
  }
  if (bits.left !== 0) throw new ZstdError('a stream of literals does not end where it should');
}
