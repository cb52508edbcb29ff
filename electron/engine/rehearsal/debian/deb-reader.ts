import { bytesSource } from '../../compress/range-source.ts';
import type { TarEntry } from '../../compress/read-tar.ts';
import type { Stanza } from '../../debs/control.ts';
import { readDebControl, readDebFiles } from '../../debs/deb-file.ts';
import { type PackageRecord, recordOf, relationsOf } from '../../debs/package-record.ts';

/** A package as a simulated host unpacks it. */
export interface DebPackage {
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
  /** Alternatives of one dependency side by side, versions left out: [['docker-ce-cli'], ['iptables', 'nftables']]. */
  readonly depends: readonly (readonly string[])[];
  readonly provides: readonly string[];
  readonly control: Stanza;
  readonly files: readonly TarEntry[];
}

/** Reads a real .deb whole. Throws DebError or ControlError. */
export function readDeb(bytes: Uint8Array): DebPackage {
  const source = bytesSource(bytes);
  const { control } = readDebControl(source);
  return { ...namesOf(recordOf(control)), control, files: readDebFiles(source) };
}

/** What a package is and needs, by names alone. */
export function namesOf(record: PackageRecord): Omit<DebPackage, 'control' | 'files'> {
  const { depends, provides } = relationsOf(record);
  return {
    name: record.name,
    version: record.version,
    architecture: record.architecture,
    depends: depends.map((group) => group.map(({ name }) => name)),
    provides: provides.map(({ name }) => name),
  };
}
