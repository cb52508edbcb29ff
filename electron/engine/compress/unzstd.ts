import { BackwardBits, type FseTable, fseTable, readFseTable, singleTable, ZstdError } from './fse.ts';
import { OutputBuffer } from './output-buffer.ts';
import { type HuffmanTable, readHuffmanStream, readHuffmanTable } from './zstd-huffman.ts';

const MAGIC = 0xfd2fb528;
const LARGEST_BLOCK_BYTES = 128 * 1024;

/** Baselines and extra bits of the codes of lengths (RFC 8878, 3.1.1.3.2.1.1). */
const LITERAL_LENGTHS = lengths(0, 16, [1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);
const MATCH_LENGTHS = lengths(3, 32, [1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);
const LARGEST_OFFSET_CODE = 31;

/** Tables that need not be sent (3.1.1.3.2.2). */
const DEFAULT_LITERAL_LENGTHS = fseTable(
  [4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1, -1, -1],
  6,
);
const DEFAULT_OFFSETS = fseTable(
  [1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1],
  5,
);
const DEFAULT_MATCH_LENGTHS = fseTable(
  [1, 4, 3, 2, 2, 2, 2, 2, 2, ...new Array<number>(37).fill(1), -1, -1, -1, -1, -1, -1, -1],
  6,
);

/**
 * Decompresses .zst data (RFC 8878): frames one after the other, none with a dictionary. The checksum of a frame is not
 * verified: what is read here has a digest of its own.
 * @param maxBytes more output than this is refused
 * @throws ZstdError, RangeError
 */
export function unzstd(input: Uint8Array, maxBytes: number): Uint8Array {
  const data = Buffer.from(input.buffer, input.byteOffset, input.length);
  const output = new OutputBuffer(maxBytes);
  let at = 0;
  try {
    do at = readFrame(data, at, output);
    while (at < data.length);
  } catch (error) {
    // A read behind the end of the buffer.
    if (error instanceof RangeError && 'code' in error) throw new ZstdError('the data ends early');
    throw error;
  }
  return output.bytes();
}

/** What one block leaves to the next. */
interface FrameState {
  readonly start: number;
  huffman?: HuffmanTable;
  literalLengths?: FseTable;
  offsets?: FseTable;
  matchLengths?: FseTable;
  repeated: [number, number, number];
}

function readFrame(data: Buffer, start: number, output: OutputBuffer): number {
  const magic = data.readUInt32LE(start);
  // A frame that is to be skipped.
  if (magic >>> 4 === 0x184d2a5) return start + 8 + data.readUInt32LE(start + 4);
  if (magic !== MAGIC) throw new ZstdError('no zstd data');
  const descriptor = data.readUInt8(start + 4);
  if ((descriptor & 8) !== 0) throw new ZstdError('a frame of a later format');
  if ((descriptor & 3) !== 0) throw new ZstdError('a frame that needs a dictionary is not read');
  const isSingle = (descriptor & 0x20) !== 0;
  let at = start + 5 + (isSingle ? 0 : 1) + ([isSingle ? 1 : 0, 2, 4, 8][descriptor >> 6] as number);
  const state: FrameState = { start: output.length, repeated: [1, 4, 8] };
  for (let isLast = false; !isLast; ) {
    const header = data.readUIntLE(at, 3);
    at += 3;
    isLast = (header & 1) !== 0;
    const size = header >> 3;
    const kind = (header >> 1) & 3;
    const length = kind === 1 ? 1 : size;
    if (size > LARGEST_BLOCK_BYTES || kind === 3 || at + length > data.length) throw new ZstdError('a damaged block');
    const block = data.subarray(at, at + length);
    if (kind === 0) output.append(block);
    else if (kind === 1) output.append(Buffer.alloc(size, block[0]));
    else readBlock(block, state, output);
    at += length;
  }
  const end = at + ((descriptor & 4) !== 0 ? 4 : 0);
  if (end > data.length) throw new ZstdError('the data ends early');
  return end;
}

function readBlock(block: Buffer, state: FrameState, output: OutputBuffer): void {
  const { literals, length } = readLiterals(block, state);
  const before = output.length;
  readSequences(block.subarray(length), literals, state, output);
  if (output.length - before > LARGEST_BLOCK_BYTES) throw new ZstdError('a block is too long');
}

function readLiterals(block: Buffer, state: FrameState): { readonly literals: Uint8Array; readonly length: number } {
  const first = block.readUInt8(0);
  const kind = first & 3;
  const format = (first >> 2) & 3;
  if (kind < 2) {
    const header = format === 1 ? 2 : format === 3 ? 3 : 1;
    const size = block.readUIntLE(0, header) >> (header === 1 ? 3 : 4);
    const length = header + (kind === 0 ? size : 1);
    if (size > LARGEST_BLOCK_BYTES || length > block.length) throw new ZstdError('damaged literals');
    return { literals: kind === 0 ? block.subarray(header, length) : Buffer.alloc(size, block[header]), length };
  }
  const header = format < 2 ? 3 : format + 2;
  const width = [10, 10, 14, 18][format] as number;
  const value = Math.floor(block.readUIntLE(0, header) / 16);
  const size = value % 2 ** width;
  const packed = Math.floor(value / 2 ** width);
  const length = header + packed;
  if (size > LARGEST_BLOCK_BYTES || length > block.length) throw new ZstdError('damaged literals');
  let streams = block.subarray(header, length);
  if (kind === 2) {
    const tree = readHuffmanTable(streams);
    state.huffman = tree.table;
    streams = streams.subarray(tree.length);
  }
  if (!state.huffman) throw new ZstdError('literals without a Huffman tree');
  const literals = new Uint8Array(size);
  if (format === 0) readHuffmanStream(streams, state.huffman, literals);
  else readFourStreams(streams, state.huffman, literals);
  return { literals, length };
}

function readFourStreams(data: Buffer, table: HuffmanTable, literals: Uint8Array): void {
  const part = Math.ceil(literals.length / 4);
  let at = 6;
  for (let stream = 0; stream < 4; stream += 1) {
    const length = stream < 3 ? data.readUInt16LE(stream * 2) : data.length - at;
    if (at + length > data.length || stream * part > literals.length) throw new ZstdError('damaged literals');
    const end = stream < 3 ? Math.min((stream + 1) * part, literals.length) : literals.length;
    readHuffmanStream(data.subarray(at, at + length), table, literals.subarray(stream * part, end));
    at += length;
  }
}

function readSequences(data: Buffer, literals: Uint8Array, state: FrameState, output: OutputBuffer): void {
  const first = data.readUInt8(0);
  let at = first < 128 ? 1 : first < 255 ? 2 : 3;
  const count =
    first < 128 ? first : first < 255 ? ((first - 128) << 8) + data.readUInt8(1) : data.readUInt16LE(1) + 0x7f00;
  if (count === 0) {
    if (at !== data.length) throw new ZstdError('a damaged block');
    output.append(literals);
    return;
  }
  const modes = data.readUInt8(at);
  at += 1;
  const table = (mode: number, kind: TableKind, before: FseTable | undefined): FseTable => {
    if (mode === 0) return kind.usual;
    if (mode === 3) {
      if (!before) throw new ZstdError('a table that is not there is used again');
      return before;
    }
    if (mode === 1) {
      const symbol = data.readUInt8(at);
      if (symbol > kind.largest) throw new ZstdError('a damaged table');
      at += 1;
      return singleTable(symbol);
    }
    const read = readFseTable(data.subarray(at), { accuracy: kind.accuracy, symbols: kind.largest + 1 });
    at += read.length;
    return read.table;
  };
  const literalLengths = table(modes >> 6, KINDS.literalLengths, state.literalLengths);
  const offsets = table((modes >> 4) & 3, KINDS.offsets, state.offsets);
  const matchLengths = table((modes >> 2) & 3, KINDS.matchLengths, state.matchLengths);
  Object.assign(state, { literalLengths, offsets, matchLengths });

  const bits = new BackwardBits(data.subarray(at));
  let literalState = bits.take(literalLengths.accuracy);
  let offsetState = bits.take(offsets.accuracy);
  let matchState = bits.take(matchLengths.accuracy);
  let used = 0;
  for (let index = 0; index < count; index += 1) {
    const offsetCode = offsets.symbols[offsetState] as number;
    const matchCode = MATCH_LENGTHS[matchLengths.symbols[matchState] as number];
    const literalCode = LITERAL_LENGTHS[literalLengths.symbols[literalState] as number];
    if (!matchCode || !literalCode || offsetCode > LARGEST_OFFSET_CODE) throw new ZstdError('a damaged sequence');
    const offsetValue = 2 ** offsetCode + bits.take(offsetCode);
    const matchLength = matchCode.baseline + bits.take(matchCode.bits);
    const literalLength = literalCode.baseline + bits.take(literalCode.bits);
    if (used + literalLength > literals.length) throw new ZstdError('a damaged sequence');
    output.append(literals.subarray(used, used + literalLength));
    used += literalLength;
    const distance = distanceOf(state, offsetValue, literalLength);
    if (output.length - distance < state.start) throw new ZstdError('a repetition reaches before the beginning');
    output.repeat(distance, matchLength);
    if (index === count - 1) break;
    literalState =
      (literalLengths.baselines[literalState] as number) + bits.take(literalLengths.bits[literalState] as number);
    matchState = (matchLengths.baselines[matchState] as number) + bits.take(matchLengths.bits[matchState] as number);
    offsetState = (offsets.baselines[offsetState] as number) + bits.take(offsets.bits[offsetState] as number);
  }
  if (bits.left !== 0) throw new ZstdError('sequences do not end where they should');
  output.append(literals.subarray(used));
}

/** The last three distances may be named again; without literals before them the first is not meant (3.1.1.5). */
function distanceOf(state: FrameState, value: number, literalLength: number): number {
  const [first, second, third] = state.repeated;
  if (value > 3) {
    state.repeated = [value - 3, first, second];
    return value - 3;
  }
  const which = value - (literalLength === 0 ? 0 : 1);
  if (which === 0) return first;
  const distance = which === 1 ? second : which === 2 ? third : first - 1;
  if (distance <= 0) throw new ZstdError('a damaged sequence');
  state.repeated = which === 1 ? [distance, first, third] : [distance, first, second];
  return distance;
}

interface TableKind {
  readonly usual: FseTable;
  readonly accuracy: number;
  readonly largest: number;
}
const KINDS = {
  literalLengths: { usual: DEFAULT_LITERAL_LENGTHS, accuracy: 9, largest: 35 },
  offsets: { usual: DEFAULT_OFFSETS, accuracy: 8, largest: LARGEST_OFFSET_CODE },
  matchLengths: { usual: DEFAULT_MATCH_LENGTHS, accuracy: 9, largest: 52 },
} as const satisfies Readonly<Record<string, TableKind>>;

interface LengthCode {
  readonly baseline: number;
  readonly bits: number;
}

/** The first codes stand for themselves, each further one begins where the one before it ends. */
function lengths(first: number, plain: number, further: readonly number[]): readonly LengthCode[] {
  const codes: LengthCode[] = Array.from({ length: plain }, (_, index) => ({ baseline: first + index, bits: 0 }));
  let baseline = first + plain;
  for (const bits of further) {
    codes.push({ baseline, bits });
    baseline += 2 ** bits;
  }
  return codes;
}
