import { fail } from '../../../api/diagnostic.ts';
import type { ByteSource } from '../byte-source.ts';
import { type DirectoryRecord, isSelfOrParent } from './directory-record.ts';
import { readDirectory } from './read-directory.ts';
import { broken } from './sector.ts';
import { alternateName, type ContinuationArea, detectRockRidge, type RockRidge, readSystemUse } from './system-use.ts';
import { utf16be, type VolumeDescriptor } from './volume-descriptors.ts';

/** One file, link or directory of a tree. */
export interface TreeEntry {
  /** `/boot/grub`; names as Latin-1 of the stored bytes (Rock Ridge) or as UTF-16 (Joliet). */
  readonly path: string;
  readonly name: string;
  readonly isDirectory: boolean;
  readonly flags: number;
  /** Where its bytes are; several for a file of 4 GiB or more. */
  readonly pieces: readonly { readonly block: number; readonly sizeBytes: number }[];
  readonly sizeBytes: number;
  /** The SUSP entries as stored, without CE pointers: equal text = equal attributes. */
  readonly attributes: string;
  readonly records: readonly DirectoryRecord[];
}

export interface TreeDirectory {
  readonly path: string;
  readonly block: number;
  readonly sizeBytes: number;
  readonly parentBlock: number;
  readonly id: Buffer;
  readonly bytes: Buffer;
  readonly records: readonly DirectoryRecord[];
}

/** A continuation area of the tree. `ofRootSelf`: it belongs to the root's '.', which announces Rock Ridge. */
export interface TreeContinuation extends ContinuationArea {
  readonly ofRootSelf: boolean;
}

export interface IsoTree {
  readonly volume: VolumeDescriptor;
  readonly rockRidge: RockRidge | undefined;
  readonly entries: ReadonlyMap<string, TreeEntry>;
  readonly directories: readonly TreeDirectory[];
  readonly continuations: readonly TreeContinuation[];
  readonly maxFileSerial: number;
}

const ENTRY_LIMIT = 300_000;
const DEPTH_LIMIT = 64;
const TOTAL_DIRECTORY_BYTES_LIMIT = 128 * 1024 * 1024;

/** Attributes of all records together, as often as they are read: many records may name one long area. */
const TOTAL_AREA_BYTES_LIMIT = 64 * 1024 * 1024;
/** Of a path, as Linux has it; without a limit 300,000 long ones would fill the memory. */
const PATH_LIMIT = 4096;

/** Reads a whole tree, breadth first. Bounded in entries, depth, bytes and length of paths; a directory reached twice is refused. */
export function walkTree(source: ByteSource, volume: VolumeDescriptor): IsoTree {
  const entries = new Map<string, TreeEntry>();
  const directories: TreeDirectory[] = [];
  const continuations: TreeContinuation[] = [];
  const seen = new Set<number>();
  let directoryBytes = 0;
  let areaBytes = 0;
  let maxFileSerial = 0;
  let rockRidge: RockRidge | undefined;
  interface Due {
    readonly path: string;
    readonly depth: number;
    readonly block: number;
    readonly sizeBytes: number;
    readonly parentBlock: number;
    readonly id: Buffer;
  }
  const { root } = volume;
  const due: Due[] = [
    { path: '', depth: 0, block: root.block, sizeBytes: root.sizeBytes, parentBlock: root.block, id: Buffer.from([0]) },
  ];
  for (let next = 0; next < due.length; next += 1) {
    const directory = due[next] as Due;
    if (seen.has(directory.block)) throw broken(directory.block, 'a directory is reached twice');
    seen.add(directory.block);
    directoryBytes += directory.sizeBytes;
    if (directory.depth > DEPTH_LIMIT || directoryBytes > TOTAL_DIRECTORY_BYTES_LIMIT) {
      throw fail('image.too-complex', {
        evidence: [`depth ${directory.depth}, ${directoryBytes} bytes of directories`],
      });
    }
    const { bytes, records } = readDirectory(source, directory.block, directory.sizeBytes);
    directories.push({ ...directory, bytes, records });
    if (next === 0 && volume.kind === 'primary') {
      rockRidge = detectRockRidge(source, records[0]?.systemUse ?? Buffer.alloc(0), directory.block);
    }
    let pending: DirectoryRecord[] = [];
    for (const [index, record] of records.entries()) {
      // The root's '.' holds SP itself, so the bytes to skip do not apply to it (SUSP 5.3).
      const skip = next === 0 && index === 0 ? 0 : (rockRidge?.skip ?? 0);
      const use = rockRidge
        ? readSystemUse(source, record.systemUse, skip, directory.block)
        : { entries: [], continuations: [] };
      for (const area of use.continuations) {
        areaBytes += area.length;
        continuations.push({ ...area, ofRootSelf: next === 0 && index === 0 });
      }
      if (areaBytes > TOTAL_AREA_BYTES_LIMIT) {
        throw fail('image.too-complex', { evidence: [`${areaBytes} bytes of continuation areas`] });
      }
      for (const { signature, bytes } of use.entries) {
        if (signature === 'PX' && bytes.length >= 44) maxFileSerial = Math.max(maxFileSerial, bytes.readUInt32LE(36));
      }
      if (isSelfOrParent(record.id)) continue;
      pending.push(record);
      if (record.continues) continue;
      const name =
        volume.kind === 'joliet'
          ? utf16be(record.id).replace(/;1$/, '')
          : (alternateName(use.entries) ?? record.id.toString('latin1'));
      const path = `${directory.path}/${name}`;
      if (path.length > PATH_LIMIT) {
        throw fail('image.too-complex', { evidence: [`path of ${path.length} characters`] });
      }
      if (entries.has(path)) throw broken(directory.block, `two records are named ${JSON.stringify(path)}`);
      if (entries.size >= ENTRY_LIMIT)
        throw fail('image.too-complex', { evidence: [`more than ${ENTRY_LIMIT} entries`] });
      entries.set(path, {
        path,
        name,
        isDirectory: record.isDirectory,
        flags: record.flags,
        pieces: pending.map(({ block, sizeBytes }) => ({ block, sizeBytes })),
        sizeBytes: pending.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
        attributes: use.entries
          .filter(({ signature }) => signature !== 'CE')
          .map(({ bytes }) => bytes.toString('latin1'))
          .join('|'),
        records: pending,
      });
      pending = [];
      if (record.isDirectory) {
        const { block, sizeBytes, id } = record;
        due.push({ path, depth: directory.depth + 1, block, sizeBytes, parentBlock: directory.block, id });
      }
    }
    if (pending.length > 0) throw broken(directory.block, 'a multi-extent file has no last record');
  }
  return { volume, rockRidge, entries, directories, continuations, maxFileSerial };
}
