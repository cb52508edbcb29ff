/**
 * The orders in which image makers sort a directory. ECMA-119 9.3 pads name and extension with spaces and puts higher
 * versions first; libisofs and some genisoimage options compare plain bytes. The rule to follow is the one the
 * existing directory obeys.
 */
export interface RecordOrder {
  readonly name: string;
  readonly compare: (a: Buffer, b: Buffer) => number;
}

interface IdParts {
  readonly name: Buffer;
  readonly extension: Buffer;
  readonly version: number;
  readonly base: Buffer;
}

/** Splits `NAME.EXT;1`; `width` is 2 for Joliet's UCS-2. */
function split(id: Buffer, width: 1 | 2): IdParts {
  const semicolon = indexOfUnit(id, 0x3b, width, true);
  const base = semicolon === -1 ? id : id.subarray(0, semicolon);
  const digits = semicolon === -1 ? '' : id.toString('latin1', semicolon + width).replaceAll('\0', '');
  const dot = indexOfUnit(base, 0x2e, width, false);
  return {
    base,
    name: dot === -1 ? base : base.subarray(0, dot),
    extension: dot === -1 ? base.subarray(base.length) : base.subarray(dot + width),
    version: /^\d{1,5}$/.test(digits) ? Number(digits) : 0,
  };
}

function indexOfUnit(bytes: Buffer, unit: number, width: 1 | 2, last: boolean): number {
  let found = -1;
  for (let at = 0; at + width <= bytes.length; at += width) {
    const value = width === 1 ? bytes.readUInt8(at) : bytes.readUInt16BE(at);
    if (value !== unit) continue;
    found = at;
    if (!last) break;
  }
  return found;
}

function comparePadded(a: Buffer, b: Buffer, width: 1 | 2): number {
  const length = Math.max(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    const pad = width === 1 || at % 2 === 1 ? 0x20 : 0;
    const difference = (a[at] ?? pad) - (b[at] ?? pad);
    if (difference !== 0) return difference;
  }
  return 0;
}

function ecma(width: 1 | 2): RecordOrder['compare'] {
  return (left, right) => {
    const a = split(left, width);
    const b = split(right, width);
    return (
      comparePadded(a.name, b.name, width) || comparePadded(a.extension, b.extension, width) || b.version - a.version
    );
  };
}

const withoutVersion =
  (width: 1 | 2): RecordOrder['compare'] =>
  (a, b) =>
    Buffer.compare(split(a, width).base, split(b, width).base);

/** The order by the standard, for a directory that is sorted anew. */
export const ECMA_119: Readonly<Record<'primary' | 'joliet', RecordOrder>> = {
  primary: { name: 'ECMA-119', compare: ecma(1) },
  joliet: { name: 'UCS-2 of the name', compare: withoutVersion(2) },
};

const ORDERS: Readonly<Record<'primary' | 'joliet', readonly RecordOrder[]>> = {
  primary: [
    ECMA_119.primary,
    { name: 'bytes of the name', compare: withoutVersion(1) },
    { name: 'bytes', compare: Buffer.compare },
  ],
  joliet: [
    ECMA_119.joliet,
    { name: 'UCS-2', compare: Buffer.compare },
    { name: 'ECMA-119 on UCS-2', compare: ecma(2) },
  ],
};

/** The first known order that these identifiers (without '.' and '..') already obey; undefined = none. */
export function findRecordOrder(kind: 'primary' | 'joliet', ids: readonly Buffer[]): RecordOrder | undefined {
  return ORDERS[kind].find(({ compare }) =>
    ids.every((id, index) => index === 0 || compare(ids[index - 1] as Buffer, id) <= 0),
  );
}
