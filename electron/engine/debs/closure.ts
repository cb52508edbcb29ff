import { type Diagnostic, diagnostic } from '../../api/diagnostic.ts';
import { groupText, type Relation, type RelationGroup } from './dependency.ts';
import { meets, type PackagePool, packagePool } from './package-pool.ts';
import { type PackageRecord, relationsOf } from './package-record.ts';
import { atOnce, type Slices } from './slices.ts';
import { compareVersions } from './version.ts';

export interface ClosureRequest {
  /** Packages that are to be installed, by name. */
  readonly wanted: readonly string[];
  /**
   * Everything that can be had, of one or several repositories, in the order of preference for equal versions; or the pool of
   * it, where several closures are asked of the same.
   */
  readonly available: Iterable<PackageRecord> | PackagePool;
  /** What the host has: nothing, its dpkg status, or what the ISO's installer puts on it. */
  readonly installed: Iterable<PackageRecord>;
  /** Debian's name, e.g. `amd64`. */
  readonly architecture: string;
}

export interface ClosurePackage {
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
  /** Below the root of its repository. */
  readonly path: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  /** The package for which it comes; absent for what was asked for. */
  readonly neededBy?: string;
  /** The installed version that it takes the place of. */
  readonly replaces?: string;
}

export interface Closure {
  /** Sorted by name. */
  readonly packages: readonly ClosurePackage[];
  /** One for each wanted package that cannot be installed; the others are in the list all the same. */
  readonly unsatisfied: readonly Diagnostic[];
}

/** Why a package cannot come: the way from the wanted one to the one that lacks something. */
interface Obstacle {
  readonly chain: readonly string[];
  readonly lacks: { readonly missing: string } | { readonly conflict: PackageRecord };
}

/** Debian's own closures need some hundred; an index made to keep us busy is given up. */
const MOST_TRIES = 200_000;
const DEEPEST = 2_000;
const MOST_ROUNDS = 20;

/**
 * What has to be brought so that packages can be installed without any other source. Chooses as `apt-get install
 * --no-install-recommends --no-remove` does: the newest version, the first alternative that can be installed, what is
 * installed counts as it is and is replaced only where a version asks for it. The same input gives the same list.
 */
export function closureOf(request: ClosureRequest): Closure {
  return atOnce(closureSlices(request));
}

/** The same in slices: a pause is offered after each wanted package. */
export function* closureSlices(request: ClosureRequest): Slices<Closure> {
  const available =
    'providers' in request.available ? request.available : packagePool(request.available, request.architecture);
  const search = new Search(available, packagePool(request.installed, request.architecture));
  const unsatisfied: Diagnostic[] = [];
  for (const name of request.wanted) {
    yield;
    const obstacle = search.want(name);
    if (obstacle) unsatisfied.push(inWords(name, obstacle));
  }
  return { packages: search.chosen(), unsatisfied };
}

function inWords(wanted: string, { chain, lacks }: Obstacle): Diagnostic {
  const shown = chain.length === 0 ? wanted : chain.join(' → ');
  const evidence = [chain.join(' → ')];
  return 'missing' in lacks
    ? diagnostic('packages.unsatisfied', {
        params: { package: wanted, chain: shown, missing: lacks.missing },
        evidence,
      })
    : diagnostic('packages.conflict', {
        params: { package: wanted, chain: shown, other: `${lacks.conflict.name} ${lacks.conflict.version}` },
        evidence,
      });
}

interface Claim {
  readonly owner: PackageRecord;
  readonly group: RelationGroup;
}

class Search {
  readonly #available: PackagePool;
  readonly #installed: PackagePool;
  /** Claims of what is installed, by the names that they mention. */
  readonly #installedNeeds: ReadonlyMap<string, readonly Claim[]>;
  readonly #installedAgainst: ReadonlyMap<string, readonly Claim[]>;
  /** Installed packages of which there is a newer version, by the source of that. */
  readonly #siblings = new Map<string, PackageRecord[]>();
  /** In the order in which they were chosen, so that a try can be taken back. */
  readonly #chosen = new Map<string, { readonly record: PackageRecord; readonly parent: string | undefined }>();
  readonly #avoided = new Set<PackageRecord>();
  #tries = 0;

