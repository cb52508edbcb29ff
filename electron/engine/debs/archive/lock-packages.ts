import { type Diagnostic, DiagnosticError, diagnostic } from '../../../api/diagnostic.ts';
import { poolSlices } from '../package-pool.ts';
import type { PackageRecord } from '../package-record.ts';
import { inSlices } from '../slices.ts';
import { compareVersions } from '../version.ts';
import { archiveKey } from './archive-source.ts';
import { type ChosenPackage, choiceSlices } from './choose-packages.ts';
import type { LockedPackage, LockRequest, PackageLock, PackageTarget } from './lock-types.ts';
import { type OpenedArchive, openArchive } from './read-archive.ts';
import { archiveName, isDiagnosed, stopIfAborted } from './sentences.ts';
import { type Teller, tellerOf } from './tell-locking.ts';

/**
 * Asks the archives and chooses, for each folder of a bundle, the packages that its hosts will need. All archives are asked at
 * once and everything that is wrong with any of them is told together. The same archives give the same lock. Several targets of
 * one folder are hosts that have different things already: the folder gets what any of them needs. Nothing here holds up what
 * else the process does.
 * @throws archive.*, packages.index-damaged; a package that cannot be had is a diagnostic of the result
 */
export async function lockPackages(request: LockRequest): Promise<PackageLock> {
  const { targets, signal } = request;
  const tell = tellerOf(request);
  const opened = await openAll(request, tell);
  const packages = new Map<string, LockedPackage>();
  const diagnostics: Diagnostic[] = [...new Set(opened.values())].flatMap(({ release }) => [...release.warnings]);
  const waiting = poolsOf(targets, opened);
  const read = new Map<OpenedArchive, readonly PackageRecord[]>();
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    for (const archive of next.archives) {
      if (read.has(archive)) continue;
      read.set(archive, await archive.records());
      tell({ subject: archiveName(archive.source), doing: 'reading', bytes: 0 }, 'done');
    }
    const origin = new Map<PackageRecord, OpenedArchive>();
    const records = recordsOf(next.archives, read, origin);
    const pool = await inSlices(poolSlices(records, next.architecture), signal);
    // An index has 60,000 packages: what no later pool needs does not stay in memory.
    for (const archive of [...read.keys()])
      if (!waiting.some(({ archives }) => archives.includes(archive))) read.delete(archive);
    for (const target of next.targets) {
      tell({ subject: target.folder, doing: 'choosing', bytes: 0 });
      const choice = await inSlices(choiceSlices(target, pool), signal);
      diagnostics.push(...choice.unsatisfied, ...tooOld(target, choice.packages));
      for (const chosen of choice.packages) add(packages, lockedOf(target, chosen, origin));
      tell({ subject: target.folder, doing: 'choosing', bytes: 0 }, 'done');
    }
  }
  const sorted = [...packages.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
  const archives = [...new Set(opened.values())].map(({ locked }) => locked);
  archives.sort((a, b) => (archiveName(a) < archiveName(b) ? -1 : 1));
  return { packages: sorted, archives, diagnostics: distinct(diagnostics) };
}

function add(packages: Map<string, LockedPackage>, found: LockedPackage): void {
  const key = `${found.folder}/${found.name}`;
  const before = packages.get(key);
  const why = [...new Set([...(before?.why ?? []), ...found.why])].sort();
  packages.set(key, { ...(before ?? found), why });
}

/** Two kinds of hosts may lack the same. */
function distinct(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...new Map(diagnostics.map((each) => [JSON.stringify(each), each])).values()];
}

interface TargetPool {
  readonly archives: readonly OpenedArchive[];
  readonly architecture: string;
  readonly targets: readonly PackageTarget[];
}

/** Targets that choose from the same archives, together. */
function poolsOf(targets: readonly PackageTarget[], opened: ReadonlyMap<string, OpenedArchive>): TargetPool[] {
  const pools = new Map<string, TargetPool & { readonly targets: PackageTarget[] }>();
  for (const target of targets) {
    const { sources, architecture } = target;
    const keys = sources.map((source) => archiveKey(source, architecture));
    const archives = keys.flatMap((each) => opened.get(each) ?? []);
    const pool = pools.get(JSON.stringify(keys)) ?? { archives, architecture, targets: [] };
    pool.targets.push(target);
    pools.set(JSON.stringify(keys), pool);
  }
  return [...pools.values()];
}

function* recordsOf(
  archives: readonly OpenedArchive[],
  read: ReadonlyMap<OpenedArchive, readonly PackageRecord[]>,
  origin: Map<PackageRecord, OpenedArchive>,
): Generator<PackageRecord, void, undefined> {
  for (const archive of archives) {
    for (const record of read.get(archive) ?? []) {
      origin.set(record, archive);
      yield record;
    }
  }
}

async function openAll(request: LockRequest, tell: Teller): Promise<ReadonlyMap<string, OpenedArchive>> {
  const { fetch, cacheFolder, now, network = 'ask', signal } = request;
  const wanted = new Map<string, () => Promise<OpenedArchive>>();
  for (const { sources, architecture } of request.targets)
    for (const source of sources)
      wanted.set(archiveKey(source, architecture), async () => {
        const subject = archiveName(source);
        const archive = await openArchive(source, architecture, {
          fetch,
          cacheFolder,
          now,
          network,
          ...(signal ? { signal } : {}),
          onProgress: (progress) => tell({ subject, ...progress }),
        });
        tell({ subject, doing: 'fetching', bytes: 0 }, 'done');
        return archive;
      });
  const asked = await Promise.allSettled([...wanted.values()].map((open) => open()));
  stopIfAborted(signal);
  const opened = new Map<string, OpenedArchive>();
  const wrong: Diagnostic[] = [];
  for (const [index, key] of [...wanted.keys()].entries()) {
    const answer = asked[index];
    if (answer?.status === 'fulfilled') opened.set(key, answer.value);
    else if (isDiagnosed(answer?.reason)) wrong.push(...answer.reason.diagnostics);
    else throw answer?.reason;
  }
  const [first, ...rest] = wrong;
  if (first) throw new DiagnosticError(first, ...rest);
  return opened;
}

function lockedOf(
  { folder }: PackageTarget,
  { record, neededBy, why }: ChosenPackage,
  origin: ReadonlyMap<PackageRecord, OpenedArchive>,
): LockedPackage {
  const source = origin.get(record)?.source;
  if (!record.file || !source) throw new RangeError(`${record.name} ${record.version} is of no archive`);
  const { name, version, architecture } = record;
  return {
    folder,
    name,
    version,
    architecture,
    archive: { id: source.id, suite: source.suite },
    path: record.file.path,
    url: `${source.url}/${record.file.path.split('/').map(encodeURIComponent).join('/')}`,
    file: `${name}_${version.replaceAll(':', '%3a')}_${architecture}.deb`,
    sizeBytes: record.file.sizeBytes,
    sha256: record.file.sha256,
    ...(neededBy === undefined ? {} : { neededBy }),
    why,
  };
}

function tooOld({ wanted, release, folder }: PackageTarget, packages: readonly ChosenPackage[]): readonly Diagnostic[] {
  return wanted.flatMap(({ name, atLeast }) => {
    const found = packages.find(({ record }) => record.name === name)?.record.version;
    if (atLeast === undefined || found === undefined || compareVersions(found, atLeast) >= 0) return [];
    return [
      diagnostic('archive.version-too-old', {
        params: { package: name, needed: atLeast, found, release },
        subject: { file: folder },
      }),
    ];
  });
}
