import { isWithin, type Relation } from './dependency.ts';
import { type PackageRecord, type Relations, relationsOf } from './package-record.ts';
import { atOnce, type Slices } from './slices.ts';
import { compareVersions } from './version.ts';

/** Packages by what they are called and by what they provide, for one architecture. */
export interface PackagePool {
  get(name: string): PackageRecord | undefined;
  /**
   * Those that provide a name: higher priority first, as with apt, then by name. (Among equals apt goes by the order in
   * its cache, which no one can rely on.)
   */
  providers(name: string): readonly PackageRecord[];
  all(): Iterable<PackageRecord>;
}

/**
 * The newest version of every package; of equal versions the one named first stays, as with apt. Packages of other
 * architectures are left out. A package whose `Provides` cannot be read provides nothing.
 */
export function packagePool(records: Iterable<PackageRecord>, architecture: string): PackagePool {
  return atOnce(poolSlices(records, architecture));
}

/** A pause is offered after so many packages. */
const PACKAGES_A_STEP = 500;

/** The same in slices. */
export function* poolSlices(records: Iterable<PackageRecord>, architecture: string): Slices<PackagePool> {
  const newest = new Map<string, PackageRecord>();
  let count = 0;
  for (const record of records) {
    count += 1;
    if (count % PACKAGES_A_STEP === 0) yield;
    if (record.architecture !== architecture && record.architecture !== 'all') continue;
    const before = newest.get(record.name);
    if (!before || compareVersions(record.version, before.version) > 0) newest.set(record.name, record);
  }
  const providers = new Map<string, PackageRecord[]>();
  for (const record of newest.values()) {
    count += 1;
    if (count % PACKAGES_A_STEP === 0) yield;
    if (record.fields.provides === undefined) continue;
    for (const name of providedNames(record)) {
      const list = providers.get(name);
      if (list) list.push(record);
      else providers.set(name, [record]);
    }
  }
  for (const list of providers.values()) list.sort((a, b) => a.priority - b.priority || (a.name < b.name ? -1 : 1));
  return {
    get: (name) => newest.get(name),
    providers: (name) => providers.get(name) ?? [],
    all: () => newest.values(),
  };
}

/**
 * Whether a package meets a relation, by its own name or by what it provides. A bound is met by a provided name only
 * where that is provided in a version (policy 7.5); `:any` only by what is `Multi-Arch: allowed`.
 */
export function meets(record: PackageRecord, relation: Relation): boolean {
  if (relation.qualifier === 'any' ? record.multiArch !== 'allowed' : isForeign(record, relation)) return false;
  if (record.name === relation.name && isWithin(record.version, relation.bound)) return true;
  if (record.fields.provides === undefined) return false;
  return provisionsOf(record).some(
    ({ name, version }) =>
      name === relation.name &&
      (relation.bound === undefined || (version !== undefined && isWithin(version, relation.bound))),
  );
}

function isForeign(record: PackageRecord, { qualifier }: Relation): boolean {
  return qualifier !== undefined && record.architecture !== 'all' && qualifier !== record.architecture;
}

function providedNames(record: PackageRecord): ReadonlySet<string> {
  return new Set(provisionsOf(record).map(({ name }) => name));
}

function provisionsOf(record: PackageRecord): Relations['provides'] {
  try {
    return relationsOf(record).provides;
  } catch {
    return [];
  }
}
