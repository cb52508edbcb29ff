import type { Diagnostic } from '../../../api/diagnostic.ts';
import { type ClosurePackage, closureSlices } from '../closure.ts';
import { meets, type PackagePool } from '../package-pool.ts';
import { type PackageRecord, type Relations, relationsOf } from '../package-record.ts';
import { atOnce, type Slices } from '../slices.ts';
import type { PackageTarget } from './lock-types.ts';

export interface ChosenPackage {
  readonly record: PackageRecord;
  readonly neededBy?: string;
  readonly why: readonly string[];
}

export interface Choice {
  readonly packages: readonly ChosenPackage[];
  readonly unsatisfied: readonly Diagnostic[];
}

/** Debian's `important` and `required`: what every installation has, init and systemd among it. */
const LOWEST_BASE_PRIORITY = 1;

/**
 * What has to be brought for one folder, out of what can be had. For hosts whose packages are known that is the closure on top of them. For unknown ones
 * it is the part of a whole system (base and wanted) that the wanted packages reach: enough for a host that has nothing,
 * and without the choices that only an empty system would make (`systemd-standalone-sysusers` in place of systemd).
 */
export function chooseFor(target: PackageTarget, available: PackagePool): Choice {
  return atOnce(choiceSlices(target, available));
}

/** The same in slices. */
export function* choiceSlices(target: PackageTarget, available: PackagePool): Slices<Choice> {
  const { architecture, base } = target;
  const installed = base.kind === 'installed' ? base.records : yield* baseOf(available, architecture);
  const wanted = target.wanted.map(({ name }) => name);
  const closure = yield* closureSlices({ wanted, available, installed, architecture });
  const onTop = recordsOf(closure.packages, available);
  const failed = new Set(closure.unsatisfied.map(({ params }) => String(params.package)));
  const replaced = new Set(onTop.map(({ name }) => name));
  const system = [...onTop, ...installed.filter(({ name }) => !replaced.has(name))];
  const reached = yield* reach(target, system, failed);
  const brought = base.kind === 'installed' ? onTop : system;
  const parents = new Map(closure.packages.map(({ name, neededBy }) => [name, neededBy]));
  const packages = brought.flatMap((record): readonly ChosenPackage[] => {
    const found = reached.get(record.name);
    const isOnTop = replaced.has(record.name);
    if (!found && !isOnTop) return [];
    const neededBy = isOnTop ? parents.get(record.name) : found?.neededBy;
    const why = found?.why ?? reached.get(rootOf(record.name, parents))?.why ?? [];
    return [{ record, ...(neededBy === undefined ? {} : { neededBy }), why: [...why].sort() }];
  });
  return { packages, unsatisfied: closure.unsatisfied };
}

function* baseOf(available: PackagePool, architecture: string): Slices<readonly PackageRecord[]> {
  const names = new Set<string>();
  for (const { name, priority } of available.all()) if (priority <= LOWEST_BASE_PRIORITY) names.add(name);
  yield;
  // A base package that cannot be had (a mirror without all components) is no matter as long as nothing wanted needs it.
  const { packages } = yield* closureSlices({ wanted: [...names].sort(), available, installed: [], architecture });
  return recordsOf(packages, available);
}

/** The records of a closure: a pool gives for each name the one that was chosen. */
function recordsOf(packages: readonly ClosurePackage[], available: PackagePool): readonly PackageRecord[] {
  return packages.flatMap(({ name }) => available.get(name) ?? []);
}

interface Reached {
  readonly neededBy?: string;
  readonly why: Set<string>;
}

/** Every package of a system that the wanted ones need, however far away, and for which of them it is. */
function* reach(
  target: PackageTarget,
  system: readonly PackageRecord[],
  failed: ReadonlySet<string>,
): Slices<ReadonlyMap<string, Reached>> {
  const byName = new Map(system.map((record) => [record.name, record]));
  const reached = new Map<string, Reached>();
  const visit = function* (start: PackageRecord, why: readonly string[]): Slices<void> {
    const seen = new Set([start]);
    const queue: { readonly record: PackageRecord; readonly parent?: string }[] = [{ record: start }];
    for (const { record, parent } of queue) {
      yield;
      const before = reached.get(record.name);
      if (before) for (const word of why) before.why.add(word);
      else reached.set(record.name, { ...(parent === undefined ? {} : { neededBy: parent }), why: new Set(why) });
      for (const next of needsOf(record, byName, system)) {
        if (seen.has(next)) continue;
        seen.add(next);
        queue.push({ record: next, parent: record.name });
      }
    }
  };
  for (const { name, why } of target.wanted) {
    const record = byName.get(name);
    if (record && !failed.has(name)) yield* visit(record, why);
  }
  return reached;
}

/** For each dependency the package of the system that meets it: by its own name where there is one, else the first that provides it. */
function needsOf(
  record: PackageRecord,
  byName: ReadonlyMap<string, PackageRecord>,
  system: readonly PackageRecord[],
): readonly PackageRecord[] {
  return dependsOf(record).flatMap((group) => {
    for (const relation of group) {
      const own = byName.get(relation.name);
      if (own && meets(own, relation)) return [own];
    }
    for (const relation of group) {
      const provider = system.find(
        (candidate) => candidate.fields.provides !== undefined && meets(candidate, relation),
      );
      if (provider) return [provider];
    }
    return [];
  });
}

/** What cannot be read in an installed package needs nothing that we could bring. */
function dependsOf(record: PackageRecord): Relations['depends'] {
  try {
    return relationsOf(record).depends;
  } catch {
    return [];
  }
}

function rootOf(name: string, parents: ReadonlyMap<string, string | undefined>): string {
  let at = name;
  for (let step = parents.get(at); step !== undefined && step !== name; step = parents.get(at)) at = step;
  return at;
}
