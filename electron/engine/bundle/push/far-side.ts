import type { BundleOnHost } from '../../../api/deployment.ts';
import { fail } from '../../../api/diagnostic.ts';
import { change, read } from '../../shell/command.ts';
import { saysDiskFull } from '../../shell/disk-full.ts';
import type { ReadTransport, Transport } from '../../transport/port.ts';
import type { LockedFile } from '../lock/lock.ts';

/** Everything in it is ours; each site has its own. */
export function pushFolder(siteId: string): string {
  return `/var/lib/sitewright/bundle/${siteId}`;
}

export interface FarFile {
  readonly path: string;
  readonly sizeBytes: number;
}

export interface FarSide {
  readonly files: readonly FarFile[];
  /** Of the disk that the folder lies on, or will. */
  readonly disk: BundleOnHost['disk'];
}

/** Hashing gigabytes on a slow disk. */
const HASH_TIMEOUT_MS = 3_600_000;
const LOOK_TIMEOUT_MS = 120_000;
/** Many folders, or gigabytes that are freed, on a slow disk. */
const CHANGE_TIMEOUT_MS = 600_000;

/**
 * What a host has in the folder and how full its disk is, in one round trip. Names end with NUL: whatever lies there is listed as it
 * is called. Links are not followed and not listed. Throws deploy.host-unreadable.
 */
export async function lookFarSide(host: ReadTransport, folder: string, signal?: AbortSignal): Promise<FarSide> {
  const result = await host.exec(
    read`d=${folder}; while [ ! -d "$d" ]; do d=$(dirname "$d"); done
df -B1 --output=size,avail -- "$d" | tail -n 1 && printf '\\0' || exit 1
[ ! -d ${folder} ] || { cd ${folder} && find . -type f -printf '%s %P\\0'; }`,
    { timeoutMs: LOOK_TIMEOUT_MS, ...(signal ? { signal } : {}) },
  );
  const [disk = '', ...entries] = result.stdout.split('\0');
  const [, total, free] = /^\s*(\d+)\s+(\d+)\s*$/.exec(disk) ?? [];
  if (result.code !== 0 || total === undefined || free === undefined)
    throw fail('deploy.host-unreadable', {
      params: { host: host.host, folder },
      evidence: result.stderr.split('\n').slice(0, 10),
      subject: { host: host.host, file: folder },
    });
  return {
    disk: { totalBytes: Number(total), freeBytes: Number(free) },
    files: entries.flatMap((entry) => {
      const blank = entry.indexOf(' ');
      return blank <= 0 ? [] : [{ sizeBytes: Number(entry.slice(0, blank)), path: entry.slice(blank + 1) }];
    }),
  };
}

/** SHA-256 of files in the folder, by path, on all cores of the host; what cannot be read is absent. */
export async function hashFarSide(
  host: ReadTransport,
  folder: string,
  paths: readonly string[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  if (paths.length === 0) return new Map();
  // Eight a process: what one of them prints then goes through the pipe in one piece.
  const result = await host.exec(read`cd ${folder} && xargs -0 -r -n 8 -P "$(nproc)" sha256sum -z --`, {
    stdin: paths.map((path) => `${path}\0`).join(''),
    timeoutMs: HASH_TIMEOUT_MS,
    ...(signal ? { signal } : {}),
  });
  return new Map(
    result.stdout.split('\0').flatMap((line) => {
      const [, digest, path] = /^([0-9a-f]{64}) [ *](.+)$/s.exec(line) ?? [];
      return digest === undefined || path === undefined ? [] : [[path, digest] as const];
    }),
  );
}

/** Makes the folders that files go into. Throws transport.upload-refused, pve.disk-full. */
export async function makeFarFolders(
  host: Transport,
  folder: string,
  paths: readonly string[],
  signal?: AbortSignal,
): Promise<void> {
  const inside = new Set(paths.map((path) => path.slice(0, path.lastIndexOf('/') + 1)));
  const folders = [...inside].map((path) => `${folder}/${path}`);
  const result = await host.exec(change`mkdir -p -m 755 -- ${folder} ${folders}`, {
    timeoutMs: CHANGE_TIMEOUT_MS,
    ...(signal ? { signal } : {}),
  });
  if (result.code !== 0) throw refused('transport.upload-refused', host, folder, result.stderr);
}

/**
 * Removes files below the folder, and folders that are then empty. Names come from {@link lookFarSide}, whatever they are. Throws
 * deploy.not-removed, pve.disk-full.
 */
export async function removeFarFiles(
  host: Transport,
  folder: string,
  files: readonly FarFile[],
  signal?: AbortSignal,
): Promise<void> {
  if (files.length === 0) return;
  const result = await host.exec(
    change`cd ${folder} && xargs -0 -r rm -f -- && find . -mindepth 1 -type d -empty -delete`,
    {
      stdin: files.map(({ path }) => `./${path}\0`).join(''),
      timeoutMs: CHANGE_TIMEOUT_MS,
      ...(signal ? { signal } : {}),
    },
  );
  if (result.code !== 0) throw refused('deploy.not-removed', host, folder, result.stderr);
}

function refused(
  code: 'transport.upload-refused' | 'deploy.not-removed',
  { host }: Transport,
  folder: string,
  stderr: string,
): Error {
  return fail(saysDiskFull(stderr) ? 'pve.disk-full' : code, {
    params: { host, folder, file: folder },
    evidence: stderr.split('\n').slice(0, 10),
    subject: { host, file: folder },
  });
}

/** What of a lock a host has not, by names and sizes, and what it has that no lock names. */
export function compareFarSide(files: readonly LockedFile[], own: ReadonlySet<string>, there: readonly FarFile[]) {
  const sizes = new Map(there.map(({ path, sizeBytes }) => [path, sizeBytes]));
  const named = new Set([...files.map(({ path }) => path), ...own]);
  return {
    missing: files.filter(({ path, sizeBytes }) => sizes.get(path) !== sizeBytes),
    sameSize: files.filter(({ path, sizeBytes }) => sizes.get(path) === sizeBytes),
    removable: there.filter(({ path }) => !named.has(path)),
  };
}
