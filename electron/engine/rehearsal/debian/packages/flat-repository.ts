import { readStanza } from '../../../debs/control.ts';
import { readIndexFile } from '../../../debs/index-file.ts';
import type { PackageRecord } from '../../../debs/package-record.ts';
import { compareVersions } from '../../../debs/version.ts';
import { sha256Of } from '../../../workspace/sha256.ts';
import type { ProgramContext } from '../../kernel/program.ts';
import { type DebPackage, namesOf, readDeb } from '../deb-reader.ts';
import type { AptSource } from './sources.ts';
import { isMet } from './unpack.ts';

const LISTS = '/var/lib/apt/lists';

/** What apt could not do, in its own words after `E: `. */
export class AptRefusal extends Error {}

function rootOf({ uri, suite }: AptSource): string {
  return `${uri.replace(/^file:(\/\/)?/, '')}/${suite.replace(/\/$/, '')}`;
}
/** apt's names for what it keeps of a source: `_var_lib_x_._Packages`. */
function listPath(source: AptSource, name: string): string {
  return `${LISTS}/${`${rootOf(source)}/${name}`.replaceAll('/', '_')}`;
}

/** Reads the indexes of a `file:` repository into apt's lists, as `apt-get update` does (apt 2.6, flat repository). */
export function updateFlat(context: ProgramContext, source: AptSource): void {
  const { files } = context.host;
  const place = `file:${rootOf(source)}`;
  const release = files.read(`${rootOf(source)}/Release`);
  if (!release) throw new AptRefusal(`The repository '${place} Release' does not have a Release file.`);
  if (!source.trusted) throw new AptRefusal(`The repository '${place} Release' is not signed.`);
  const packages = files.read(`${rootOf(source)}/Packages`);
  const listed = readStanza(text(release)).get('sha256') ?? '';
  const wanted = /^ ([0-9a-f]{64}) \d+ Packages$/m.exec(listed)?.[1];
  if (!packages || sha256Of(packages) !== wanted)
    throw new AptRefusal(
      `Failed to fetch ${place}/Packages  File has unexpected size or Hash Sum mismatch. Mirror sync in progress?`,
    );
  files.makeDirectories(LISTS);
  files.write(listPath(source, 'Release'), Uint8Array.from(release));
  files.write(listPath(source, 'Packages'), Uint8Array.from(packages));
}

/**
 * The packages that an installation by name takes from the lists, in the order in which they are set up: what is needed
 * first. Undefined for a name that no list has.
 */
export function fromLists(
  context: ProgramContext,
  sources: readonly AptSource[],
  name: string,
): readonly DebPackage[] | undefined {
  const newest = new Map<string, { readonly record: PackageRecord; readonly source: AptSource }>();
  for (const source of sources) {
    const data = source.host === undefined ? context.host.files.read(listPath(source, 'Packages')) : undefined;
    for (const record of data ? readIndexFile(data, 'Packages') : []) {
      const before = newest.get(record.name);
      if (!before || compareVersions(record.version, before.record.version) > 0)
        newest.set(record.name, { record, source });
    }
  }
  if (!newest.has(name)) return undefined;
  const chosen = new Map<string, DebPackage>();
  const visiting = new Set<string>();
  const choose = (wanted: string): void => {
    const found = newest.get(wanted);
    if (!found || visiting.has(wanted)) return;
    visiting.add(wanted);
    for (const alternatives of namesOf(found.record).depends) {
      const given = [...chosen.values()];
      if (alternatives.some((each) => context.host.packages.has(each) || visiting.has(each))) continue;
      const carried = alternatives.find((each) => newest.has(each));
      if (carried !== undefined) choose(carried);
      else if (!isMet(context, alternatives, given))
        throw new AptRefusal(`${wanted} : Depends: ${alternatives.join(' or ')} but it is not installable`);
    }
    chosen.set(wanted, fetched(context, found.record, found.source));
  };
  choose(name);
  return [...chosen.values()];
}

function fetched(context: ProgramContext, { name, file }: PackageRecord, source: AptSource): DebPackage {
  const path = `${rootOf(source)}/${file?.path ?? ''}`.replace('/./', '/');
  const data = context.host.files.read(path);
  if (!data)
    throw new AptRefusal(`Failed to fetch file:${path}  File not found - ${path} (2: No such file or directory)`);
  if (sha256Of(data) !== file?.sha256)
    throw new AptRefusal(`Failed to fetch file:${path}  Hash Sum mismatch (${name})`);
  return readDeb(data);
}

function text(data: Uint8Array): string {
  return Buffer.from(data).toString('utf8');
}
