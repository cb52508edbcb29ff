import { fail } from '../../../api/diagnostic.ts';
import type { ByteSource } from '../byte-source.ts';
import { BLOCK_BYTES, broken, readBoth32 } from './sector.ts';

/** One SUSP entry (IEEE P1281 4): `PX`, `NM`, ... with its whole bytes. */
export interface SystemUseEntry {
  readonly signature: string;
  readonly bytes: Buffer;
  /** Found in a continuation area, not in the record itself. */
  readonly continued: boolean;
}

export interface ContinuationArea {
  readonly block: number;
  readonly offset: number;
  readonly length: number;
}

export interface SystemUse {
  readonly entries: readonly SystemUseEntry[];
  readonly continuations: readonly ContinuationArea[];
}

/** One record needs one area as a rule; a chain this long is a loop or an attack. */
const CONTINUATION_LIMIT = 32;
const AREA_LIMIT_BYTES = 64 * 1024;

/**
 * Reads the system use field of a record and the continuation areas (CE) it points to.
 * `skip`: the bytes SP tells to leave out. `block` is only for the error.
 */
export function readSystemUse(source: ByteSource, field: Buffer, skip: number, block: number): SystemUse {
  const entries: SystemUseEntry[] = [];
  const continuations: ContinuationArea[] = [];
  let area: Buffer | undefined = field.subarray(Math.min(skip, field.length));
  while (area) {
    const bytes: Buffer = area;
    let next: ContinuationArea | undefined;
    let at = 0;
    while (at + 4 <= bytes.length && bytes[at] !== 0) {
      const length = bytes.readUInt8(at + 2);
      if (length < 4 || at + length > bytes.length) throw broken(block, `SUSP entry of ${length} bytes`);
      const entry = bytes.subarray(at, at + length);
      const signature = entry.toString('latin1', 0, 2);
      entries.push({ signature, bytes: entry, continued: continuations.length > 0 });
      at += length;
      if (signature === 'ST') break;
      if (signature === 'CE') {
        if (next || length !== 28) throw broken(block, 'continuation entry');
        next = {
          block: readBoth32(entry, 4, block, 'continuation block'),
          offset: readBoth32(entry, 12, block, 'continuation offset'),
          length: readBoth32(entry, 20, block, 'continuation length'),
        };
      }
    }
    area = undefined;
    if (next && next.length > 0) {
      continuations.push(next);
      if (continuations.length > CONTINUATION_LIMIT || next.length > AREA_LIMIT_BYTES || next.offset >= BLOCK_BYTES) {
        throw fail('image.too-complex', { evidence: [`continuation areas at block ${next.block}`] });
      }
      area = source.read(next.block * BLOCK_BYTES + next.offset, next.length);
    }
  }
  return { entries, continuations };
}

/** The real name out of the NM entries (RRIP 4.1.4), as Latin-1 so that different bytes stay different; undefined = none. */
export function alternateName(entries: readonly SystemUseEntry[]): string | undefined {
  let name: string | undefined;
  for (const { signature, bytes } of entries) {
    if (signature !== 'NM' || bytes.length < 5) continue;
    name = (name ?? '') + bytes.toString('latin1', 5);
    if (name.length > 4096) throw fail('image.too-complex', { evidence: ['name of more than 4096 bytes'] });
    if ((bytes.readUInt8(4) & 1) === 0) break;
  }
  return name;
}

export interface RockRidge {
  readonly skip: number;
  /** The identifier of the ER entry: RRIP_1991A, IEEE_P1282 or IEEE_1282. */
  readonly extensionId: string | undefined;
}

/** Whether the root's '.' announces Rock Ridge: SP first (SUSP 5.3). undefined = plain ISO 9660. */
export function detectRockRidge(source: ByteSource, rootSelf: Buffer, block: number): RockRidge | undefined {
  if (rootSelf.length < 7 || rootSelf.toString('latin1', 0, 2) !== 'SP') return undefined;
  if (rootSelf.readUInt8(4) !== 0xbe || rootSelf.readUInt8(5) !== 0xef) return undefined;
  const { entries } = readSystemUse(source, rootSelf, 0, block);
  const er = entries.find((entry) => entry.signature === 'ER' && entry.bytes.length >= 8);
  const extensionId = er?.bytes.toString('latin1', 8, 8 + er.bytes.readUInt8(4));
  const known = extensionId !== undefined && /^(RRIP_1991A|IEEE_P?1282)/.test(extensionId);
  const used = entries.some((entry) => entry.signature === 'PX');
  if (!known && !used) return undefined;
  return { skip: rootSelf.readUInt8(6), extensionId };
}
