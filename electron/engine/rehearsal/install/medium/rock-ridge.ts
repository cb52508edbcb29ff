import { type MediumBytes, SECTOR_BYTES } from './medium-bytes.ts';

/** Linux follows at most this many continuation areas of one record. */
const MOST_CONTINUATIONS = 32;

export interface RockRidge {
  readonly name?: string;
  readonly isDirectory?: boolean;
  /** A directory that stands here only because the tree is too deep (RE): not shown. */
  readonly isRelocated: boolean;
}

/** What a record's system use area says in Rock Ridge: its real name (NM, also in pieces), its kind (PX). */
export function readRockRidge(systemUse: Buffer, medium: MediumBytes): RockRidge {
  let area = systemUse;
  let name = '';
  let isDirectory: boolean | undefined;
  let isRelocated = false;
  for (let turn = 0; turn <= MOST_CONTINUATIONS; turn += 1) {
    let next: Buffer | undefined;
    for (let at = 0; at + 4 <= area.length; ) {
      const length = area[at + 2] ?? 0;
      if (length < 4 || at + length > area.length) break;
      const entry = area.subarray(at, at + length);
      const signature = entry.toString('latin1', 0, 2);
      if (signature === 'NM' && length >= 5 && ((entry[4] ?? 0) & 6) === 0) name += entry.toString('utf8', 5);
      else if (signature === 'PX' && length >= 12) isDirectory = (entry.readUInt32LE(4) & 0o170000) === 0o040000;
      else if (signature === 'RE') isRelocated = true;
      else if (signature === 'CE' && length >= 28) next = continuation(entry, medium);
      else if (signature === 'ST') break;
      at += length;
    }
    if (!next) break;
    area = next;
  }
  return { ...(name === '' ? {} : { name }), ...(isDirectory === undefined ? {} : { isDirectory }), isRelocated };
}

function continuation(entry: Buffer, medium: MediumBytes): Buffer {
  const offset = entry.readUInt32LE(12);
  const length = entry.readUInt32LE(20);
  if (offset + length > SECTOR_BYTES) throw new Error('isofs: corrupted directory entry');
  return medium.read(entry.readUInt32LE(4) * SECTOR_BYTES + offset, length);
}
