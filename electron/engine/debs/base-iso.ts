import { DiagnosticError, fail } from '../../api/diagnostic.ts';
import type { RangeSource } from '../compress/range-source.ts';
import { readSquashFile } from '../compress/squashfs.ts';
import { analyseBase } from '../image/analyse-base.ts';
import { type ByteSource, openByteSource } from '../image/byte-source.ts';
import { BLOCK_BYTES } from '../image/iso/sector.ts';
import type { IsoTree } from '../image/iso/walk-tree.ts';
import { readDebControl } from './deb-file.ts';
import { type PackageRecord, recordOf } from './package-record.ts';
import { atOnce, type Slices } from './slices.ts';
import { readStatus } from './status.ts';

/** What a Proxmox ISO puts on a node. */
export interface BaseIsoPackages {
  /** As dpkg would list it after an installation; of a package in two versions both are named. */
  readonly installed: readonly PackageRecord[];
  /** Packages of the ISO that cannot be read beyond their names; what they provide is not known. */
  readonly unread: readonly string[];
  /** Of Proxmox VE, as `pve-manager` says: `9.1`. Undefined where the ISO brings none. */
  readonly pveVersion: string | undefined;
  /** Number of the Debian below, as `base-files` says: `13`. */
  readonly debianVersion: string | undefined;
}

/** Folders and files of the ISO (iso-findings.md; the list of 6.4, unchanged in the vendor's installer since). */
const PACKAGES = '/proxmox/packages/';
const BASE = '/pve-base.squashfs';
const STATUS = 'var/lib/dpkg/status';
const LARGEST_STATUS_BYTES = 64 * 1024 ** 2;
/**
 * The boot loaders differ with the firmware of the machine: none of them counts as installed. Nothing that is asked for
 * depends on one, so at worst a package is carried that a node has.
 */
const BY_FIRMWARE = /^(grub|shim|proxmox-grub|proxmox-secure-boot)/;

/**
 * Reads what is installed from a base ISO, out of the ISO itself: dpkg's status of the base system in its SquashFS, and the
 * control files of the packages that the installer adds.
 * @throws packages.base-unreadable, image.*
 */
export function readBaseIso(imagePath: string): BaseIsoPackages {
  return atOnce(baseIsoSlices(imagePath));
}

/** The same in slices: an ISO has more than a thousand packages. */
export function* baseIsoSlices(imagePath: string): Slices<BaseIsoPackages> {
  const source = openByteSource(imagePath);
  try {
    return yield* baseIsoPackages(source, analyseBase(source).primary, imagePath);
  } finally {
    source.close();
  }
}

function* baseIsoPackages(source: ByteSource, tree: IsoTree, path: string): Slices<BaseIsoPackages> {
  const paths = [...tree.entries.keys()].filter((name) => name.startsWith(PACKAGES) && name.endsWith('.deb')).sort();
  if (paths.length === 0) throw unreadable(path, `no packages below ${PACKAGES}`);
  const installed: PackageRecord[] = [...readBase(source, tree, path)];
  const unread: string[] = [];
  for (const name of paths) {
    yield;
    const [packageName = '', version = '', architecture = ''] = name.slice(PACKAGES.length, -'.deb'.length).split('_');
    if (BY_FIRMWARE.test(packageName)) continue;
    const file = fileOf(source, tree, name);
    try {
      if (file) installed.push(recordOf(readDebControl(file).control));
    } catch {
      unread.push(name.slice(PACKAGES.length));
      installed.push(byName(path, packageName, version, architecture));
    }
  }
  const versionOf = (name: string) => installed.find((record) => record.name === name)?.version ?? '';
  return {
    installed,
    unread,
    pveVersion: /^(\d+\.\d+)/.exec(versionOf('pve-manager'))?.[1],
    debianVersion: /^(\d+)/.exec(versionOf('base-files'))?.[1],
  };
}

function readBase(source: ByteSource, tree: IsoTree, path: string): readonly PackageRecord[] {
  const image = fileOf(source, tree, BASE);
  if (!image) throw unreadable(path, `no ${BASE}`);
  try {
    const status = readSquashFile(image, STATUS, LARGEST_STATUS_BYTES);
    if (!status) throw new Error(`no ${STATUS} in ${BASE}`);
    return readStatus(status.toString('utf8'), `${BASE}:${STATUS}`);
  } catch (error) {
    if (error instanceof DiagnosticError) throw error;
    throw unreadable(path, `${BASE}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** A file of the ISO, in whatever number of pieces. */
function fileOf(source: ByteSource, tree: IsoTree, path: string): RangeSource | undefined {
  const entry = tree.entries.get(path);
  if (!entry || entry.isDirectory) return undefined;
  return {
    sizeBytes: entry.sizeBytes,
    read: (offset, length) => {
      const parts: Uint8Array[] = [];
      let start = 0;
      for (const piece of entry.pieces) {
        const from = Math.max(offset, start);
        const to = Math.min(offset + length, start + piece.sizeBytes);
        if (to > from) parts.push(source.read(piece.block * BLOCK_BYTES + from - start, to - from));
        start += piece.sizeBytes;
      }
      return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
    },
  };
}

/** What a file's name says of it. The installer's names leave the epoch out. */
function byName(path: string, name: string, version: string, architecture: string): PackageRecord {
  try {
    return recordOf(
      new Map([
        ['package', name],
        ['version', version.replace(/%3a/gi, ':')],
        ['architecture', architecture],
      ]),
    );
  } catch (error) {
    throw unreadable(path, error instanceof Error ? error.message : String(error));
  }
}

function unreadable(path: string, why: string) {
  return fail('packages.base-unreadable', { params: { file: path, why }, subject: { file: path } });
}
