import { folderForHost } from '../../debs/archive/release-folder.ts';
import { contentOf, type RepositoryDeb } from '../../debs/repository.ts';
import { compareVersions } from '../../debs/version.ts';
import type { Asset } from '../../transport/port.ts';
import { factOf } from '../sight.ts';
import type { View } from '../step.ts';
import { type AptEntry, aptEntry } from './apt-entry.ts';
import { repositoryAt } from './apt-repository-facts.ts';

/** Where in the bundle the packages of a host lie. */
export interface PackageFolder {
  /** `debs/witness`; where the bundle has one of the host's own release (`debs/witness-trixie`), that is taken. */
  readonly folder: string;
  /** Packages of that folder that are for something else: they are not sent for this. */
  readonly except?: RegExp;
}

export interface PlannedDeb extends RepositoryDeb {
  readonly asset: Asset;
}

export interface RepositoryPlan {
  readonly entry: AptEntry;
  /** What the repository holds afterwards, by file name. */
  readonly debs: readonly PlannedDeb[];
  /** Files that lie there and that the bundle has no more. */
  readonly stale: readonly string[];
  /** Package files lie there already, as they should or not. */
  readonly hasFiles: boolean;
  /** The entry in its other form is there too. */
  readonly hasFormerEntry: boolean;
  /** The repository is as it should be, and apt knows it. */
  readonly isCurrent: boolean;
}

/**
 * A .deb by its name, as Debian calls files: `corosync-qdevice_3.0.3-1_amd64.deb`. apt writes the epoch into names
 * (`_2%3a3.87-1_`) and Debian's archive leaves it out: so does `file`, as older apt stumbles over the `%`.
 */
export function debNameOf(path: string): { readonly file: string; readonly name: string; readonly version: string } {
  const own = path.split('/').at(-1) ?? '';
  const [name = '', version = ''] = own.split('_');
  return { file: own.replace(/_\d+(%3a|:)/i, '_'), name, version: version.replace(/%3a/gi, ':') };
}

/** Paths inside the bundle of the packages of one folder, as they are for a host. */
export function packageFiles(view: Pick<View, 'bundle' | 'facts'>, host: string, plain: string): readonly string[] {
  const { bundle } = view;
  const { versionId } = factOf(view, host, 'osRelease');
  const folder = folderForHost(plain, versionId, (each) => bundle.list(each).length > 0);
  return bundle
    .list(folder)
    .filter((file) => file.endsWith('.deb'))
    .map((file) => (file.startsWith(`${folder}/`) ? file : `${folder}/${file}`));
}

/** Whether an installed version is older than that of a file, whose name may leave the epoch out. */
export function isOlder(installed: string, offered: string): boolean {
  const bare = (version: string) => (offered.includes(':') ? version : version.replace(/^\d+:/, ''));
  return compareVersions(bare(installed), bare(offered)) < 0;
}

/**
 * What the repository of a host should hold: the packages of the bundle that the host lacks or has in an older version,
 * and those that lie there already and are still the bundle's. So what was installed from it stays, and nothing is sent twice.
 */
export function planRepository(view: View, host: string, from: PackageFolder): RepositoryPlan {
  const installed = factOf(view, host, 'packages');
  const { pool, knownContent } = repositoryAt(view, host);
  const debs: PlannedDeb[] = [];
  for (const path of packageFiles(view, host, from.folder)) {
    const asset = view.bundle.asset(path);
    if (!asset) continue;
    const { file, name, version } = debNameOf(path);
    const has = installed.get(name);
    const isLacking = (has === undefined || isOlder(has, version)) && !from.except?.test(name);
    if (isLacking || pool.has(file)) debs.push({ file, sha256: asset.sha256, sizeBytes: asset.sizeBytes, asset });
  }
  const files = new Set(debs.map(({ file }) => file));
  const stale = [...pool.keys()].filter((file) => !files.has(file));
  const entry = aptEntry(view, host);
  const entries = factOf(view, host, 'aptFiles');
  const hasFormerEntry = entries.has(entry.former);
  const isNamed = sameText(entries.get(entry.path), entry.text) && !hasFormerEntry;
  const isThere = debs.every(({ file, sizeBytes }) => pool.get(file) === sizeBytes) && stale.length === 0;
  const isCurrent = debs.length === 0 ? stale.length === 0 : isNamed && isThere && knownContent === contentOf(debs);
  return { entry, debs, stale, hasFiles: pool.size > 0, hasFormerEntry, isCurrent };
}

/** A file that was read line by line may have lost its last newline. */
function sameText(seen: string | undefined, wanted: string): boolean {
  return seen !== undefined && seen.trimEnd() === wanted.trimEnd();
}