  constructor(available: PackagePool, installed: PackagePool) {
    this.#available = available;
    this.#installed = installed;
    this.#installedNeeds = claims(this.#installed, 'depends');
    this.#installedAgainst = claims(this.#installed, 'against');
    for (const { name } of this.#installed.all()) {
      const newest = available.get(name);
      if (!newest || !this.#isNewer(newest)) continue;
      const list = this.#siblings.get(newest.source);
      if (list) list.push(newest);
      else this.#siblings.set(newest.source, [newest]);
    }
  }

  want(name: string): Obstacle | undefined {
    if (this.#present(name)) return undefined;
    // A choice that turns out to stand in the way of what has no choice is made anew without it.
    this.#avoided.clear();
    for (let round = 0; ; round += 1) {
      const obstacle = this.#first([{ name }], [], undefined);
      const inTheWay = obstacle && 'conflict' in obstacle.lacks ? obstacle.lacks.conflict : undefined;
      const isAvoidable =
        inTheWay && inTheWay.name !== name && inTheWay.file && !this.#chosen.has(inTheWay.name) && round < MOST_ROUNDS;
      if (!isAvoidable || this.#avoided.has(inTheWay)) return obstacle;
      this.#avoided.add(inTheWay);
    }
  }

  chosen(): readonly ClosurePackage[] {
    return [...this.#chosen.values()]
      .flatMap(({ record, parent }) => {
        const replaces = this.#installed.get(record.name)?.version;
        return record.file
          ? [
              {
                name: record.name,
                version: record.version,
                architecture: record.architecture,
                ...record.file,
                ...(parent === undefined ? {} : { neededBy: parent }),
                ...(replaces === undefined ? {} : { replaces }),
              },
            ]
          : [];
      })
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Brings the first alternative that can be brought. */
  #first(group: RelationGroup, chain: readonly string[], parent: string | undefined): Obstacle | undefined {
    if (group.some((relation) => this.#isMet(relation))) return undefined;
    let deepest: Obstacle | undefined;
    for (const relation of group) {
      for (const candidate of this.#candidates(relation)) {
        const mark = this.#chosen.size;
        const obstacle = this.#bring(candidate, chain, parent);
        if (!obstacle) return undefined;
        this.#takeBack(mark);
        deepest ??= obstacle;
      }
    }
    return deepest ?? { chain, lacks: { missing: groupText(group) } };
  }

  #candidates(relation: Relation): readonly PackageRecord[] {
    const own = this.#available.get(relation.name);
    const others = this.#available.providers(relation.name).filter((record) => record !== own);
    return [...(own ? [own] : []), ...others].filter(
      (record) =>
        meets(record, relation) &&
        this.#isNewer(record) &&
        !this.#chosen.has(record.name) &&
        !this.#avoided.has(record),
    );
  }

  /** An installed package gives way to a newer version only. */
  #isNewer(record: PackageRecord): boolean {
    const installed = this.#installed.get(record.name);
    return !installed || compareVersions(record.version, installed.version) > 0;
  }

  #bring(record: PackageRecord, before: readonly string[], parent: string | undefined): Obstacle | undefined {
    const chain = [...before, record.name];
    this.#tries += 1;
    if (this.#tries > MOST_TRIES || chain.length > DEEPEST) return { chain, lacks: { missing: record.name } };
    const mark = this.#chosen.size;
    this.#chosen.set(record.name, { record, parent });
    const obstacle = this.#settle(record, chain);
    if (obstacle) this.#takeBack(mark);
    return obstacle;
  }

  /** Everything that has to be true beside a package that has just been chosen. */
  #settle(record: PackageRecord, chain: readonly string[]): Obstacle | undefined {
    let relations: ReturnType<typeof relationsOf>;
    try {
      relations = relationsOf(record);
    } catch (error) {
      return { chain, lacks: { missing: error instanceof Error ? error.message : record.name } };
    }
    for (const [relation] of relations.against) {
      const obstacle = this.#makeWay(record, relation, chain);
      if (obstacle) return obstacle;
    }
    for (const owner of this.#excluding(record)) {
      const obstacle = this.#replace(owner, record, chain);
      if (obstacle) return obstacle;
    }
    for (const group of relations.depends) {
      const obstacle = this.#first(group, chain, record.name);
      if (obstacle) return obstacle;
    }
    for (const owner of this.#leftAlone(record)) {
      const obstacle = this.#replace(owner, record, chain);
      if (obstacle) return obstacle;
    }
    // What was built together stays together, where that can be had (apt: Upgrade-By-Source-Package).
    for (const sibling of this.#siblings.get(record.source) ?? [])
      if (!this.#chosen.has(sibling.name)) this.#bring(sibling, chain, record.name);
    return undefined;
  }

  /** Newer versions for what the package excludes. A package never excludes itself, nor what it provides itself. */
  #makeWay(record: PackageRecord, relation: Relation, chain: readonly string[]): Obstacle | undefined {
    for (const other of this.#presentFor(relation.name)) {
      if (other.name === record.name || !meets(other, relation)) continue;
      const obstacle = this.#replace(other, record, chain);
      if (obstacle) return obstacle;
    }
    return undefined;
  }

  /** Puts the newest version in the place of an installed package that cannot stay as it is beside `cause`. */
  #replace(owner: PackageRecord, cause: PackageRecord, chain: readonly string[]): Obstacle | undefined {
    const conflict: Obstacle = { chain, lacks: { conflict: owner } };
    const newest = this.#available.get(owner.name);
    if (this.#chosen.has(owner.name) || !newest || !this.#isNewer(newest)) return conflict;
    return this.#bring(newest, chain, cause.name) ? conflict : undefined;
  }

  /** Present packages that exclude this one. */
  #excluding(record: PackageRecord): readonly PackageRecord[] {
    const names = [record.name, ...relationsOf(record).provides.map(({ name }) => name)];
    const installed = names
      .flatMap((name) => this.#installedAgainst.get(name) ?? [])
      .filter(({ owner }) => !this.#chosen.has(owner.name));
    const chosen = [...this.#chosen.values()].flatMap(({ record: owner }) =>
      owner === record ? [] : relationsOf(owner).against.map((group): Claim => ({ owner, group })),
    );
    return [...installed, ...chosen]
      .filter(({ owner, group }) => owner.name !== record.name && meets(record, group[0]))
      .map(({ owner }) => owner);
  }

  /** Installed packages that needed the version which this one takes the place of. */
  #leftAlone(record: PackageRecord): readonly PackageRecord[] {
    const replaced = this.#installed.get(record.name);
    if (!replaced) return [];
    const names = [replaced.name, ...relationsOf(replaced).provides.map(({ name }) => name)];
    return names
      .flatMap((name) => this.#installedNeeds.get(name) ?? [])
      .filter(({ owner, group }) => !this.#chosen.has(owner.name) && !group.some((relation) => this.#isMet(relation)))
      .map(({ owner }) => owner);
  }

  #isMet(relation: Relation): boolean {
    return this.#presentFor(relation.name).some((record) => meets(record, relation));
  }

  /** What is, or will be, there under this name: the package itself and those that provide it. */
  #presentFor(name: string): readonly PackageRecord[] {
    const own = this.#present(name);
    const installed = this.#installed.providers(name).filter((record) => !this.#chosen.has(record.name));
    const chosen = this.#available.providers(name).filter((record) => this.#chosen.get(record.name)?.record === record);
    return [...(own ? [own] : []), ...installed, ...chosen];
  }

  #present(name: string): PackageRecord | undefined {
    return this.#chosen.get(name)?.record ?? this.#installed.get(name);
  }

  #takeBack(mark: number): void {
    for (const name of [...this.#chosen.keys()].slice(mark)) this.#chosen.delete(name);
  }
}

/** Claims of all packages of a pool by each name that one of their relations mentions. What cannot be read claims nothing. */
function claims(pool: PackagePool, kind: 'depends' | 'against'): ReadonlyMap<string, readonly Claim[]> {
  const found = new Map<string, Claim[]>();
  for (const owner of pool.all()) {
    let groups: readonly RelationGroup[];
    try {
      groups = relationsOf(owner)[kind];
    } catch {
      continue;
    }
    for (const group of groups) {
      for (const { name } of group) {
        const list = found.get(name);
        if (list) list.push({ owner, group });
        else found.set(name, [{ owner, group }]);
      }
    }
  }
  return found;
}
