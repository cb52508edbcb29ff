/**
 * Lengths of a Huffman code for symbols that occur so often, none longer than `longest` bits. Ties are broken by the number of
 * the symbol, so that the same counts give the same code everywhere.
 */
export function codeLengths(counts: Uint32Array, longest: number): Uint8Array {
  const lengths = new Uint8Array(counts.length);
  let weights = Uint32Array.from(counts);
  for (;;) {
    const deepest = huffman(weights, lengths);
    if (deepest <= longest) return lengths;
    // flatter counts give a flatter tree; what occurs is never rounded to nothing
    weights = weights.map((weight) => (weight === 0 ? 0 : (weight >>> 1) + 1));
  }
}

/** Writes the lengths of the best code and gives the longest. */
function huffman(weights: Uint32Array, lengths: Uint8Array): number {
  const symbols: number[] = [];
  for (let symbol = 0; symbol < weights.length; symbol += 1) if ((weights[symbol] as number) > 0) symbols.push(symbol);
  lengths.fill(0);
  if (symbols.length === 0) return 0;
  if (symbols.length === 1) {
    lengths[symbols[0] as number] = 1;
    return 1;
  }
  symbols.sort((a, b) => (weights[a] as number) - (weights[b] as number) || a - b);
  // two queues: leaves in order, and inner nodes, which come into being in order
  const count = symbols.length;
  const weight = new Float64Array(2 * count - 1);
  const parent = new Int32Array(2 * count - 1);
  for (let index = 0; index < count; index += 1) weight[index] = weights[symbols[index] as number] as number;
  let leaf = 0;
  let inner = count;
  for (let made = count; made < 2 * count - 1; made += 1) {
    let sum = 0;
    for (let side = 0; side < 2; side += 1) {
      const takeLeaf = leaf < count && (inner >= made || (weight[leaf] as number) <= (weight[inner] as number));
      const taken = takeLeaf ? leaf : inner;
      if (takeLeaf) leaf += 1;
      else inner += 1;
      sum += weight[taken] as number;
      parent[taken] = made;
    }
    weight[made] = sum;
  }
  const depth = new Int32Array(2 * count - 1);
  let deepest = 0;
  for (let index = 2 * count - 3; index >= 0; index -= 1) {
    const here = (depth[parent[index] as number] as number) + 1;
    depth[index] = here;
    if (index >= count) continue;
    lengths[symbols[index] as number] = here;
    deepest = Math.max(deepest, here);
  }
  return deepest;
}

/** The codes for lengths (RFC 1951, 3.2.2), turned round as deflate writes them. */
export function codesFor(lengths: Uint8Array): Uint16Array {
  const perLength = new Uint16Array(16);
  for (const length of lengths) if (length > 0) perLength[length] = (perLength[length] as number) + 1;
  const next = new Uint16Array(16);
  let code = 0;
  for (let length = 1; length < 16; length += 1) {
    code = (code + (perLength[length - 1] as number)) << 1;
    next[length] = code;
  }
  return Uint16Array.from(lengths, (length) => {
    if (length === 0) return 0;
    const value = next[length] as number;
    next[length] = value + 1;
    let turned = 0;
    for (let bit = 0; bit < length; bit += 1) turned |= ((value >>> bit) & 1) << (length - 1 - bit);
    return turned;
  });
}
