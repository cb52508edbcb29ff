import type { Diagnostic } from '../../../api/diagnostic.ts';
import type { PackageRecord } from '../package-record.ts';
import type { ArchiveSource, LockedArchive } from './archive-source.ts';
import type { ArchiveFetch } from './fetch-port.ts';

/** A package that is asked for by name. */
export interface WantedPackage {
  readonly name: string;
  /** What needs it, in the words of the bundle's lock (bundle/why.ts). */
  readonly why: readonly string[];
  /** The lowest version that does it; an archive that has only an older one is told. */
  readonly atLeast?: string;
}

/**
 * What the hosts have that a folder's packages are for.
 * `minimal`: an unknown Debian of the release. Everything is brought that could be needed, and where there is a choice the
 * way of a system with init and systemd is taken. `installed`: what was read from an ISO or from a dpkg status; only what
 * lacks there is brought.
 */
export type PackageBase =
  | { readonly kind: 'minimal' }
  | { readonly kind: 'installed'; readonly records: readonly PackageRecord[] };

/** One folder of the bundle: the packages for one kind of host, of one release. */
export interface PackageTarget {
  /** `debs/witness` */
  readonly folder: string;
  /** Debian's name of the release, for sentences: `trixie`. */
  readonly release: string;
  readonly architecture: string;
  /** For equal versions the first one counts, as with apt. */
  readonly sources: readonly ArchiveSource[];
  readonly base: PackageBase;
  readonly wanted: readonly WantedPackage[];
}

export interface LockedPackage {
  readonly folder: string;
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
  /** `id` and suite of the archive that has it. */
  readonly archive: { readonly id: string; readonly suite: string };
  /** Below the archive's root. */
  readonly path: string;
  /** The whole address. */
  readonly url: string;
  /** Name in the bundle: `docker.io_26.1.5+dfsg1-9+b9_amd64.deb`, an epoch's colon as `%3a`. */
  readonly file: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  /** Package of the same folder for which it comes; absent for what was asked for. */
  readonly neededBy?: string;
  /** Of all wanted packages that need it, sorted. */
  readonly why: readonly string[];
}

export interface LockRequest {
  readonly targets: readonly PackageTarget[];
  readonly fetch: ArchiveFetch;
  /** Verified indexes are kept here, so that the next locking asks only for the signed file. Made where it is missing. */
  readonly cacheFolder: string;
  /** The laptop's clock. */
  readonly now: Date;
  /** `never`: only what the cache has; a signed file past its time is then a warning. Default `ask`. */
  readonly network?: 'ask' | 'never';
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: LockProgress) => void;
}

/** Where a locking stands. Archives are asked at once, so that their steps come mixed; `done` only grows. */
export interface LockProgress {
  /** `debian trixie-updates`; while packages are chosen the folder that they are for. */
  readonly subject: string;
  readonly doing: 'asking' | 'fetching' | 'reading' | 'choosing';
  /** Archives whose indexes are at hand, those that are read, and folders that are chosen for; and all that there will be. */
  readonly done: number;
  readonly total: number;
  /** Of the subject's indexes, packed: what has come or is read, and all of them where that is known. */
  readonly bytes: number;
  readonly totalBytes?: number;
}

export interface PackageLock {
  /** By folder, then by name. */
  readonly packages: readonly LockedPackage[];
  readonly archives: readonly LockedArchive[];
  /** Wanted packages that cannot come (errors) and what should be known (warnings). */
  readonly diagnostics: readonly Diagnostic[];
}
