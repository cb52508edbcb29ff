import { createHash } from 'node:crypto';
import type { FlasherEvent, Zone } from '../api/drive.ts';
import { FlashFailure } from './failure.ts';

const BLOCK_BYTES = 2048;
const DIRECTORY_LIMIT_BYTES = 1024 * 1024;
const FILE_LIMIT_BYTES = 4 * 1024 * 1024;
const ZONES_LIMIT_BYTES = 64 * 1024 * 1024;
/** The files that make a stick the stick of a node. */
const NAMES: readonly string[] = ['answer.toml', 'auto-installer-mode.toml', 'proxmox-first-boot'];

export type StickFacts = Pick<
  Extract<FlasherEvent, { event: 'identified' }>,
  'volumeId' | 'imageBytes' | 'files' | 'zonesSha256'
>;

/** Reads exactly so many bytes from a place on the drive. */
export type ReadAt = (position: number, length: number) => Promise<Buffer>;

/**
 * What a written stick is recognised by, from ISO 9660 structures alone: volume id, and size and SHA-256 of the files that
 * make it a node's. A small reader of its own (this program imports nothing): every length is bounded, contents are
 * digested and never told. Errors: `flash.not-a-stick`.
 */
export async function readStick(read: ReadAt, zones: readonly Zone[], device: string): Promise<StickFacts> {
  const notAStick = (why: string) => new FlashFailure('flash.not-a-stick', { device }, [why]);
  const descriptor = await read(16 * BLOCK_BYTES, BLOCK_BYTES);
  if (descriptor[0] !== 1 || descriptor.toString('latin1', 1, 6) !== 'CD001') throw notAStick('no volume descriptor');
  const rootBytes = descriptor.readUInt32LE(156 + 10);
  if (rootBytes === 0 || rootBytes > DIRECTORY_LIMIT_BYTES) throw notAStick(`a root directory of ${rootBytes} bytes`);
  const root = await read(descriptor.readUInt32LE(156 + 2) * BLOCK_BYTES, rootBytes);
  const files: StickFacts['files'] = [];
  for (const entry of directoryEntries(root)) {
    if (!NAMES.includes(entry.name) || entry.sizeBytes > FILE_LIMIT_BYTES) continue;
    const bytes = await read(entry.block * BLOCK_BYTES, entry.sizeBytes);
    files.push({ path: `/${entry.name}`, sizeBytes: bytes.length, sha256: sha256Of([bytes]) });
  }
  return {
    volumeId: descriptor.toString('latin1', 40, 72).trimEnd(),
    imageBytes: descriptor.readUInt32LE(80) * BLOCK_BYTES,
    files: files.sort((a, b) => NAMES.indexOf(a.path.slice(1)) - NAMES.indexOf(b.path.slice(1))),
    zonesSha256: zones.length === 0 ? null : await digestZones(read, zones),
  };
}

async function digestZones(read: ReadAt, zones: readonly Zone[]): Promise<string> {
  const total = zones.reduce((sum, { length }) => sum + length, 0);
  if (total > ZONES_LIMIT_BYTES) throw new FlashFailure('flash.request-bad', {}, ['zones']);
  const parts: Buffer[] = [];
  for (const { offset, length } of zones) parts.push(await read(offset, length));
  return sha256Of(parts);
}

interface DirectoryEntry {
  readonly name: string;
  readonly block: number;
  readonly sizeBytes: number;
}

/** Plain files of a directory: Rock Ridge names, else the identifier without its version. */
function directoryEntries(directory: Buffer): readonly DirectoryEntry[] {
  const found: DirectoryEntry[] = [];
  for (let at = 0; at < directory.length; ) {
    const length = directory[at] ?? 0;
    if (length === 0) {
      at = (Math.floor(at / BLOCK_BYTES) + 1) * BLOCK_BYTES;
      continue;
    }
    if (length < 34 || at + length > directory.length) break;
    const record = directory.subarray(at, at + length);
    at += length;
    const isPlainFile = ((record[25] ?? 0) & 0x82) === 0;
    const idLength = record[32] ?? 0;
    if (!isPlainFile || 33 + idLength > length) continue;
    const identifier = record.toString('latin1', 33, 33 + idLength).replace(/;\d+$/, '');
    const name = rockRidgeName(record.subarray(33 + idLength + ((idLength + 1) % 2))) ?? identifier.toLowerCase();
    found.push({ name, block: record.readUInt32LE(2), sizeBytes: record.readUInt32LE(10) });
  }
  return found;
}

/** The NM entries of a record's system use area (SUSP 1.12, RRIP 4.1.4). */
function rockRidgeName(area: Buffer): string | undefined {
  let name: string | undefined;
  for (let at = 0; at + 4 <= area.length; ) {
    const length = area[at + 2] ?? 0;
    if (length < 4 || at + length > area.length) break;
    if (area.toString('latin1', at, at + 2) === 'NM' && length > 5) {
      name = (name ?? '') + area.toString('utf8', at + 5, at + length);
    }
    at += length;
  }
  return name;
}

function sha256Of(parts: readonly Buffer[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}
