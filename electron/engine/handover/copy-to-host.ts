import { fail } from '../../api/diagnostic.ts';
import { change, read } from '../shell/command.ts';
import type { Asset, ReadTransport, Transport } from '../transport/port.ts';
import { sha256Of } from '../workspace/sha256.ts';
import { DIGEST_LIST, digestList, type ListedFile } from './digest-list.ts';
import { type CopiedFile, sumOf } from './site-copy-files.ts';

/** On a node; ours alone, each site has its own, and only root looks into it. */
export function siteCopyFolder(siteId: string): string {
  return `/var/lib/sitewright/site/${siteId}`;
}

/** Left free on the disk of a node. */
const MARGIN_BYTES = 64 * 1024 * 1024;
/** Journals of years, on a slow disk. */
const HASH_TIMEOUT_MS = 600_000;

export interface HostCopyOrder {
  readonly files: readonly CopiedFile[];
  readonly folder: string;
  readonly isStopping: () => boolean;
  readonly signal: AbortSignal;
  /** Bytes that are there since the last call. */
  readonly onBytes: (bytes: number) => void;
}

/**
 * A copy of the site in a folder of one host, for root alone. What is there and right is not sent again; every digest is looked at over
 * there at the end, and SHA256SUMS comes last. False = stopped before the end. Throws handover.*, transport.*, pve.disk-full.
 */
export async function copyToHost(host: Transport, order: HostCopyOrder): Promise<boolean> {
  const { files, folder, signal } = order;
  const lacks = await lackingOn(host, folder, files, signal);
  const due = files.filter(({ path }) => lacks.has(path));
  await refuseFull(host, folder, due, signal);
  await makeFolders(host, folder, due, signal);
  order.onBytes(sumOf(files) - sumOf(due));
  for (const { path, from, sha256, sizeBytes } of due) {
    if (order.isStopping()) return false;
    let sent = 0;
    const onBytes = (bytes: number) => {
      order.onBytes(bytes - sent);
      sent = bytes;
    };
    await host.upload({ source: { path: from }, sha256, sizeBytes }, `${folder}/${path}`, {
      mode: 0o600,
      signal,
      onBytes,
    });
  }
  const [damaged] = await lackingOn(host, folder, files, signal);
  if (damaged !== undefined)
    throw fail('handover.damaged', {
      params: { path: damaged, place: `${host.host}:${folder}` },
      subject: { host: host.host, file: folder },
    });
  const bytes = Buffer.from(digestList(files));
  const list: Asset = { source: { bytes }, sha256: sha256Of(bytes), sizeBytes: bytes.length };
  await host.upload(list, `${folder}/${DIGEST_LIST}`, { mode: 0o600, signal });
  return true;
}

/** Paths that the folder has not, or not as the list says, in one look. */
async function lackingOn(
  host: ReadTransport,
  folder: string,
  files: readonly ListedFile[],
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const result = await host.exec(
    read`[ -d ${folder} ] || { echo none; exit 0; }
cd ${folder} && LC_ALL=C sha256sum -c - 2>/dev/null; true`,
    {
      stdin: digestList(files),
      timeoutMs: HASH_TIMEOUT_MS,
      signal,
    },
  );
  // Only what was said to be right is right.
  const right = new Set(result.stdout.split('\n').flatMap((line) => /^(.+): OK$/.exec(line)?.[1] ?? []));
  return new Set(files.map(({ path }) => path).filter((path) => !right.has(path)));
}

async function makeFolders(
  host: Transport,
  folder: string,
  due: readonly ListedFile[],
  signal: AbortSignal,
): Promise<void> {
  const inside = new Set(due.map(({ path }) => path.slice(0, path.lastIndexOf('/') + 1)));
  const folders = [...inside].map((path) => `${folder}/${path}`);
  // Other things of ours lie beside it and are read by other users.
  const result = await host.exec(
    change`umask 022 && mkdir -p /var/lib/sitewright && umask 077 && mkdir -p ${folder} ${folders} && chmod 700 ${folder}`,
    { signal },
  );
  if (result.code !== 0)
    throw fail('transport.upload-refused', {
      params: { host: host.host, file: folder },
      evidence: result.stderr.split('\n').slice(0, 10),
      subject: { host: host.host, file: folder },
    });
}

async function refuseFull(
  host: ReadTransport,
  folder: string,
  due: readonly CopiedFile[],
  signal: AbortSignal,
): Promise<void> {
  if (due.length === 0) return;
  const result = await host.exec(read`df --block-size=1 --output=avail /var/lib`, { signal });
  const free = /^\s*(\d+)\s*$/m.exec(result.stdout)?.[1];
  const neededBytes = sumOf(due) + MARGIN_BYTES;
  if (result.code !== 0 || free === undefined)
    throw fail('deploy.host-unreadable', {
      params: { host: host.host, folder },
      evidence: result.stderr.split('\n').slice(0, 10),
      subject: { host: host.host, file: folder },
    });
  if (Number(free) >= neededBytes) return;
  const params = {
    place: `${host.host}:${folder}`,
    free: Math.floor(Number(free) / 1e6),
    needed: Math.ceil(neededBytes / 1e6),
  };
  throw fail('handover.no-space', { params, subject: { host: host.host, file: folder } });
}
